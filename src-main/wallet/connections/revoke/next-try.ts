import type { PendingRevocation } from '../../vault/records.ts';
import { waitBeforeRetry } from '../../back-off.ts';
import type { Verdict } from './judge-revocation.ts';
import type { Tried } from './try-to-cut.ts';

const HOUR_MS = 60 * 60 * 1000;
const BACK_OFF = { firstMs: 5_000, mostMs: HOUR_MS };
/** No next try is further away than this. One that seems to be was written under a clock that went wrong. */
const LONGEST_WAIT_MS = 26 * HOUR_MS;
/** So many tries take a day. Tokens that should be over by then are not asked about any longer. */
const TRIES_IN_VAIN = 30;
/** How long the wallet watches for what a person does on the service's page. */
const WATCH_BY_HAND_MS = 24 * HOUR_MS;

/** What decides whether there is a next try. */
export interface TryTerm {
  readonly nowMs: number;
  /** When all of the tokens are over by themselves, as far as the service told. */
  readonly endMs: number | null;
  /** Ended by hand: being alive is no failure yet. */
  readonly isByHand: boolean;
  readonly random: () => number;
}

/** The mark that is left after a try; null when nothing more is to be done. */
export function nextTry(
  pending: PendingRevocation,
  { verdict, believed }: Tried,
  { nowMs, endMs, isByHand, random }: TryTerm,
): PendingRevocation | null {
  const isPastEnd = endMs !== null && endMs <= nowMs;
  // That they are over is told by this computer's clock, which may be wrong for a moment, or was when they came.
  const isOver = isPastEnd && (verdict.outcome !== 'queued' || pending.attempts >= TRIES_IN_VAIN);
  const step = isByHand ? watching(pending, verdict, nowMs) : nextStep(pending, verdict);
  if (step === null || isOver) {
    return null;
  }
  const seconds = verdict.retryAfterSeconds;
  const retryAfter = seconds === null ? undefined : String(seconds);
  const waitMs = waitBeforeRetry(BACK_OFF, pending.attempts, retryAfter, random);
  return {
    ...pending,
    step,
    believed,
    attempts: pending.attempts + 1,
    nextAttemptAtMs: nowMs + Math.ceil(waitMs),
  };
}

function nextStep(
  { step }: PendingRevocation,
  { outcome, askLater }: Verdict,
): PendingRevocation['step'] | null {
  if (outcome === 'queued') {
    return step;
  }
  return outcome === 'accepted' && askLater ? 'ask' : null;
}

/** Asked on while a person may be at it, and the service can tell. */
function watching({ begunAtMs }: PendingRevocation, verdict: Verdict, nowMs: number): 'ask' | null {
  const canTell = verdict.askedWith !== null || verdict.askLater;
  return verdict.outcome !== 'confirmed' && canTell && nowMs - begunAtMs < WATCH_BY_HAND_MS ? 'ask' : null;
}

/** When a try is due. A clock that was set back a year must not put it off for one. */
export function dueAtMs(nextAttemptAtMs: number, nowMs: number): number {
  return nextAttemptAtMs - nowMs > LONGEST_WAIT_MS ? nowMs : nextAttemptAtMs;
}
