import { spawn } from 'node:child_process';
import type { Browser } from '../wallet/ports.ts';
import { WalletError } from '../wallet/wallet-error.ts';

/** The program that opens an address in the person's own browser, by platform; no shell is involved. */
const openers: Readonly<Partial<Record<NodeJS.Platform, readonly [string, ...string[]]>>> = {
  darwin: ['open'],
  win32: ['rundll32', 'url.dll,FileProtocolHandler'],
};

/** Opens addresses in the person's own browser. */
export function createSystemBrowser(platform: NodeJS.Platform): Browser {
  const [program, ...fixed] = openers[platform] ?? ['xdg-open'];
  return {
    open: (address) =>
      new Promise((resolve, reject) => {
        const child = spawn(program, [...fixed, address.href], { stdio: 'ignore', detached: true });
        child.once('error', (cause) => {
          reject(new WalletError('browser-failed', {}, { cause }));
        });
        child.once('spawn', () => {
          child.unref();
          resolve();
        });
      }),
  };
}
