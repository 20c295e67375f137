import type { ConnectionRecord } from '../../vault/records.ts';

/** An access token is renewed so long before its end: clocks differ a little, and a request takes its time. */
export const RENEW_BEFORE_MS = 30_000;

/** A token from further in the future was issued before somebody set the clock back: its end tells nothing any more. */
const CLOCK_TOLERANCE_MS = 5 * 60_000;

/** Whether an access token is not good for so long any more, as far as this computer can tell. */
export function hasRunOut(
  { issuedAtMs, expiresAtMs }: Pick<ConnectionRecord, 'issuedAtMs' | 'expiresAtMs'>,
  nowMs: number,
  beforeMs = RENEW_BEFORE_MS,
): boolean {
  const isFromFuture = issuedAtMs > nowMs + CLOCK_TOLERANCE_MS;
  return expiresAtMs !== null && (expiresAtMs <= nowMs + beforeMs || isFromFuture);
}
