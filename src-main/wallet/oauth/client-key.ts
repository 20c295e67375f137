import type { Secret } from '../secret.ts';
import type { PublicKey } from './signing-key.ts';
import { createSigningKey } from './signing-key.ts';

/** Makes a key for `private_key_jwt` (RFC 7523): the private one for the vault, the public one to register. */
export async function createClientKey(): Promise<{
  readonly privateKey: Secret;
  readonly publicKey: PublicKey & { readonly use: 'sig'; readonly alg: 'ES256' };
}> {
  const { privateKey, publicKey } = await createSigningKey();
  return { privateKey, publicKey: { ...publicKey, use: 'sig', alg: 'ES256' } };
}
