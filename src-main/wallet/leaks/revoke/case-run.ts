import type { Fingerprint, LeakRun } from '../../../contract/leak.ts';
import type { KeptLease } from '../../vault/kept-lease.ts';
import type { ServiceQueue } from '../cases/view-case.ts';

/** A service that wants to be left alone; `limit` where it takes no more requests in a while. */
export interface Rest {
  readonly untilMs: number;
  readonly limit: ServiceQueue['limit'];
}

/** A case whose tokens this process revokes, or waits to revoke. It is gone when the process ends; the rows are not. */
export interface CaseRun {
  readonly number: number;
  /** The tokens that it took on. */
  readonly taken: Set<Fingerprint>;
  readonly startedAtMs: number;
  /** By service. */
  readonly rests: Map<string, Rest>;
  /** Without one another process works on the case, and this one leaves it alone. */
  lease: KeptLease | undefined;
  ended: number;
  /** How many tokens were looked at, and of how many; null when none is. */
  looking: LeakRun['looking'];
  /** When the first token had its turn to be revoked; null before. */
  cutsSinceMs: number | null;
  isStopped: boolean;
  /** The wallet is about to close: nothing more begins, and whoever waits hears of it when it has closed. */
  isEnding: boolean;
  /** What ends the timers that are set for it. */
  readonly cancel: (() => void)[];
  readonly settled: PromiseWithResolvers<undefined>;
}

export function newCaseRun(number: number, nowMs: number): CaseRun {
  const settled = Promise.withResolvers<undefined>();
  // Whoever waits hears of a failure; in the window nobody may be waiting.
  settled.promise.catch(() => undefined);
  return {
    number,
    taken: new Set(),
    startedAtMs: nowMs,
    rests: new Map(),
    lease: undefined,
    ended: 0,
    looking: null,
    cutsSinceMs: null,
    isStopped: false,
    isEnding: false,
    cancel: [],
    settled,
  };
}
