/** `npm run check`: types, lint, formatting, layers. */
import { runChecks } from './checks.js';
import { setUp } from './set-up.js';

await setUp();
const { failed } = await runChecks();
process.exitCode = failed === 0 ? 0 : 1;
