import { getDPoPHandle } from 'openid-client';
import type { Configuration, DPoPHandle } from 'openid-client';
import type { Secret } from '../secret.ts';
import type { ServerDescription } from './oauth.ts';
import { listOf } from './server-metadata.ts';
import { createSigningKey, importSigningKey } from './signing-key.ts';

/** Makes a key that tokens can be bound to (RFC 9449). Without it they are worth nothing, so it is kept with them. */
export async function createProofKey(): Promise<Secret> {
  return (await createSigningKey()).privateKey;
}

/** What openid-client proves the possession of the key with; nothing where there is no key, or no use for it. */
export async function proofWith(
  configuration: Configuration,
  server: ServerDescription,
  proofKey: Secret | null | undefined,
): Promise<{ readonly DPoP?: DPoPHandle }> {
  const supported = listOf(server, 'dpop_signing_alg_values_supported') ?? [];
  return proofKey !== null && proofKey !== undefined && supported.includes('ES256')
    ? { DPoP: getDPoPHandle(configuration, await importSigningKey(proofKey)) }
    : {};
}
