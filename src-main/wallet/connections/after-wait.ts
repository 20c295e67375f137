import type { Clock } from '../ports.ts';
import { LOOK_MS } from './at-moment.ts';

/**
 * Does the work when so much time has passed, that in which the computer slept included. Unlike a moment, a wait is no
 * longer where the clock is set back meanwhile: then it is the timer that counts. Returns the function that prevents it.
 */
export function afterWait(clock: Clock, waitMs: number, work: () => void): () => void {
  let cancel = arm(waitMs);
  return () => {
    cancel();
  };

  function arm(leftMs: number): () => void {
    const armedAtMs = clock.now();
    const timerMs = Math.min(leftMs, LOOK_MS);
    return clock.after(timerMs, () => {
      const stillMs = leftMs - Math.max(timerMs, clock.now() - armedAtMs);
      if (stillMs <= 0) {
        work();
      } else {
        cancel = arm(stillMs);
      }
    });
  }
}
