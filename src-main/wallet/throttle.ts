import type { Clock } from './ports.ts';

/** Something that is to happen on demand, but not too often. */
export interface Throttle {
  /** Does it at once where it has not been done for a while, else as soon as it may be done again. */
  readonly wish: () => void;
  /** Does it at once in any case. */
  readonly now: () => void;
  /** Does it no more, not even what was wished before. */
  readonly end: () => void;
}

export function createThrottle(clock: Clock, leastMs: number, work: () => void): Throttle {
  let cancelRest: (() => void) | undefined;
  let isWished = false;
  return {
    wish: () => {
      if (cancelRest === undefined) {
        doIt();
      } else {
        isWished = true;
      }
    },
    now: doIt,
    end: () => {
      cancelRest?.();
      cancelRest = undefined;
      isWished = false;
    },
  };

  function doIt(): void {
    cancelRest?.();
    isWished = false;
    cancelRest = clock.after(leastMs, () => {
      cancelRest = undefined;
      if (isWished) {
        doIt();
      }
    });
    work();
  }
}
