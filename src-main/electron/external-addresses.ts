import type { Browser } from '../wallet/ports.ts';
import { WalletError } from '../wallet/wallet-error.ts';

/**
 * Opens addresses in the person's own browser.
 *
 * Only the wallet's core calls it, with addresses it built itself; the contract has no method that takes one. Still
 * only web addresses pass: the operating system would start programs for others.
 */
export function createSystemBrowser(openExternal: (address: string) => Promise<void>): Browser {
  return {
    async open(address) {
      if (!mayBeOpened(address)) {
        throw new WalletError('browser-failed');
      }
      try {
        await openExternal(address.href);
      } catch (cause) {
        throw new WalletError('browser-failed', {}, { cause });
      }
    },
  };
}

/** https anywhere, or http on this very computer (RFC 8252 section 8.3); never with a name and password in it. */
export function mayBeOpened(address: URL): boolean {
  const secure =
    address.protocol === 'https:' || (address.protocol === 'http:' && isLoopback(address.hostname));
  return secure && address.username === '' && address.password === '';
}

/** `URL` has already brought the host into its one canonical form. */
function isLoopback(hostname: string): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || /^127\.\d+\.\d+\.\d+$/.test(hostname);
}
