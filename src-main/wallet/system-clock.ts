import type { Clock } from './ports.ts';

/** The clock of this computer. */
export const systemClock: Clock = {
  now: () => Date.now(),
  after: (delayMs, work) => {
    // A moment may have passed while its distance was being worked out, and Node warns of a negative one.
    const timer = setTimeout(work, Math.max(delayMs, 0));
    return () => {
      clearTimeout(timer);
    };
  },
};
