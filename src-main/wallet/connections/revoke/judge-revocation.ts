import type { AskedWith, RevocationOutcome } from '../../../contract/connection.ts';
import { isWalletError, type WalletError } from '../../wallet-error.ts';

/** What happened to one token of a connection while it was being revoked. */
export interface TokenEvidence {
  readonly kind: 'access token' | 'refresh token';
  /** How the revocation call ended (RFC 7009). */
  readonly call: 'done' | 'unsupported' | WalletError;
  /** A token that an API may accept without asking anybody (RFC 9068), whatever becomes of it at its server. */
  readonly isSelfContained?: boolean;
  /** What the service said when it was asked afterwards; null when there was nothing to ask it with. */
  readonly alive: boolean | null;
  readonly askedWith: AskedWith;
  /** One sentence on the question and its answer. */
  readonly answer: string;
}

export interface Verdict {
  readonly outcome: RevocationOutcome;
  readonly askedWith: AskedWith;
  readonly detail: string;
  readonly livesUntilMs: number | null;
  /** With `failed` and `unsupported`: why. */
  readonly reason: WalletError | 'still-alive' | 'revocation-unsupported' | null;
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
  },
): Verdict {
  const detail = evidence.map(describe).join(' ');
  const askedWith = evidence.findLast((token) => token.askedWith !== null)?.askedWith ?? null;
  const verdict = (outcome: RevocationOutcome, more: Partial<Verdict> = {}): Verdict => ({
    outcome,
    askedWith,
    detail,
    livesUntilMs: null,
    reason: null,
    ...more,
  });

  if (evidence.every((token) => token.alive === false)) {
    return verdict('confirmed');
  }
  const unproven = evidence.filter((token) => token.alive !== false);
  const failure = unproven.map((token) => token.call).find((call) => call instanceof Error);
  if (failure !== undefined) {
    return verdict('failed', { reason: failure });
  }
  const endsByItself = term.expiresAtMs !== null && term.expiresAtMs > term.nowMs;
  if (endsByItself && onlySelfContainedLivesOn(evidence)) {
    return verdict('alive-until', { livesUntilMs: term.expiresAtMs });
  }
  if (unproven.some((token) => token.call === 'unsupported') && !onlyAccessLivesOn(evidence)) {
    return verdict('unsupported', { reason: 'revocation-unsupported' });
  }
  if (unproven.some((token) => token.alive === true) && term.asynchronous !== true) {
    return onlyAccessLivesOn(evidence) && endsByItself
      ? verdict('alive-until', { livesUntilMs: term.expiresAtMs })
      : verdict('failed', { reason: 'still-alive', livesUntilMs: term.expiresAtMs });
  }
  return verdict('accepted');
}

/** Whether the grant itself is cut, and only what was issued under it is still good until its own end. */
function onlyAccessLivesOn(evidence: readonly TokenEvidence[]): boolean {
  const refresh = evidence.find((token) => token.kind === 'refresh token');
  const access = evidence.find((token) => token.kind === 'access token');
  return refresh?.alive === false && access?.alive === true;
}

/** The same of a token that nobody can be asked about, because an API may accept it without asking (RFC 9068). */
function onlySelfContainedLivesOn(evidence: readonly TokenEvidence[]): boolean {
  const refresh = evidence.find((token) => token.kind === 'refresh token');
  const access = evidence.find((token) => token.kind === 'access token');
  const isGrantCut = refresh === undefined ? access?.call === 'done' : refresh.alive === false;
  return isGrantCut && access?.isSelfContained === true && access.alive === null;
}

function describe(token: TokenEvidence): string {
  const call =
    token.call === 'done'
      ? 'revocation accepted'
      : token.call === 'unsupported'
        ? 'no revocation call for it'
        : token.call.message.replace(/\.$/, '');
  return `The ${token.kind}: ${call}; ${token.answer}.`;
}

/** Whether a call never came to an answer of the service, so that it is worth another try later. */
export function isOutOfReach(call: TokenEvidence['call']): boolean {
  return isWalletError(
    call,
    'host-not-found',
    'service-unreachable',
    'service-timeout',
    'tls-failed',
    'proxy-password-needed',
    'proxy-unreachable',
    'captive-portal',
  );
}
