import type { Secret } from '../secret.ts';
import { WalletError } from '../wallet-error.ts';
import { openDatabase } from './database.ts';
import { readKeyFromKeychain } from './keychain-key.ts';
import { deriveKeys, isKeyOf } from './keys.ts';
import { migrate } from './migrations.ts';
import { OpenedVault } from './open-vault.ts';
import { unlockWithPassphrase } from './unlock-with-passphrase.ts';
import { readUnlocking } from './unlocking.ts';
import { inspectVaultFile, mendModes, vaultFileIn } from './vault-file.ts';
import type { VaultWorld } from './vault-world.ts';

/** Opens the vault by its own method. Whatever goes wrong, nothing in it is changed. */
export async function unlockVault(world: VaultWorld, passphrase: Secret | undefined): Promise<OpenedVault> {
  const { folder, keychain, clock } = world;
  const file = vaultFileIn(folder);
  inspectVaultFile(file);
  mendModes(folder);
  const database = openDatabase(file, 'write');
  try {
    // SQLite opens a file that is read-only without a word. Better told before anybody is asked for a passphrase.
    database.exec('DELETE FROM probe WHERE FALSE');
    const { vaultId, method, keyCheck } = readUnlocking(database, file);
    const key =
      method === 'keychain'
        ? await readKeyFromKeychain(keychain, vaultId)
        : await unlockWithPassphrase(database, file, clock, passphrase);
    if (!isKeyOf(key, vaultId, keyCheck)) {
      throw new WalletError('vault-key-mismatch', { keychain: keychain.name });
    }
    migrate(database);
    const opened = new OpenedVault(database, file, vaultId, deriveKeys(key, vaultId), clock);
    opened.fillFingerprints();
    return opened;
  } catch (error) {
    database.close();
    throw error;
  }
}
