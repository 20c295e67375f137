/** Builds everything into dist/, under Node 24. */
import { build } from 'vite';
import { cli, main, preload, renderer } from './configs.ts';

const start = performance.now();
for (const config of [renderer, main, preload, cli]) {
  await build(config);
}
process.stderr.write(`Built in ${((performance.now() - start) / 1000).toFixed(1)} s.\n`);
