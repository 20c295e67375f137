import { defaultLimits } from '../../src-main/wallet/oauth/bounded-fetch.ts';
import type { FakeClock } from './fake-clock.ts';
import { createFakeClock } from './fake-clock.ts';

/** A clock that tells when somebody begins to wait, so that a test can let just that time pass. */
export interface PollingClock extends FakeClock {
  /** How long the next pause is, in seconds, once it begins; waiting for a server's answer is none. */
  nextPauseSeconds(): Promise<number>;
}

export function createPollingClock(): PollingClock {
  const clock = createFakeClock(new Date().toISOString());
  const begun: number[] = [];
  let wake = (): void => undefined;
  return {
    ...clock,
    after: (delayMs, work) => {
      const stop = clock.after(delayMs, work);
      if (delayMs !== defaultLimits.timeoutMs) {
        begun.push(delayMs / 1000);
        wake();
      }
      return stop;
    },
    nextPauseSeconds: async () => {
      if (begun.length === 0) {
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
      return begun.shift() ?? NaN;
    },
  };
}
