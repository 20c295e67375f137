import { describe, expect, it } from 'vitest';
import {
  delayAfterMs,
  noAttempts,
  waitBeforeAttemptMs,
  withOneMoreWrong,
} from '../../src-main/wallet/vault/passphrase-delay.ts';

describe('The delay after wrong passphrases', () => {
  it('doubles from one second up to a minute', () => {
    const seconds = [1, 2, 3, 4, 5, 6, 7, 8, 1_000].map((wrong) => delayAfterMs(wrong) / 1_000);
    expect(seconds).toEqual([1, 2, 4, 8, 16, 32, 60, 60, 60]);
  });

  it('is over when its time has passed', () => {
    const attempts = withOneMoreWrong(withOneMoreWrong(noAttempts, 10_000), 20_000);
    expect(waitBeforeAttemptMs(attempts, 20_500)).toBe(1_500);
    expect(waitBeforeAttemptMs(attempts, 22_000)).toBe(0);
  });

  it('does not grow when the clock is set back', () => {
    const attempts = withOneMoreWrong(noAttempts, 1_000_000_000);
    expect(waitBeforeAttemptMs(attempts, 0)).toBe(1_000);
  });
});
