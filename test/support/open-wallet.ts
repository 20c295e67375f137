import type { Clock, Fetch } from '../../src-main/wallet/ports.ts';
import { createWallet, type Wallet } from '../../src-main/wallet/wallet.ts';
import { createFileKeychain } from './file-keychain.ts';

export interface WalletWorld {
  readonly folder: string;
  readonly clock: Clock;
  readonly fetch: Fetch;
  /** In a window the wallet works off by itself what waits; in a terminal it does what it is told. */
  readonly host: 'electron' | 'terminal';
}

/** The whole wallet over the vault in a folder, opened. */
export async function openWallet({ folder, clock, fetch, host }: WalletWorld): Promise<Wallet> {
  const notInThisTest = (): Promise<never> => Promise.reject(new Error('not in this test'));
  const wallet = createWallet({
    folder,
    keychain: createFileKeychain(folder),
    clock,
    fetch,
    trustAuthority: () => undefined,
    browser: { open: notInThisTest },
    clipboard: { write: notInThisTest },
    notifier: { notify: () => undefined },
    evidenceFolder: folder,
    demo: { start: notInThisTest, running: () => null },
    tell: () => undefined,
    about: { version: '0.0.0', host, systemLanguage: 'en' },
  });
  await wallet.start();
  return wallet;
}
