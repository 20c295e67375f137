/** Polite to any service: what a browser with a handful of connections asks of it too. */
const LEAST = 8;
/** Two thirds of what GitHub allows one client at the same time, and past it there is hardly anything to be gained. */
const MOST = 64;

/**
 * How much of each lane is under way at once: little at first, and one more with every answer for as long as the service
 * keeps up, as TCP begins (RFC 5681 section 3.1). At the first sign that it does not, it is as little as before.
 */
export interface Pace {
  readonly atOnce: (lane: string) => number;
  /** The service answered as it should. */
  readonly keptUp: (lane: string) => void;
  /** It was busy, or gave no answer. */
  readonly fellBehind: (lane: string) => void;
  /** Begins anew at every service. */
  readonly forget: () => void;
}

export function createPace(): Pace {
  const windows = new Map<string, number>();
  /** How many answers say nothing yet of the slower pace, because they were under way before. */
  const early = new Map<string, number>();
  return {
    atOnce: windowOf,
    keptUp: (lane) => {
      const left = early.get(lane) ?? 0;
      if (left > 0) {
        early.set(lane, left - 1);
      } else {
        windows.set(lane, Math.min(windowOf(lane) + 1, MOST));
      }
    },
    fellBehind: (lane) => {
      early.set(lane, Math.max(early.get(lane) ?? 0, windowOf(lane) - 1));
      windows.delete(lane);
    },
    forget: () => {
      windows.clear();
      early.clear();
    },
  };

  function windowOf(lane: string): number {
    return windows.get(lane) ?? LEAST;
  }
}
