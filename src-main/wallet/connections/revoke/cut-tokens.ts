import type { TokenReply } from '../../oauth/oauth.ts';
import { readJwt } from '../../services/read-jwt.ts';
import type { ConnectionRecord, PendingRevocation, TokenSetRecord } from '../../vault/records.ts';
import {
  type AskableTokens,
  askAboutAccessToken,
  askAboutRefreshToken,
  type Finding,
  whomToBelieve,
} from '../ask/ask-about-token.ts';
import type { ConnectionContext } from '../context.ts';
import type { Parties } from '../parties.ts';
import { isOutOfReach, type TokenEvidence } from './judge-revocation.ts';
import {
  callCutsFamily,
  callNeedsNoToken,
  type RevocationCallEnding,
  revokeToken,
  type TokenToRevoke,
} from './revoke-token.ts';

/** Places that took the tokens while they lived, so that their "dead" can be believed afterwards. */
export type Believed = PendingRevocation['believed'];

export const nothingBelieved: Believed = { introspection: false, shown: false, refresh: false };

export type CutContext = Pick<ConnectionContext, 'oauth' | 'introspectionTrust' | 'fetch' | 'clock'>;

export interface CutOptions {
  /** The account, as far as the service told; some calls want it. */
  readonly subject: string | null;
  /** What an earlier try found out about the same tokens. Once true it stays true: by now they may be dead. */
  readonly believed?: Believed;
  /** The tokens came from elsewhere and may be of another client, so that only what is said of themselves counts. */
  readonly isForeign?: boolean;
  /** Awaited before the first revocation call is sent, so that a second try after a crash still believes. */
  readonly onBelieved?: (believed: Believed) => void | Promise<void>;
  /** Tokens that the service issued while it was asked; awaited before they are revoked in their turn. */
  readonly onLateTokens?: (reply: TokenReply) => void | Promise<void>;
}

export interface Cut {
  readonly evidence: readonly TokenEvidence[];
  readonly believed: Believed;
}

/** The tokens of a connection, with all that a service is asked with. */
export function askableTokens(record: ConnectionRecord, tokens: TokenSetRecord): AskableTokens {
  return { ...tokens, scopes: record.scopesGranted };
}

/**
 * Revokes every token of a set, the refresh token first (RFC 7009 section 2.1), and asks about each. Also used for
 * tokens that never were stored.
 */
export async function cutTokens(
  context: CutContext,
  parties: Parties,
  tokens: AskableTokens,
  options: CutOptions,
): Promise<Cut> {
  const { subject, onBelieved } = options;
  const believed = await establishBelief(context, parties, tokens, options);
  await onBelieved?.(believed);

  const refreshToken = refreshTokenOf(tokens);
  const refresh = refreshToken === null ? null : { token: refreshToken, kind: 'refresh' as const, subject };
  const access = { token: tokens.accessToken, kind: tokens.kind, subject };
  const firstCall = refresh === null ? null : await call(refresh);
  if (firstCall !== null && isOutOfReach(firstCall)) {
    // Each further call would only wait out its own time limit.
    const evidence: TokenEvidence = {
      kind: 'refresh token',
      call: firstCall,
      ...notAsked('not asked about'),
    };
    return { evidence: [evidence], believed };
  }
  const isBothCut = refresh !== null && firstCall === 'done' && callNeedsNoToken(parties, refresh);
  const accessCall = isBothCut ? 'done' : await call(access);
  const isRefreshCut =
    firstCall === 'unsupported' && accessCall === 'done' && callCutsFamily(parties, access);
  const refreshCall = isRefreshCut ? 'done' : firstCall;
  const evidence = await askAfter(
    context,
    parties,
    tokens,
    { access: accessCall, refresh: refreshCall },
    {
      believed,
      onLateTokens: cutLateTokens,
    },
  );
  return { evidence, believed };

  function call(token: TokenToRevoke): Promise<RevocationCallEnding> {
    return revokeToken(context, parties, token);
  }

  async function cutLateTokens(reply: TokenReply): Promise<void> {
    await options.onLateTokens?.(reply);
    await call({ ...access, token: reply.accessToken });
    if (reply.refreshToken !== null) {
      await call({ token: reply.refreshToken, kind: 'refresh', subject });
    }
  }
}

/**
 * Asks about tokens without revoking anything: for a service that carries a revocation out later than it answers, and
 * for an access that is being ended by hand.
 */
export async function askAgain(
  context: CutContext,
  parties: Parties,
  tokens: AskableTokens,
  believed: Believed,
  onLateTokens: (reply: TokenReply) => void | Promise<void>,
): Promise<readonly TokenEvidence[]> {
  const calls = { access: 'done', refresh: refreshTokenOf(tokens) === null ? null : 'done' } as const;
  return askAfter(context, parties, tokens, calls, { believed, onLateTokens });
}

/** Finds out, while the tokens may still live, whose word about them will count afterwards. */
export async function establishBelief(
  context: CutContext,
  parties: Parties,
  tokens: AskableTokens,
  { believed: before = nothingBelieved, isForeign = false }: Pick<CutOptions, 'believed' | 'isForeign'>,
): Promise<Believed> {
  const { introspectionTrust: trust } = context;
  const refreshToken = refreshTokenOf(tokens);
  const kind = tokens.kind === 'refresh' ? 'refresh_token' : 'access_token';
  const introspection =
    before.introspection || (await trust.establish(parties, tokens.accessToken, kind, isForeign));
  const access = before.shown
    ? { introspection, shown: true }
    : await whomToBelieve(context, parties, tokens, introspection);
  const refresh =
    before.refresh ||
    (refreshToken !== null && (await trust.establish(parties, refreshToken, 'refresh_token', isForeign)));
  return { ...access, refresh };
}

interface Calls {
  readonly access: RevocationCallEnding;
  /** null: there is no refresh token besides. */
  readonly refresh: RevocationCallEnding | null;
}

async function askAfter(
  context: CutContext,
  parties: Parties,
  tokens: AskableTokens,
  calls: Calls,
  {
    believed,
    onLateTokens,
  }: {
    readonly believed: Believed;
    readonly onLateTokens: (reply: TokenReply) => void | Promise<void>;
  },
): Promise<readonly TokenEvidence[]> {
  const evidence: TokenEvidence[] = [];
  if (calls.refresh !== null) {
    const asked =
      calls.refresh === 'done'
        ? await askAboutRefreshToken(context, parties, tokens, believed.refresh, onLateTokens)
        : notAsked('not asked about, because it was not revoked');
    evidence.push({ kind: 'refresh token', call: calls.refresh, ...asked });
  }
  const asked = isOutOfReach(calls.access)
    ? notAsked('not asked about')
    : await askAboutAccessToken(context, parties, tokens, believed);
  const isSelfContained = readJwt(tokens.accessToken.reveal()) !== null;
  evidence.push({ kind: 'access token', call: calls.access, isSelfContained, ...asked });
  return evidence;
}

/** A refresh token that came alone stands for the access token too; it is revoked once. */
function refreshTokenOf({ kind, refreshToken }: AskableTokens): AskableTokens['refreshToken'] {
  return kind === 'refresh' ? null : refreshToken;
}

function notAsked(answer: string): Finding {
  return { alive: null, askedWith: null, answer };
}
