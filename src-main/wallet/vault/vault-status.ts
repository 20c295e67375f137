import type { UnlockMethod, VaultStatus } from '../../contract/status.ts';
import { toErrorValue, WalletError } from '../wallet-error.ts';
import type { OpenedVault } from './open-vault.ts';
import { storing } from './storage-failure.ts';
import { readUnlocking } from './unlocking.ts';
import { inspectVaultFile, vaultFileIn } from './vault-file.ts';
import type { VaultWorld } from './vault-world.ts';

type KeychainState = VaultStatus['keychain'];

export function statusOfOpenVault(
  world: VaultWorld,
  keychain: KeychainState,
  { database, file }: OpenedVault,
): VaultStatus {
  const { method } = storing(file, () => readUnlocking(database, file));
  return { ...common(world, keychain), state: 'open', method, error: null };
}

/** How a vault stands that is not open. `lastFailure`: why it could not be opened when that was last tried. */
export function statusOfClosedVault(
  world: VaultWorld,
  keychain: KeychainState,
  lastFailure: WalletError | undefined,
): VaultStatus {
  const file = vaultFileIn(world.folder);
  let method: UnlockMethod;
  try {
    ({ method } = storing(file, () => inspectVaultFile(file)));
  } catch (error) {
    const missing = error instanceof WalletError && error.code === 'vault-missing';
    return {
      ...common(world, keychain),
      state: missing ? 'missing' : 'failed',
      method: null,
      error: missing ? null : toErrorValue(error),
    };
  }
  const failure = lastFailure ?? failureToExpect(world, method, keychain);
  return {
    ...common(world, keychain),
    state: failure === undefined || isSolvedByUnlocking(failure) ? 'locked' : 'failed',
    method,
    error: failure === undefined ? null : toErrorValue(failure),
  };
}

function common(
  world: VaultWorld,
  keychain: KeychainState,
): Pick<VaultStatus, 'keychain' | 'keychainName' | 'file'> {
  return { keychain, keychainName: world.keychain.name, file: vaultFileIn(world.folder) };
}

/** What unlocking would answer now, as far as that can be told without asking for the key. */
function failureToExpect(
  world: VaultWorld,
  method: UnlockMethod,
  keychain: KeychainState,
): WalletError | undefined {
  if (method === 'passphrase' || keychain === 'available') {
    return undefined;
  }
  const code = keychain === 'locked' ? 'keychain-locked' : 'keychain-unavailable';
  return new WalletError(code, { keychain: world.keychain.name });
}

/** Whether nothing is wrong but that the passphrase, or an unlocked keychain, is still awaited. */
function isSolvedByUnlocking({ code }: WalletError): boolean {
  return code === 'keychain-locked' || code.startsWith('passphrase-');
}
