import type { UnlockMethod } from '../../contract/status.ts';
import type { Secret } from '../secret.ts';
import { WalletError } from '../wallet-error.ts';
import type { OpenedVault } from './open-vault.ts';
import { sealKey } from './seal-key.ts';
import { readUnlocking, writeUnlocking } from './unlocking.ts';
import type { VaultWorld } from './vault-world.ts';
import type { Lease } from './vault.ts';

/** Longer than a person takes to answer the keychain three times. */
const LEASE_MS = 5 * 60_000;

/**
 * Seals the one key by another method.
 *
 * The new way is there and proved before the old one goes: killed at any point, one of the two opens the vault.
 */
export async function changeMethod(
  world: VaultWorld,
  opened: OpenedVault,
  method: UnlockMethod,
  passphrase: Secret | undefined,
): Promise<void> {
  const { database, keys, vaultId } = opened;
  await asOnlyChanger(opened, async (lease) => {
    const unlocking = await sealKey(world.keychain, keys.vault, vaultId, method, passphrase);
    opened.write((writer) => {
      requireHeld(lease);
      writeUnlocking(database, unlocking);
      writer.note({ action: 'unlock-method-changed', connectionId: null, about: { method } });
    });
    // The log would keep the old seal, which an old and perhaps weak passphrase opens.
    database.exec('PRAGMA wal_checkpoint(TRUNCATE)');
  });
  await removeUnusedEntry(world, opened);
}

/**
 * Removes what the keychain still holds of a vault that is opened with a passphrase. Asks nobody.
 *
 * Done after every unlocking too, because the process may have been killed, or the keychain locked, at the change of
 * the method. A failure is not told for that reason: the next unlocking tries again.
 */
export async function removeUnusedEntry({ keychain }: VaultWorld, opened: OpenedVault): Promise<void> {
  const isUnused = (): boolean => readUnlocking(opened.database, opened.file).method === 'passphrase';
  if (!isUnused() || (await keychain.probe()) !== 'available') {
    return;
  }
  await asOnlyChanger(opened, async (lease) => {
    if (isUnused()) {
      requireHeld(lease);
      await keychain.delete(opened.vaultId);
    }
  }).catch(() => undefined);
}

/** Without this, one process could remove the entry that another has just made. */
async function asOnlyChanger(opened: OpenedVault, work: (lease: Lease) => Promise<void>): Promise<void> {
  const lease = opened.acquireLease('unlock method', LEASE_MS);
  if (lease === undefined) {
    throw new WalletError('vault-busy');
  }
  try {
    await work(lease);
  } finally {
    if (opened.database.isOpen) {
      lease.release();
    }
  }
}

/** A computer may have slept while the keychain was asked, and another process taken its turn. */
function requireHeld(lease: Lease): void {
  if (!lease.held()) {
    throw new WalletError('vault-busy');
  }
}
