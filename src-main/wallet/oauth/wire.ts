import type { Clock, Fetch } from '../ports.ts';
import { boundedFetch } from './bounded-fetch.ts';
import type { Limits } from './bounded-fetch.ts';
import { createServerClocks } from './server-clocks.ts';

/** What every part of the protocol speaks through. */
export interface Wire {
  /** Rejects with WalletErrors only, see `boundedFetch`. */
  readonly fetch: Fetch;
  readonly clock: Clock;
  /** How many milliseconds the clock of a host is ahead of ours; undefined while nothing is known. */
  readonly skewMs: (host: string) => number | undefined;
}

export function createWire(fetch: Fetch, clock: Clock, limits: Limits): Wire {
  const clocks = createServerClocks(clock);
  return { fetch: boundedFetch(clocks.watch(fetch), clock, limits), clock, skewMs: clocks.skewMs };
}
