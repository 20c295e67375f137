import { moment } from '../../moment.ts';
import { type BackOff, waitBeforeRetry } from '../../back-off.ts';
import { isOutOfReach } from '../../oauth/no-answer.ts';
import type { LeakedTokenRecord } from '../../vault/records.ts';
import { toErrorValue, type WalletError } from '../../wallet-error.ts';
import type { Ending } from './ending.ts';

const OUT_OF_REACH: BackOff = { firstMs: 30_000, mostMs: 3_600_000 };
/** For a service that takes its time to carry out what it said yes to. */
const TOO_EARLY: BackOff = { firstMs: 5_000, mostMs: 300_000 };
const LEAST_MS = 1_000;

/** A row whose token is tried again later. */
export function queuedRow(
  row: LeakedTokenRecord,
  failure: WalletError,
  nowMs: number,
  random: () => number,
): LeakedTokenRecord {
  const attempts = row.attempts + 1;
  const backOff = isOutOfReach(failure) ? OUT_OF_REACH : TOO_EARLY;
  const waitMs = waitBeforeRetry(backOff, attempts, failure.detail['retryAfterSeconds'], random);
  return {
    ...row,
    state: 'queued',
    attempts,
    detail: failure.message,
    error: toErrorValue(failure),
    nextAttemptAt: moment(nowMs + Math.max(LEAST_MS, waitMs)),
  };
}

/** A row whose token was dealt with. */
export function endedRow(
  row: LeakedTokenRecord,
  { state, askedWith, detail, livesUntilMs, error }: Exclude<Ending, { readonly state: 'again' }>,
  nowMs: number,
): LeakedTokenRecord {
  return {
    ...row,
    state,
    askedWith,
    detail,
    error,
    attempts: row.attempts + 1,
    livesUntil: livesUntilMs === null ? null : moment(livesUntilMs),
    nextAttemptAt: state === 'queued' ? moment(nowMs + OUT_OF_REACH.firstMs) : null,
    endedAt: moment(nowMs),
  };
}

/** Whether it is still to be revoked, now or later. */
export function isToBeRevoked({ state }: LeakedTokenRecord): boolean {
  return state === 'waiting' || state === 'revoking' || state === 'queued';
}

/** When the first of those that wait for another try has its turn; null where none does. */
export function nextAttemptMs(rows: readonly LeakedTokenRecord[]): number | null {
  let nextMs: number | null = null;
  for (const { nextAttemptAt } of rows) {
    const atMs = nextAttemptAt === null ? Infinity : Date.parse(nextAttemptAt);
    nextMs = atMs < (nextMs ?? Infinity) ? atMs : nextMs;
  }
  return nextMs;
}
