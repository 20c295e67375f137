import { isWorthAnotherTry } from '../../oauth/no-answer.ts';
import type { TokenReply } from '../../oauth/oauth.ts';
import { nothingBelieved } from '../../vault/pending-revocation.ts';
import type { ConnectionRecord, TokenSetRecord } from '../../vault/records.ts';
import { isWalletError, type WalletError } from '../../wallet-error.ts';
import { type AskableTokens, presentRefreshToken, whomToBelieve } from '../ask/ask-about-token.ts';
import type { ConnectionContext } from '../context.ts';
import type { Parties } from '../parties.ts';
import {
  askAfter,
  type Believed,
  endsTheTry,
  hasRunOut,
  notAsked,
  refreshTokenOf,
  type TakeLateTokens,
} from './ask-after.ts';
import type { TokenEvidence } from './judge-revocation.ts';
import {
  callCutsFamily,
  callNeedsNoToken,
  isAccepted,
  type RevocationCallEnding,
  revokeToken,
  type TokenToRevoke,
} from './revoke-token.ts';

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
  /** Awaited before these tokens are revoked in their turn. */
  readonly onLateTokens?: TakeLateTokens;
}

export interface Cut {
  readonly evidence: readonly TokenEvidence[];
  readonly believed: Believed;
}

/** The tokens of a connection, with all that a service is asked with. */
export function askableTokens(record: ConnectionRecord, tokens: TokenSetRecord): AskableTokens {
  return { ...tokens, scopes: record.scopesGranted, expiresAtMs: record.expiresAtMs };
}

/**
 * Revokes every token of a set, the refresh token first (RFC 7009 section 2.1), and asks about each. Also used for
 * tokens that never were stored.
 */
export async function cutTokens(
  context: CutContext,
  parties: Parties,
  brought: AskableTokens,
  options: CutOptions,
): Promise<Cut> {
  const { subject, onBelieved, onLateTokens } = options;
  const live = await renewedForCall(context, parties, brought, options);
  if ('failure' in live) {
    const evidence = [{ kind: 'refresh token', call: live.failure, ...notAsked('not asked about') } as const];
    return { evidence, believed: options.believed ?? nothingBelieved };
  }
  const { tokens } = live;
  const believed = await establishBelief(context, parties, tokens, { ...options, believed: live.believed });
  await onBelieved?.(believed);

  const refreshToken = refreshTokenOf(tokens);
  const refresh = refreshToken === null ? null : { token: refreshToken, kind: 'refresh' as const, subject };
  const access = { token: tokens.accessToken, kind: tokens.kind, subject };
  const firstCall = refresh === null ? null : await call(refresh);
  if (firstCall !== null && endsTheTry(firstCall)) {
    const evidence = [{ kind: 'refresh token', call: firstCall, ...notAsked('not asked about') } as const];
    return { evidence, believed };
  }
  const isBothCut =
    refresh !== null && firstCall !== null && isAccepted(firstCall) && callNeedsNoToken(parties, refresh);
  const accessCall = isBothCut ? firstCall : await call(access);
  const isRefreshCut =
    firstCall === 'unsupported' && isAccepted(accessCall) && callCutsFamily(parties, access);
  const calls = { access: accessCall, refresh: isRefreshCut ? accessCall : firstCall };
  const takesAWhile =
    parties.service?.revocation.asynchronous === true || Object.values(calls).includes('later');
  const evidence = await askAfter(context, {
    parties,
    tokens,
    calls,
    believed,
    onLateTokens: cutLateTokens,
    presentRefresh: takesAWhile ? 'once-access-is-dead' : 'at-once',
  });
  return { evidence, believed };

  function call(token: TokenToRevoke): Promise<RevocationCallEnding> {
    return revokeToken(context, parties, token);
  }

  async function cutLateTokens(reply: TokenReply): Promise<void> {
    await onLateTokens?.(reply);
    await call({ ...access, token: reply.accessToken });
    if (reply.refreshToken !== null) {
      await call({ token: reply.refreshToken, kind: 'refresh', subject });
    }
  }
}

/**
 * Asks about tokens without revoking anything: for a service that carries a revocation out later than it answers, and
 * for an access that is being ended by hand. Should the service renew the access while it is asked, `onLateTokens` has
 * to keep what it issued.
 */
export async function askAgain(
  context: CutContext,
  parties: Parties,
  tokens: AskableTokens,
  believed: Believed,
  onLateTokens: TakeLateTokens,
  isByHand: boolean,
): Promise<readonly TokenEvidence[]> {
  const calls = { access: 'later', refresh: refreshTokenOf(tokens) === null ? null : 'later' } as const;
  const presentRefresh = isByHand ? 'only-to-confirm' : 'once-access-is-dead';
  return askAfter(context, { parties, tokens, calls, believed, onLateTokens, presentRefresh });
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

type Live =
  { readonly tokens: AskableTokens; readonly believed: Believed } | { readonly failure: WalletError };

/**
 * Some services end a grant only for who shows a living access token (Dropbox, Strava, VK, Yandex). Where it has run out
 * it is renewed first, for this purpose only.
 */
async function renewedForCall(
  context: CutContext,
  parties: Parties,
  tokens: AskableTokens,
  { subject, believed = nothingBelieved, onLateTokens }: CutOptions,
): Promise<Live> {
  const refreshToken = refreshTokenOf(tokens);
  const { accessToken } = tokens;
  if (
    refreshToken === null ||
    !hasRunOut(tokens, context.clock.now()) ||
    !callCutsFamily(parties, { token: accessToken, kind: tokens.kind, subject })
  ) {
    return { tokens, believed };
  }
  try {
    const reply = await presentRefreshToken(context, parties, tokens, refreshToken);
    await onLateTokens?.(reply);
    return {
      tokens: {
        ...tokens,
        accessToken: reply.accessToken,
        refreshToken: reply.refreshToken ?? refreshToken,
        expiresAtMs: null,
      },
      // What was believed of the access token before says nothing of this one.
      believed: { ...believed, shown: false },
    };
  } catch (error) {
    if (!isWalletError(error)) {
      throw error;
    }
    // One that is refused is dead, and so is the grant; the calls will say so.
    return isWorthAnotherTry(error) ? { failure: error } : { tokens, believed };
  }
}
