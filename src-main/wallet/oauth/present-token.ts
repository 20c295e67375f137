import { addressOf, keepAddress } from '../network/address-of.ts';
import type { Secret } from '../secret.ts';
import { WalletError } from '../wallet-error.ts';
import { speakAs } from './configuration.ts';
import type { ClientDescription, ServerDescription } from './oauth.ts';
import { endpointOf, hostOf, isSafeFor } from './server-metadata.ts';
import type { Wire } from './wire.ts';

/** Where a client shows a token that is not a key to what it asks for, but what it asks about. */
export type TokenEndpoint = 'revocation_endpoint' | 'introspection_endpoint';

/** What the endpoint is shown; `kind` tells it where to look first. */
export interface PresentedToken {
  readonly token: Secret;
  readonly kind: 'access_token' | 'refresh_token';
}

/**
 * Shows a token to the endpoint that revokes it (RFC 7009 section 2.1) or tells of it (RFC 7662 section 2.1): the same
 * request for both. Undefined where the server has no such endpoint.
 *
 * It is made here because it is made twice for every one of ten thousand tokens, and openid-client's takes as long as
 * the vault. What the answer means is left to openid-client, unless it is a plain yes.
 */
export async function presentToken(
  wire: Wire,
  server: ServerDescription,
  client: ClientDescription,
  endpoint: TokenEndpoint,
  { token, kind }: PresentedToken,
): Promise<Response | undefined> {
  const address = endpointOf(server, endpoint);
  if (address === null) {
    return undefined;
  }
  if (!isSafeFor(server, address)) {
    const problem = `its ${endpoint} is not an https address`;
    throw new WalletError('service-answer-invalid', { host: hostOf(server), problem });
  }
  // None holds a token: they are what the metadata says.
  [address, server.issuer, endpointOf(server, 'token_endpoint') ?? address].forEach(keepAddress);
  const { href } = addressOf(address);
  const { fetch, authenticate } = await speakAs(wire, server, client);
  const body = new URLSearchParams({ token_type_hint: kind, token: token.reveal() });
  const authentication = new Headers();
  await authenticate(body, authentication);
  const headers = { accept: 'application/json', ...Object.fromEntries(authentication) };
  return fetch(href, { method: 'POST', headers, body, redirect: 'manual' });
}
