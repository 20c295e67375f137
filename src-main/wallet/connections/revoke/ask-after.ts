import { isOutOfReach } from '../../oauth/no-answer.ts';
import { TOLERATED_SKEW_MS } from '../../oauth/server-clocks.ts';
import type { TokenReply } from '../../oauth/oauth.ts';
import { isSelfContained, statedEndMs } from '../../services/read-jwt.ts';
import type { PendingRevocation } from '../../vault/records.ts';
import { isWalletError } from '../../wallet-error.ts';
import {
  type AskableTokens,
  type AskContext,
  askAboutAccessToken,
  askAboutRefreshToken,
  type Finding,
} from '../ask/ask-about-token.ts';
import type { Parties } from '../parties.ts';
import type { TokenEvidence } from './judge-revocation.ts';
import { isAccepted, type RevocationCallEnding } from './revoke-token.ts';

/** Places that took the tokens while they lived, so that their "dead" can be believed afterwards. */
export type Believed = PendingRevocation['believed'];

/** Takes over tokens that a service issued while it was asked about those before: they live, and nobody else has them. */
export type TakeLateTokens = (reply: TokenReply) => void | Promise<void>;

/** How the calls ended that were to revoke a token set. */
export interface Calls {
  readonly access: RevocationCallEnding;
  /** null: there is no refresh token besides. */
  readonly refresh: RevocationCallEnding | null;
}

/** What is asked about, and who is believed. */
export interface Question {
  readonly parties: Parties;
  readonly tokens: AskableTokens;
  readonly calls: Calls;
  readonly believed: Believed;
  readonly onLateTokens: TakeLateTokens;
  /**
   * To present a living refresh token renews the grant.
   *
   * - `at-once`: it was revoked, and should be dead
   * - `once-access-is-dead`: the service may take a while
   * - `only-to-confirm`: a person ends the grant, or does not; once the access token has died before its time
   */
  readonly presentRefresh: 'at-once' | 'once-access-is-dead' | 'only-to-confirm';
  /** The app itself has just been deleted: a refresh token is good for no other (RFC 6749 section 6). */
  readonly isClientGone?: boolean;
}

/** Asks about every token of a set, after it was revoked or while it is being ended by hand. */
export async function askAfter(context: AskContext, question: Question): Promise<readonly TokenEvidence[]> {
  const { calls, presentRefresh } = question;
  if (calls.refresh === null) {
    return [await aboutAccessToken(context, question)];
  }
  if (presentRefresh === 'at-once') {
    const refresh = await aboutRefreshToken(context, question, calls.refresh, true);
    return [refresh, await aboutAccessToken(context, question)];
  }
  const access = await aboutAccessToken(context, question);
  const mayBePresented =
    presentRefresh === 'only-to-confirm'
      ? access.alive === false && !hasRunOut(question.tokens, context.clock.now() + TOLERATED_SKEW_MS)
      : access.alive !== true;
  return [await aboutRefreshToken(context, question, calls.refresh, mayBePresented), access];
}

/** Whether an access token is over by itself. */
export function hasRunOut({ expiresAtMs = null }: AskableTokens, nowMs: number): boolean {
  return expiresAtMs !== null && expiresAtMs <= nowMs;
}

async function aboutRefreshToken(
  context: AskContext,
  { parties, tokens, believed, onLateTokens, isClientGone = false }: Question,
  call: RevocationCallEnding,
  mayBePresented: boolean,
): Promise<TokenEvidence> {
  const asked =
    isAccepted(call) || saysNotFound(call)
      ? await askAboutRefreshToken(context, parties, tokens, {
          isIntrospectionTrusted: believed.refresh,
          onLateTokens: mayBePresented ? onLateTokens : null,
          isClientGone,
        })
      : notAsked('not asked about, because it was not revoked');
  return { kind: 'refresh token', call, ...asked };
}

async function aboutAccessToken(
  context: AskContext,
  { parties, tokens, calls, believed }: Question,
): Promise<TokenEvidence> {
  const { accessToken } = tokens;
  const asked = endsTheTry(calls.access)
    ? notAsked('not asked about')
    : await askAboutAccessToken(context, parties, tokens, believed);
  return {
    kind: 'access token',
    call: calls.access,
    isSelfContained: isSelfContained(accessToken),
    statedEndMs: statedEndMs(accessToken),
    ...asked,
  };
}

/** Whether whatever is asked next would only wait out its own time limit, or annoy a service that asked for patience. */
export function endsTheTry(call: RevocationCallEnding): boolean {
  return isOutOfReach(call) || (isWalletError(call, 'service-busy') && call.detail['status'] === '429');
}

/** A service that does not find the token may mean that it is dead already; or that the call itself is gone. */
function saysNotFound(call: RevocationCallEnding): boolean {
  return isWalletError(call, 'service-refused') && call.detail['status'] === '404';
}

/** A refresh token that came alone stands for the access token too; it is revoked once. */
export function refreshTokenOf({ kind, refreshToken }: AskableTokens): AskableTokens['refreshToken'] {
  return kind === 'refresh' ? null : refreshToken;
}

export function notAsked(answer: string): Finding {
  return { alive: null, askedWith: null, answer };
}
