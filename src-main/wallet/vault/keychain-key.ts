import { createSecretKey, type KeyObject } from 'node:crypto';
import * as v from 'valibot';
import type { Keychain } from '../ports.ts';
import { Secret } from '../secret.ts';
import { WalletError } from '../wallet-error.ts';
import { KEY_BYTES } from './keys.ts';

/** The entry names its vault, so that the key of another one is told apart from a damaged one. */
const EntrySchema = v.object({ vault: v.string(), key: v.pipe(v.string(), v.base64()) });

/**
 * Puts the vault's key into the keychain and reads it back: a keychain that only seems to store would be noticed when it
 * is too late.
 */
export async function storeKeyInKeychain(keychain: Keychain, vaultId: string, key: KeyObject): Promise<void> {
  const entry = { vault: vaultId, key: key.export().toString('base64') };
  await keychain.write(vaultId, new Secret(JSON.stringify(entry)));
  const stored = await keychain.read(vaultId);
  if (stored === undefined || keyOfEntry(stored, vaultId)?.equals(key) !== true) {
    throw new WalletError('keychain-unavailable', { keychain: keychain.name });
  }
}

/** Rejects with `vault-key-missing`, `vault-key-mismatch`, and whatever the keychain rejects with. */
export async function readKeyFromKeychain(keychain: Keychain, vaultId: string): Promise<KeyObject> {
  const entry = await keychain.read(vaultId);
  if (entry === undefined) {
    throw new WalletError('vault-key-missing', { keychain: keychain.name, account: vaultId });
  }
  const key = keyOfEntry(entry, vaultId);
  if (key === undefined) {
    throw new WalletError('vault-key-mismatch', { keychain: keychain.name });
  }
  return key;
}

function keyOfEntry(entry: Secret, vaultId: string): KeyObject | undefined {
  const parsed = v.safeParse(v.pipe(v.string(), v.parseJson(), EntrySchema), entry.reveal());
  if (!parsed.success || parsed.output.vault !== vaultId) {
    return undefined;
  }
  const key = Buffer.from(parsed.output.key, 'base64');
  return key.length === KEY_BYTES ? createSecretKey(key) : undefined;
}
