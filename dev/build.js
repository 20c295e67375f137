/** `npm run build`: everything into dist/. */
import { join } from 'node:path';
import { becomeNode24, top } from './node24.js';
import { setUp } from './set-up.js';

await setUp();
await becomeNode24([join(top, 'dev', 'vite', 'build.ts')]);
