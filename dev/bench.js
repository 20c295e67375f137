/** `npm run bench -- recognise vault revoke [--json]`: how fast the wallet is, each time beside something to compare with. */
import { join } from 'node:path';
import { becomeNode24, top } from './node24.js';
import { setUp } from './set-up.js';
import { ensureSystemPackages, forTheTests } from './system-packages.js';

await setUp();
const words = process.argv.slice(2);
if (process.platform === 'linux' && words.includes('vault')) {
  // It is measured against a real keychain, of its own.
  ensureSystemPackages(forTheTests.filter(({ name }) => ['dbus', 'gnome-keyring'].includes(name)));
}
await becomeNode24([join(top, 'test', 'bench', 'run.ts'), ...words]);
