import type { RevocationAnswer } from '../../oauth/oauth.ts';
import type { Secret } from '../../secret.ts';
import { callFor, revokeByCall } from '../../services/revoke-by-call.ts';
import { type CallValues, showsToken } from '../../services/service-call.ts';
import type { RevocationCall, TokenKind } from '../../services/service-schema.ts';
import { isWalletError, type WalletError } from '../../wallet-error.ts';
import type { ConnectionContext } from '../context.ts';
import type { Parties } from '../parties.ts';

/** How a revocation call ended; an expected failure is a value here, because the next token is tried all the same. */
export type RevocationCallEnding = RevocationAnswer | WalletError;

/** A token that is to be taken back. */
export interface TokenToRevoke {
  readonly token: Secret;
  readonly kind: TokenKind;
  /** The account, as far as the service told; some calls want it. */
  readonly subject: string | null;
}

/**
 * Asks a service to take one token back: at the revocation endpoint (RFC 7009) of its metadata or of the catalog, else
 * by the service's own call. No grant issued a personal token, so the endpoint would not know it.
 */
export async function revokeToken(
  { oauth, fetch }: Pick<ConnectionContext, 'oauth' | 'fetch'>,
  parties: Parties,
  revoked: TokenToRevoke,
): Promise<RevocationCallEnding> {
  const { server, client, service } = parties;
  const { token, kind } = revoked;
  try {
    const byEndpoint = isForEndpoint(parties, kind)
      ? await oauth.revoke(server, client, token, kind === 'refresh' ? 'refresh_token' : 'access_token')
      : 'unsupported';
    if (byEndpoint !== 'unsupported' || service === undefined) {
      return byEndpoint;
    }
    const { host } = new URL(server.issuer);
    return await revokeByCall({ fetch, values: valuesFor(parties, revoked), host }, service, kind);
  } catch (error) {
    if (!isWalletError(error)) {
      throw error;
    }
    return error;
  }
}

/** RFC 7009 section 2.1: only a client can ask, and only about what a grant issued. */
function isForEndpoint({ service, client }: Parties, kind: TokenKind): boolean {
  const isOfGrant = kind === 'access' || kind === 'refresh';
  return service?.revocation.style !== 'calls' && isOfGrant && client.clientId !== '';
}

/** Whether the service said yes; what it is worth is asked afterwards. */
export function isAccepted(ending: RevocationCallEnding): ending is 'done' | 'later' {
  return ending === 'done' || ending === 'later';
}

/** Whether the service's own call for this access token ends the refresh token with it, which may have no call. */
export function callCutsFamily(parties: Parties, access: TokenToRevoke): boolean {
  const cuts = ownCall(parties, access)?.cuts;
  return cuts !== undefined && cuts !== 'token';
}

/** Whether the service's own call for this token ends more than what came of the same grant as it did. */
export function callCutsGrant(parties: Parties, revoked: TokenToRevoke): boolean {
  const cuts = ownCall(parties, revoked)?.cuts;
  return cuts === 'grant' || cuts === 'app';
}

/** Whether the service's own call is about the account and not the token, so that one is enough for both tokens. */
export function callNeedsNoToken(parties: Parties, revoked: TokenToRevoke): boolean {
  const call = ownCall(parties, revoked)?.call;
  return call !== undefined && !showsToken(call);
}

/** The one call that a service has instead of a revocation endpoint. */
function ownCall(parties: Parties, revoked: TokenToRevoke): RevocationCall | undefined {
  const { service } = parties;
  return service?.revocation.style === 'calls'
    ? callFor(service, revoked.kind, valuesFor(parties, revoked))
    : undefined;
}

function valuesFor({ client, host }: Parties, { token, subject }: TokenToRevoke): CallValues {
  return {
    token,
    host: host ?? undefined,
    clientId: client.clientId === '' ? undefined : client.clientId,
    clientSecret: client.clientSecret ?? undefined,
    subject: subject ?? undefined,
  };
}
