import type { AskedWith, ByHand, Cuts, RevocationOutcome } from '../../../contract/connection.ts';
import { isWorthAnotherTry } from '../../oauth/no-answer.ts';
import { isWalletError, type WalletError } from '../../wallet-error.ts';
import type { RevocationPlan } from './preview-for.ts';
import { isAccepted, type RevocationCallEnding } from './revoke-token.ts';

/** What happened to one token of a connection while it was being revoked. */
export interface TokenEvidence {
  readonly kind: 'access token' | 'refresh token';
  readonly call: RevocationCallEnding;
  /** A token that an API may accept without asking anybody (RFC 9068), whatever becomes of it at its server. */
  readonly isSelfContained?: boolean;
  /** The end that such a token states itself; null: none. */
  readonly statedEndMs?: number | null;
  /** What the service said when it was asked afterwards; null when there was nothing to ask it with. */
  readonly alive: boolean | null;
  readonly askedWith: AskedWith;
  /** One sentence on the question and its answer. */
  readonly answer: string;
  /** It could not be asked now, or it is too early to: later the service may know. */
  readonly mayTellLater?: boolean;
}

/** What happened to the refresh token that an access token came with, whose end is the end of the grant. */
export type GrantEvidence = Pick<TokenEvidence, 'call' | 'alive'>;

export interface Verdict {
  readonly outcome: RevocationOutcome;
  readonly cuts: Cuts;
  readonly askedWith: AskedWith;
  readonly detail: string;
  readonly livesUntilMs: number | null;
  /** With `failed`, `unsupported` and `queued`: why. */
  readonly reason: WalletError | 'still-alive' | 'revocation-unsupported' | null;
  readonly byHand: ByHand | null;
  /** With `queued`: when the service wants to be tried again, where it told (RFC 9110 section 10.2.3). */
  readonly retryAfterSeconds: number | null;
  /** With `accepted`: the service may know more later, so it is to be asked again until it says dead. */
  readonly askLater: boolean;
}

/**
 * Says what is known after a revocation. Nothing is called confirmed unless every token was asked about afterwards and
 * found dead: an answer 200 to the call itself proves nothing (RFC 7009 section 2.2).
 */
export function judgeRevocation(
  evidence: readonly TokenEvidence[],
  term: {
    readonly expiresAtMs: number | null;
    readonly nowMs: number;
    /** The service carries revocations out later than it answers them, so "alive" may still change. */
    readonly asynchronous?: boolean;
    /** Of an access token that came with a refresh token which is not asked about with it. */
    readonly grant?: GrantEvidence | undefined;
  },
  plan: RevocationPlan,
): Verdict {
  const isAnyCut = evidence.some(({ call, alive }) => isAccepted(call) || alive === false);
  const verdict = (outcome: RevocationOutcome, more: Partial<Verdict> = {}): Verdict => ({
    outcome,
    cuts: isAnyCut || outcome === 'queued' ? plan.cuts : 'nothing',
    askedWith: evidence.findLast((token) => token.askedWith !== null)?.askedWith ?? null,
    detail: evidence.map(describe).join(' '),
    livesUntilMs: null,
    reason: null,
    byHand: null,
    retryAfterSeconds: null,
    askLater: false,
    ...more,
  });

  if (evidence.every((token) => token.alive === false)) {
    return verdict('confirmed');
  }
  const unproven = evidence.filter((token) => token.alive !== false);
  const endMs = endOf(evidence, term, plan);
  const grant = evidence.find((token) => token.kind === 'refresh token') ?? term.grant;
  const livesOn = outlivesGrant(evidence, grant, plan);
  const failures = unproven.map((token) => token.call).filter((call) => call instanceof Error);
  const failure = failures.find((call) => !isWorthAnotherTry(call)) ?? failures[0];
  // That a call for the access token is refused is no surprise where it is documented that nothing ends it.
  const isExpected = livesOn === 'as-documented' && failures.every((call) => !isWorthAnotherTry(call));
  if (failure !== undefined && !isExpected) {
    return verdict(...endingOf(failure, plan));
  }
  if (livesOn !== null && endMs !== null) {
    const isGrantProven = grant === undefined || grant.alive === false;
    return verdict(isGrantProven ? 'alive-until' : 'accepted', { livesUntilMs: endMs });
  }
  if (unproven.some((token) => token.call === 'unsupported') && livesOn !== 'as-told') {
    const byHand = plan.byHand ?? { reason: 'no-call', ...plan.place };
    return verdict('unsupported', { reason: 'revocation-unsupported', byHand });
  }
  const mayTellLater = unproven.some((token) => token.mayTellLater === true);
  if (term.asynchronous === true || unproven.some((token) => token.call === 'later')) {
    const askLater = mayTellLater || unproven.some((token) => token.alive === true);
    return verdict('accepted', { askLater });
  }
  if (unproven.some((token) => token.alive === true)) {
    return verdict('failed', { reason: 'still-alive', livesUntilMs: endMs, byHand: refusedByHand(plan) });
  }
  return verdict(mayTellLater ? 'queued' : 'accepted');
}

/** The verdict where nothing could be tried, because the parties could not even be found. */
export function judgeFailure(failure: WalletError, plan: RevocationPlan): Verdict {
  const [outcome, more] = endingOf(failure, plan);
  return {
    outcome,
    cuts: outcome === 'queued' ? plan.cuts : 'nothing',
    askedWith: null,
    detail: failure.message,
    livesUntilMs: null,
    reason: null,
    byHand: null,
    retryAfterSeconds: null,
    askLater: false,
    ...more,
  };
}

/** A refusal is one; whatever else went wrong is worth another try later. */
function endingOf(failure: WalletError, plan: RevocationPlan): ['queued' | 'failed', Partial<Verdict>] {
  if (isWorthAnotherTry(failure)) {
    const seconds = Number(failure.detail['retryAfterSeconds'] ?? Number.NaN);
    return ['queued', { reason: failure, retryAfterSeconds: Number.isNaN(seconds) ? null : seconds }];
  }
  // RFC 6749 section 5.2: the client was not recognised, or may not do this. Another one may.
  const byHand = isWalletError(failure, 'client-refused')
    ? ({ reason: 'needs-client', ...plan.place } as const)
    : refusedByHand(plan);
  return ['failed', { reason: failure, byHand }];
}

/** What is left where the service did not do it; nothing where there is no page to send a person to. */
function refusedByHand({ place }: RevocationPlan): ByHand | null {
  return place.page === null && place.lookFor === null ? null : { reason: 'refused', ...place };
}

/**
 * Why an access token may outlive the grant that is cut; null where it may not, or where the grant is not cut.
 *
 * - `as-told`: the service says that it lives, although the refresh token is dead
 * - `unseen`: nobody can be asked about it, because an API may accept it without asking (RFC 9068)
 * - `as-documented`: the service is known not to end it
 */
function outlivesGrant(
  evidence: readonly TokenEvidence[],
  refresh: GrantEvidence | undefined,
  { accessLivesOn }: RevocationPlan,
): 'as-told' | 'unseen' | 'as-documented' | null {
  const access = evidence.find((token) => token.kind === 'access token');
  const cut = refresh ?? access;
  if (cut === undefined || access === undefined || access.alive === false) {
    return null;
  }
  if (accessLivesOn && isAccepted(cut.call) && refresh?.alive !== true) {
    return 'as-documented';
  }
  const isGrantCut = refresh === undefined ? isAccepted(access.call) : refresh.alive === false;
  if (access.alive === true) {
    return isGrantCut && refresh !== undefined ? 'as-told' : null;
  }
  return isGrantCut && access.isSelfContained === true ? 'unseen' : null;
}

/** The end of what lives on: as the service stated it, as the token itself does, or at most as documented. */
function endOf(
  evidence: readonly TokenEvidence[],
  { expiresAtMs, nowMs }: { readonly expiresAtMs: number | null; readonly nowMs: number },
  { accessLivesOn, lifetimeSeconds }: RevocationPlan,
): number | null {
  const stated = expiresAtMs ?? evidence.find(({ kind }) => kind === 'access token')?.statedEndMs ?? null;
  const documented = accessLivesOn && lifetimeSeconds !== null ? nowMs + lifetimeSeconds * 1000 : null;
  const endMs = stated ?? documented;
  return endMs !== null && endMs > nowMs ? endMs : null;
}

function describe(token: TokenEvidence): string {
  return `The ${token.kind}: ${callInWords(token.call)}; ${token.answer}.`;
}

/** How a revocation call ended, as a part of a sentence. */
export function callInWords(call: RevocationCallEnding): string {
  switch (call) {
    case 'done':
      return 'revocation accepted';
    case 'later':
      return 'revocation accepted for later';
    case 'unsupported':
      return 'no revocation call for it';
    default:
      return call.message.replace(/\.$/, '');
  }
}
