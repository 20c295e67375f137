import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';

const folder = join(import.meta.dirname, '..', '..', 'src-main', 'electron');

it('only the entry points import Electron itself; everything else takes its objects as parameters', () => {
  const importers = readdirSync(folder).filter((name) =>
    /^import (?!type )[^;]*from 'electron'/m.test(readFileSync(join(folder, name), 'utf8')),
  );
  expect(importers).toEqual(['main.ts', 'preload.ts']);
});
