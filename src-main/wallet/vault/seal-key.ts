import type { KeyObject } from 'node:crypto';
import type { UnlockMethod } from '../../contract/status.ts';
import type { Keychain } from '../ports.ts';
import type { Secret } from '../secret.ts';
import { storeKeyInKeychain } from './keychain-key.ts';
import { keyCheckOf } from './keys.ts';
import { noAttempts } from './passphrase-delay.ts';
import { openWithPassphrase, requirePassphrase, sealWithPassphrase } from './passphrase.ts';
import type { Unlocking } from './unlocking.ts';

/** Seals the vault's key by that method, and proves that it can be got back. */
export async function sealKey(
  keychain: Keychain,
  key: KeyObject,
  vaultId: string,
  method: UnlockMethod,
  passphrase: Secret | undefined,
): Promise<Unlocking> {
  const common = { vaultId, method, keyCheck: keyCheckOf(key, vaultId), attempts: noAttempts };
  if (method === 'keychain') {
    await storeKeyInKeychain(keychain, vaultId, key);
    return { ...common, seal: null };
  }
  const given = requirePassphrase(passphrase);
  const seal = await sealWithPassphrase(key, vaultId, given);
  if ((await openWithPassphrase(seal, vaultId, given))?.equals(key) !== true) {
    throw new Error('The key that a passphrase sealed could not be opened with it.');
  }
  return { ...common, seal };
}
