import { randomUUID, type KeyObject } from 'node:crypto';
import type { UnlockMethod } from '../../contract/status.ts';
import type { Secret } from '../secret.ts';
import { WalletError } from '../wallet-error.ts';
import { openDatabase } from './database.ts';
import { deriveKeys, generateVaultKey } from './keys.ts';
import { migrate } from './migrations.ts';
import { OpenedVault } from './open-vault.ts';
import { sealKey } from './seal-key.ts';
import { writeUnlocking, type Unlocking } from './unlocking.ts';
import { mendModes, publishVaultFile, vaultExistsIn, vaultFileIn } from './vault-file.ts';
import type { VaultWorld } from './vault-world.ts';

/**
 * Makes a vault with a fresh key, and opens it.
 *
 * The key is where it belongs, and has been read back, before the file is there: a vault whose key is nowhere is worse
 * than none. Killed in between, there is no vault, and an entry in the keychain that opens nothing.
 */
export async function makeVault(
  world: VaultWorld,
  method: UnlockMethod,
  passphrase: Secret | undefined,
): Promise<OpenedVault> {
  const { folder, keychain, clock } = world;
  if (vaultExistsIn(folder)) {
    throw new WalletError('vault-exists', { folder });
  }
  mendModes(folder);
  const vaultId = randomUUID();
  const key = generateVaultKey();
  const unlocking = await sealKey(keychain, key, vaultId, method, passphrase);
  try {
    publishVaultFile(folder, (file) => {
      fillVault(world, file, unlocking, key);
    });
  } catch (error) {
    if (method === 'keychain') {
      // The failure to tell is the first one; an entry that stays opens nothing.
      await keychain.delete(vaultId).catch(() => undefined);
    }
    throw error;
  }
  const file = vaultFileIn(folder);
  return new OpenedVault(openDatabase(file, 'write'), file, vaultId, deriveKeys(key, vaultId), clock);
}

function fillVault({ clock }: VaultWorld, file: string, unlocking: Unlocking, key: KeyObject): void {
  const { vaultId, method } = unlocking;
  const database = openDatabase(file, 'write');
  try {
    migrate(database);
    new OpenedVault(database, file, vaultId, deriveKeys(key, vaultId), clock).write((writer) => {
      writeUnlocking(database, unlocking);
      writer.note({ action: 'vault-created', connectionId: null, about: { method } });
    });
  } finally {
    database.close();
  }
}
