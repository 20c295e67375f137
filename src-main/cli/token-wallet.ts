import { homedir } from 'node:os';
import { dataFolder } from '../wallet/data-folder.ts';
import { systemClock } from '../wallet/system-clock.ts';
import { createOperatingSystemKeychain } from '../wallet/vault/operating-system-keychain.ts';
import { WalletError } from '../wallet/wallet-error.ts';
import packageDescription from '../../package.json' with { type: 'json' };
import { run } from './run.ts';
import { createSystemBrowser } from './system-browser.ts';

/* The wallet in a terminal: `token-wallet COMMAND`. This file only joins the command to its process. */

process.exitCode = await run({
  argv: process.argv.slice(2),
  version: packageDescription.version,
  writeOutput: (text) => process.stdout.write(text),
  writeError: (text) => process.stderr.write(text),
  onInterrupt: (work) => process.once('SIGINT', work).once('SIGTERM', work),
  ports: (home) => ({
    folder: dataFolder({
      platform: process.platform,
      environment: process.env,
      homeFolder: homedir(),
      override: home ?? process.env['TOKEN_WALLET_HOME'],
    }),
    keychain: createOperatingSystemKeychain(),
    browser: createSystemBrowser(process.platform),
    clock: systemClock,
    fetch: (address, init) => fetch(address, init),
    clipboard: { write: () => Promise.reject(new WalletError('internal')) },
    demo: { start: () => Promise.reject(new WalletError('internal')), running: () => null },
    about: { version: packageDescription.version, host: 'terminal', systemLanguage: 'en' },
  }),
});
