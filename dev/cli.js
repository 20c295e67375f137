/** `npm run -s cli -- ...`: the wallet in a terminal, from source. */
import { join } from 'node:path';
import { becomeNode24, top, youngMemory } from './node24.js';
import { setUp } from './set-up.js';

await setUp();
await becomeNode24([youngMemory, join(top, 'src-main', 'cli', 'token-wallet.ts'), ...process.argv.slice(2)]);
