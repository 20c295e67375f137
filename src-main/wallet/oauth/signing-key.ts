import type { CryptoKeyPair } from 'openid-client';
import { Secret } from '../secret.ts';

/** The public half of a key, as it is told to a server (RFC 7517). */
export interface PublicKey {
  readonly kty: string;
  readonly crv: string;
  readonly x: string;
  readonly y: string;
}

type PrivateKey = PublicKey & { readonly d: string };

/** ES256 (RFC 7518 section 3.4): every server that knows JWTs knows it, and such a key is made in a moment. */
const algorithm = { name: 'ECDSA', namedCurve: 'P-256' };

/** Makes a key of our own, to be kept in the vault as text (a private JWK). */
export async function createSigningKey(): Promise<{
  readonly privateKey: Secret;
  readonly publicKey: PublicKey;
}> {
  const pair = await crypto.subtle.generateKey(algorithm, true, ['sign', 'verify']);
  const { kty, crv, x, y, d } = (await crypto.subtle.exportKey('jwk', pair.privateKey)) as PrivateKey;
  const publicKey = { kty, crv, x, y };
  return { privateKey: new Secret(JSON.stringify({ ...publicKey, d })), publicKey };
}

/** The key, ready to sign with. Its private half cannot be taken out again. */
export async function importSigningKey(key: Secret): Promise<CryptoKeyPair> {
  const { d, ...publicKey } = JSON.parse(key.reveal()) as PrivateKey;
  return {
    privateKey: await crypto.subtle.importKey('jwk', { ...publicKey, d }, algorithm, false, ['sign']),
    publicKey: await crypto.subtle.importKey('jwk', { ...publicKey }, algorithm, true, ['verify']),
  };
}
