import type { AskedWith } from '../../../contract/connection.ts';
import type { TokenAnswer, TokenReply } from '../../oauth/oauth.ts';
import { checkToken } from '../../services/check-token.ts';
import type { TokenSetRecord } from '../../vault/records.ts';
import { isWorthAnotherTry } from '../../oauth/no-answer.ts';
import type { Secret } from '../../secret.ts';
import { isWalletError } from '../../wallet-error.ts';
import type { ConnectionContext } from '../context.ts';
import type { Parties } from '../parties.ts';

/** The part of a token set that a service can be asked about. */
export type AskableTokens = Pick<TokenSetRecord, 'accessToken' | 'refreshToken' | 'kind' | 'proofKey'> & {
  /** What was granted: where a right is lacking, some services answer as for a dead token. */
  readonly scopes?: readonly string[] | null;
  /** When the access token runs out; null: not known. */
  readonly expiresAtMs?: number | null;
  readonly refreshParameters?: Readonly<Record<string, string>>;
};

export type AskContext = Pick<ConnectionContext, 'oauth' | 'fetch' | 'clock'>;

/** What asking a service about a token brought. */
export interface Finding {
  readonly alive: boolean | null;
  readonly askedWith: AskedWith;
  readonly answer: string;
  /** The service could not be asked now; later it may know. */
  readonly mayTellLater?: boolean;
}

const NOTHING_TO_ASK: Finding = { alive: null, askedWith: null, answer: 'nothing to ask the service with' };

/**
 * Presents an access token: where it is meant to be used first (userinfo, or the call that the catalog knows), else to
 * introspection.
 */
export async function presentAccessToken(
  context: AskContext,
  parties: Parties,
  tokens: AskableTokens,
): Promise<TokenAnswer | undefined> {
  return (await showToService(context, parties, tokens)) ?? introspectTokens(context, parties, tokens);
}

/** Which answers "dead" can be believed, because the same place knew the token when it lived. */
export interface AccessTrust {
  readonly introspection: boolean;
  readonly shown: boolean;
}

/**
 * Finds out, before an access token is revoked, whose "dead" will count afterwards. A userinfo endpoint refuses every
 * token that was made for another API, alive or not; one that takes the token now says something by refusing it later.
 * What the catalog says of a service's own call is documented, and counts by itself.
 */
export async function whomToBelieve(
  context: AskContext,
  parties: Parties,
  tokens: AskableTokens,
  introspection: boolean,
): Promise<AccessTrust> {
  const isDocumented = isDeathDocumented(parties, tokens);
  if (introspection || isDocumented) {
    return { introspection, shown: isDocumented };
  }
  const { alive } = await finding(() => showToService(context, parties, tokens));
  return { introspection, shown: alive === true };
}

/** Whether the catalog says how the service's own call answers for a dead token of this kind. */
function isDeathDocumented({ service }: Parties, { kind }: AskableTokens): boolean {
  const { check } = service ?? {};
  return check?.dead !== undefined && check.takes.includes(kind);
}

/**
 * Asks whether a revoked access token is dead: introspection, the server's own record, where it can be believed, else
 * the places where it would be used.
 */
export async function askAboutAccessToken(
  context: AskContext,
  parties: Parties,
  tokens: AskableTokens,
  trust: AccessTrust,
): Promise<Finding> {
  return finding(async () => {
    const introspected = trust.introspection ? await introspectTokens(context, parties, tokens) : undefined;
    return introspected ?? (trust.shown ? showToService(context, parties, tokens) : undefined);
  });
}

/** How a refresh token is asked about. */
export interface RefreshQuestion {
  readonly isIntrospectionTrusted: boolean;
  /** Takes what the service issues should it honour the token; null: it is too early to present it. */
  readonly onLateTokens: ((reply: TokenReply) => void | Promise<void>) | null;
  /** The app itself has just been deleted, so that its not being accepted is what was wanted. */
  readonly isClientGone: boolean;
}

/**
 * Asks whether a revoked refresh token is dead. Where introspection cannot tell, it is presented once more, which a
 * server must refuse (RFC 6749 section 5.2, invalid_grant). Should the server issue tokens nevertheless, they are
 * handed to `onLateTokens`, because somebody has to revoke them too.
 */
export async function askAboutRefreshToken(
  context: AskContext,
  parties: Parties,
  tokens: AskableTokens,
  { isIntrospectionTrusted, onLateTokens, isClientGone }: RefreshQuestion,
): Promise<Finding> {
  const { oauth } = context;
  const { server, client } = parties;
  const { refreshToken } = tokens;
  if (refreshToken === null) {
    return NOTHING_TO_ASK;
  }
  const introspected = isIntrospectionTrusted
    ? await finding(() => oauth.introspect(server, client, refreshToken, 'refresh_token'))
    : NOTHING_TO_ASK;
  if (introspected.alive !== null) {
    return introspected;
  }
  if (onLateTokens === null) {
    return { ...introspected, answer: 'not asked about while the access token lives', mayTellLater: true };
  }
  let reply: TokenReply;
  try {
    reply = await presentRefreshToken(context, parties, tokens, refreshToken);
  } catch (error) {
    if (!isWalletError(error)) {
      throw error;
    }
    const isDead = error.code === 'refresh-refused' || (isClientGone && error.code === 'client-refused');
    return isDead
      ? { alive: false, askedWith: 'refresh-grant', answer: 'the token endpoint refused it' }
      : { ...introspected, mayTellLater: introspected.mayTellLater === true || isWorthAnotherTry(error) };
  }
  await onLateTokens(reply);
  return { alive: true, askedWith: 'refresh-grant', answer: 'the token endpoint still honoured it' };
}

/** Asks for a new token set with a refresh token, and with all that the service wants with it. */
export async function presentRefreshToken(
  { oauth }: Pick<AskContext, 'oauth'>,
  { server, client, resource = null }: Parties,
  { proofKey, refreshParameters = {} }: AskableTokens,
  refreshToken: Secret,
): Promise<TokenReply> {
  return oauth.refresh(server, client, refreshToken, { proofKey, resource, parameters: refreshParameters });
}

/** A token made by hand is known to the service that made it, and to no authorization server. */
async function introspectTokens(
  { oauth }: AskContext,
  { server, client }: Parties,
  { accessToken, kind }: AskableTokens,
): Promise<TokenAnswer | undefined> {
  if (client.clientId === '' || (kind !== 'access' && kind !== 'refresh')) {
    return undefined;
  }
  return oauth.introspect(server, client, accessToken, kind === 'refresh' ? 'refresh_token' : 'access_token');
}

async function showToService(
  { oauth, fetch, clock }: AskContext,
  { server, client, service, host, resource }: Parties,
  { accessToken, kind, proofKey, scopes }: AskableTokens,
): Promise<TokenAnswer | undefined> {
  const values = {
    token: accessToken,
    host: host ?? undefined,
    clientId: client.clientId === '' ? undefined : client.clientId,
    clientSecret: client.clientSecret ?? undefined,
    scopes: scopes ?? undefined,
  };
  const called = await checkToken(fetch, service?.check, kind, values, clock.now());
  // Only an access token that is for no other API is meant for userinfo: a living one would be called dead there.
  const isForUserInfo = kind === 'access' && (resource === undefined || resource === null);
  return called ?? (isForUserInfo ? oauth.userInfo(server, accessToken, { proofKey }) : undefined);
}

async function finding(ask: () => Promise<TokenAnswer | undefined>): Promise<Finding> {
  try {
    const answer = await ask();
    return answer === undefined
      ? NOTHING_TO_ASK
      : { alive: answer.alive, askedWith: answer.askedWith, answer: answer.detail };
  } catch (error) {
    if (!isWalletError(error)) {
      throw error;
    }
    return {
      alive: null,
      askedWith: null,
      answer: error.message.replace(/\.$/, ''),
      mayTellLater: isWorthAnotherTry(error),
    };
  }
}
