import type { Clock } from './ports.ts';

/** Beyond it Node would not wait at all. */
const LONGEST_DELAY_MS = 2 ** 31 - 1;

/** The clock of this computer. */
export const systemClock: Clock = {
  now: () => Date.now(),
  after: (delayMs, work) => {
    // A moment may have passed while its distance was being worked out, and Node warns of a negative one.
    const timer = setTimeout(work, Math.min(Math.max(delayMs, 0), LONGEST_DELAY_MS));
    return () => {
      clearTimeout(timer);
    };
  },
};
