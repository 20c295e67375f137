import { createSecretKey, hkdfSync, randomBytes, timingSafeEqual, type KeyObject } from 'node:crypto';

/** The keys of an open vault. `KeyObject` shows no key material when it is printed. */
export interface VaultKeys {
  /** The one random key that everything hangs on, and that a keychain or a passphrase seals. */
  readonly vault: KeyObject;
  readonly records: KeyObject;
  readonly journal: KeyObject;
  readonly fingerprints: KeyObject;
}

export const KEY_BYTES = 32;

export function generateVaultKey(): KeyObject {
  return createSecretKey(randomBytes(KEY_BYTES));
}

/** One key for each purpose (RFC 5869), derived once for as long as the vault is open. */
export function deriveKeys(vault: KeyObject, vaultId: string): VaultKeys {
  return {
    vault,
    records: createSecretKey(derive(vault, vaultId, 'records')),
    journal: createSecretKey(derive(vault, vaultId, 'journal')),
    fingerprints: createSecretKey(derive(vault, vaultId, 'fingerprints')),
  };
}

/** A value by which the right key is recognised, and from which no key can be found. */
export function keyCheckOf(vault: KeyObject, vaultId: string): Buffer {
  return derive(vault, vaultId, 'key check');
}

/** Whether this is the key of the vault with that check value. */
export function isKeyOf(vault: KeyObject, vaultId: string, keyCheck: Uint8Array): boolean {
  return keyCheck.length === KEY_BYTES && timingSafeEqual(keyCheckOf(vault, vaultId), keyCheck);
}

function derive(key: KeyObject, vaultId: string, purpose: string): Buffer {
  return Buffer.from(hkdfSync('sha256', key, vaultId, `token-wallet ${purpose}`, KEY_BYTES));
}
