import { refreshTokenGrant } from 'openid-client';
import type { ErrorCode } from '../../contract/error.ts';
import type { Secret } from '../secret.ts';
import { configure } from './configuration.ts';
import { grantError } from './grant-error.ts';
import { resourceParameter } from './grant-parameters.ts';
import type { ClientDescription, Proof, ServerDescription, TokenReply } from './oauth.ts';
import { proofWith } from './proof-key.ts';
import { refusesClient } from './protocol-error.ts';
import type { Refusal } from './protocol-error.ts';
import { mendRenewal } from './renewal-reply.ts';
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
    const isBound = proofKey !== undefined && proofKey !== null;
    const fetch = mendRenewal(wire.fetch, isBound ? 'dpop' : 'bearer');
    const configuration = await configure({ ...wire, fetch }, place, client);
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

function codeOf(refusal: Refusal): ErrorCode {
  if (refusal.error === 'invalid_grant') {
    return 'refresh-refused';
  }
  return refusesClient(refusal) ? 'client-refused' : 'service-refused';
}
