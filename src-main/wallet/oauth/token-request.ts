import { enableNonRepudiationChecks, genericGrantRequest } from 'openid-client';
import type { Secret } from '../secret.ts';
import { WalletError } from '../wallet-error.ts';
import { configure } from './configuration.ts';
import { jsonObjectOf, secretOf } from './json-body.ts';
import type { ClientDescription, ServerDescription, TokenReply } from './oauth.ts';
import { proofWith } from './proof-key.ts';
import { revokeUnseen } from './revoke-unseen.ts';
import type { Issued } from './revoke-unseen.ts';
import { endpointOf, hostOf, isEndpoint } from './server-metadata.ts';
import { readTokenReply } from './token-reply.ts';
import type { Wire } from './wire.ts';

/** One request for a new grant's tokens. */
export interface TokenRequest {
  readonly grantType: string;
  readonly parameters: Readonly<Record<string, string>>;
  readonly proofKey: Secret | null | undefined;
  /** What an ID token must repeat; undefined where no nonce was sent. */
  readonly nonce?: string;
}

/**
 * Asks the token endpoint for the tokens of a new grant. Rejects with openid-client's errors besides WalletErrors.
 *
 * It does not use openid-client's functions for the single grants: `authorizationCodeGrant` refuses a reply without an
 * ID token wherever a nonce was sent, but a service may leave `openid` out of what it grants (RFC 6749 section 3.3).
 */
export async function requestTokens(
  wire: Wire,
  server: ServerDescription,
  client: ClientDescription,
  { grantType, parameters, proofKey, nonce }: TokenRequest,
): Promise<TokenReply> {
  const host = hostOf(server);
  let issued: Issued = { accessToken: null, refreshToken: null };
  const configuration = await configure(wire, server, client, async (address, response) => {
    if (isEndpoint(server, 'token_endpoint', address) && response.ok) {
      issued = tokensIn(await jsonObjectOf(response));
    } else if (isEndpoint(server, 'jwks_uri', address)) {
      await checkKeys(server, response);
    }
  });
  if (endpointOf(server, 'jwks_uri') !== null) {
    // OpenID Connect Core section 3.1.3.7 lets TLS stand in for the signature. A service on this computer has no
    // TLS, and elsewhere the check costs one request, so the signature is checked wherever there are keys for it.
    enableNonRepudiationChecks(configuration);
  }
  const proof = await proofWith(configuration, server, proofKey);
  try {
    const reply = await genericGrantRequest(configuration, grantType, parameters, proof);
    const claims = reply.claims();
    if (claims !== undefined && claims.nonce !== nonce) {
      throw new WalletError('nonce-mismatch', { host });
    }
    return readTokenReply(reply, host, proof.DPoP !== undefined, server.accountField);
  } catch (error) {
    await revokeUnseen(wire, server, client, issued);
    throw error;
  }
}

function tokensIn(reply: Readonly<Record<string, unknown>> = {}): Issued {
  return { accessToken: secretOf(reply.access_token), refreshToken: secretOf(reply.refresh_token) };
}

/** Keys that cannot be read leave an ID token unproved. Said here, where it is known what was being read. */
async function checkKeys(server: ServerDescription, response: Response): Promise<void> {
  if (response.status !== 200 || (await jsonObjectOf(response)) === undefined) {
    const problem = `the keys to check it with cannot be read (status ${response.status})`;
    throw new WalletError('id-token-invalid', { host: hostOf(server), problem });
  }
}
