import type { Clock, Keychain } from '../../src-main/wallet/ports.ts';
import { createVault } from '../../src-main/wallet/vault/create-vault.ts';
import type { OpenVault } from '../../src-main/wallet/vault/vault.ts';

/** Does something with the vault of a wallet that the wallet would never do, as only a test may. */
export async function writeBeside(
  { folder, keychain }: { readonly folder: string; readonly keychain: Keychain },
  clock: Clock,
  work: (opened: OpenVault) => void,
): Promise<void> {
  const vault = createVault({ folder, keychain, clock });
  try {
    await vault.unlock();
    work(vault.opened());
  } finally {
    vault.close();
  }
}
