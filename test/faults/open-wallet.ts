import type { Clock, Fetch } from '../../src-main/wallet/ports.ts';
import { createWallet, type Wallet } from '../../src-main/wallet/wallet.ts';
import { createFileKeychain } from './file-keychain.ts';

/** The whole wallet over the vault in a folder, opened. */
export async function openWallet(folder: string, clock: Clock, fetch: Fetch): Promise<Wallet> {
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
    about: { version: '0.0.0', host: 'terminal', systemLanguage: 'en' },
  });
  await wallet.start();
  return wallet;
}
