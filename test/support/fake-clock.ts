import type { Clock } from '../../src-main/wallet/ports.ts';

/** A clock that stands still until a test moves it. */
export interface FakeClock extends Clock {
  /** Moves on, and does what falls due on the way, in order and at its own moment. */
  advance(ms: number): void;
}

export function createFakeClock(start = '2026-11-22T12:00:00.000Z'): FakeClock {
  let nowMs = Date.parse(start);
  const waiting = new Set<{ readonly atMs: number; readonly work: () => void }>();
  return {
    now: () => nowMs,
    after: (delayMs, work) => {
      const timer = { atMs: nowMs + delayMs, work };
      waiting.add(timer);
      return () => {
        waiting.delete(timer);
      };
    },
    advance: (ms) => {
      const untilMs = nowMs + ms;
      for (;;) {
        const [next] = [...waiting]
          .filter(({ atMs }) => atMs <= untilMs)
          .sort((one, other) => one.atMs - other.atMs);
        if (next === undefined) {
          break;
        }
        waiting.delete(next);
        nowMs = Math.max(nowMs, next.atMs);
        next.work();
      }
      nowMs = untilMs;
    },
  };
}
