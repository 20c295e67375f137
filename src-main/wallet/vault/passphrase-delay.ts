const FIRST_DELAY_MS = 1_000;
const LONGEST_DELAY_MS = 60_000;

/** What is remembered of wrong passphrases, in the vault file, so that starting the wallet anew gives no fresh guesses. */
export interface PassphraseAttempts {
  readonly wrong: number;
  readonly nextAtMs: number;
}

export const noAttempts: PassphraseAttempts = { wrong: 0, nextAtMs: 0 };

/** How long a guess must still wait: 0 when it may be made now. */
export function waitBeforeAttemptMs(attempts: PassphraseAttempts, nowMs: number): number {
  // A clock that was set back must not lock anybody out for longer than the delay itself.
  return Math.min(Math.max(attempts.nextAtMs - nowMs, 0), delayAfterMs(attempts.wrong));
}

/** One more wrong passphrase: 1, 2, 4, ... 60 seconds until the next. */
export function withOneMoreWrong(attempts: PassphraseAttempts, nowMs: number): PassphraseAttempts {
  const wrong = attempts.wrong + 1;
  return { wrong, nextAtMs: nowMs + delayAfterMs(wrong) };
}

export function delayAfterMs(wrong: number): number {
  return wrong === 0 ? 0 : Math.min(FIRST_DELAY_MS * 2 ** (wrong - 1), LONGEST_DELAY_MS);
}
