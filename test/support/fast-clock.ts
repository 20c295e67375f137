import type { Clock } from '../../src-main/wallet/ports.ts';

/** A clock for which time flies, so that waits are short; it can jump besides, as after a sleep of the computer. */
export interface FastClock extends Clock {
  jump(ms: number): void;
}

export function createFastClock(times = 20): FastClock {
  const startMs = Date.now();
  let jumpedMs = 0;
  return {
    now: () => startMs + Math.round((Date.now() - startMs) * times) + jumpedMs,
    after: (delayMs, work) => {
      const timer = setTimeout(work, delayMs / times);
      return () => {
        clearTimeout(timer);
      };
    },
    jump: (ms) => {
      jumpedMs += ms;
    },
  };
}
