import { refreshTokenGrant } from 'openid-client';
import type { ErrorCode } from '../../contract/error.ts';
import type { Fetch } from '../ports.ts';
import type { Secret } from '../secret.ts';
import { configure } from './configuration.ts';
import { grantError } from './grant-error.ts';
import { resourceParameter } from './grant-parameters.ts';
import { jsonObjectOf } from './json-body.ts';
import type { ClientDescription, Proof, ServerDescription, TokenReply } from './oauth.ts';
import { proofWith } from './proof-key.ts';
import { refusesClient } from './protocol-error.ts';
import type { Refusal } from './protocol-error.ts';
import { hostOf } from './server-metadata.ts';
import { readTokenReply } from './token-reply.ts';
import type { Wire } from './wire.ts';

type Options = Proof & {
  readonly resource?: string | null;
  readonly parameters?: Readonly<Record<string, string>>;
};

/** Gets a new token set for a refresh token; see `OAuth.refresh`. */
export async function refresh(
  wire: Wire,
  server: ServerDescription,
  client: ClientDescription,
  refreshToken: Secret,
  { proofKey, resource, parameters = {} }: Options = {},
): Promise<TokenReply> {
  try {
    const place = whereToRefresh(server);
    const configuration = await configure({ ...wire, fetch: withoutIdToken(wire.fetch) }, place, client);
    const proof = await proofWith(configuration, server, proofKey);
    const further = { ...parameters, ...resourceParameter(resource) };
    const reply = await refreshTokenGrant(configuration, refreshToken.reveal(), further, proof);
    return {
      ...readTokenReply(reply, hostOf(server), proof.DPoP !== undefined),
      refreshParameters: parameters,
    };
  } catch (error) {
    throw grantError(wire, { server, client }, error, codeOf);
  }
}

/** Figma has an endpoint of its own for it. */
function whereToRefresh(server: ServerDescription): ServerDescription {
  const { refreshEndpoint, metadata } = server;
  return refreshEndpoint === undefined
    ? server
    : { ...server, metadata: { ...metadata, token_endpoint: refreshEndpoint } };
}

/**
 * Leaves out the ID token that may come with a refresh (OpenID Connect Core section 12.2). The wallet knows whose
 * account it is, and a mistake in that token must not cost the refresh token that came with it: the old one is dead.
 */
function withoutIdToken(fetch: Fetch): Fetch {
  return async (address, init) => {
    const response = await fetch(address, init);
    const reply = await jsonObjectOf(response);
    if (reply?.id_token === undefined) {
      return response;
    }
    const { status, headers } = response;
    return Response.json({ ...reply, id_token: undefined }, { status, headers });
  };
}

function codeOf(refusal: Refusal): ErrorCode {
  if (refusal.error === 'invalid_grant') {
    return 'refresh-refused';
  }
  return refusesClient(refusal) ? 'client-refused' : 'service-refused';
}
