import { systemClock } from '../../src-main/wallet/system-clock.ts';
import { createVault } from '../../src-main/wallet/vault/create-vault.ts';
import type { TokenSetRecord } from '../../src-main/wallet/vault/records.ts';
import type { WalletUnderTest } from './wallet-under-test.ts';

/** Opens the vault of a wallet beside it, as only a test may, and reads the tokens of a connection. */
export async function readTokenSet(
  { folder, keychain }: Pick<WalletUnderTest, 'folder' | 'keychain'>,
  id: string,
): Promise<TokenSetRecord> {
  const vault = createVault({ folder, keychain, clock: systemClock });
  try {
    await vault.unlock();
    const tokens = vault.opened().read('tokenSet', id);
    if (tokens === undefined) {
      throw new Error(`The vault holds no tokens for ${id}.`);
    }
    return tokens;
  } finally {
    vault.close();
  }
}
