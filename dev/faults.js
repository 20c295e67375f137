/** `npm run faults -- --rounds N`: the wallet against a bad network, killed and doubled. */
import { join } from 'node:path';
import { becomeNode24, top } from './node24.js';
import { setUp } from './set-up.js';

await setUp();
await becomeNode24([join(top, 'test', 'faults', 'run.ts'), ...process.argv.slice(2)]);
