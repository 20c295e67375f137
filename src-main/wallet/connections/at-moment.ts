import type { Clock } from '../ports.ts';

/** How long after a sleep of the computer a moment that passed meanwhile is noticed at the latest. */
export const LOOK_MS = 60_000;

/**
 * Does the work at a moment, or soon after it when the computer slept over it: a timer stands still while the computer
 * sleeps, and knows no more than 25 days. Returns the function that prevents it.
 */
export function atMoment(clock: Clock, atMs: number, work: () => void): () => void {
  let cancel = arm();
  return () => {
    cancel();
  };

  function arm(): () => void {
    return clock.after(Math.min(Math.max(atMs - clock.now(), 0), LOOK_MS), () => {
      if (clock.now() >= atMs) {
        work();
      } else {
        cancel = arm();
      }
    });
  }
}
