import { join } from 'node:path';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  root: join(import.meta.dirname, '..'),
  test: {
    include: ['test/{unit,flows,attacks,faults}/**/*.test.ts'],
    // The flows start servers and derive keys; on a busy machine with two cores that takes its time.
    testTimeout: 30_000,
    // Much of the time a flow waits for its servers; Vitest itself would leave one of two cores alone.
    maxWorkers: '100%',
    hookTimeout: 30_000,
  },
});
