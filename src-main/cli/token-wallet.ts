import { once } from 'node:events';
import { homedir } from 'node:os';
import { createInterface } from 'node:readline';
import { dataFolder } from '../wallet/data-folder.ts';
import { createAuthorities } from '../wallet/network/authorities.ts';
import { createFetch } from '../wallet/network/create-fetch.ts';
import { environmentProxy } from '../wallet/network/environment-proxy.ts';
import { systemClock } from '../wallet/system-clock.ts';
import { createOperatingSystemKeychain } from '../wallet/vault/operating-system-keychain.ts';
import { WalletError } from '../wallet/wallet-error.ts';
import packageDescription from '../../package.json' with { type: 'json' };
import { run } from './run.ts';
import { createSystemBrowser } from './system-browser.ts';

/* The wallet in a terminal: `token-wallet COMMAND`. This file only joins the command to its process. */

const authorities = createAuthorities();

// A reader such as `head` may have enough before the end; that is no failure of ours.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') {
    throw error;
  }
});

process.exitCode = await run({
  argv: process.argv.slice(2),
  version: packageDescription.version,
  writeOutput: (text) => process.stdout.write(text),
  writeError: (text) => process.stderr.write(text),
  writeProgress: (text) => process.stderr.isTTY && process.stderr.write(text),
  readLine: async () => {
    const lines = createInterface({ input: process.stdin });
    const [line] = (await once(lines, 'line')) as [string];
    lines.close();
    return line;
  },
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
    fetch: createFetch({
      proxyFor: (address) => Promise.resolve(environmentProxy(process.env, address) ?? null),
      extraCertificates: authorities.at,
    }),
    trustAuthority: authorities.trust,
    clipboard: { write: () => Promise.reject(new WalletError('internal')) },
    notifier: { notify: () => undefined },
    evidenceFolder: process.cwd(),
    demo: { start: () => Promise.reject(new WalletError('internal')), running: () => null },
    about: { version: packageDescription.version, host: 'terminal', systemLanguage: 'en' },
  }),
});
