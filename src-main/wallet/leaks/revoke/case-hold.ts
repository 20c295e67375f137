import type { Clock } from '../../ports.ts';
import { keepLease } from '../../vault/kept-lease.ts';
import type { Vault } from '../../vault/vault.ts';
import type { CaseRun } from './case-run.ts';

/** A process that was killed is taken for dead so soon that the next start goes on with its case. */
const TERM = { lastsMs: 6_000, extendedEveryMs: 2_500 };

/** Keeps every other process from a case while this one works on it. */
export interface CaseHold {
  /** Whether the case is free, or was; then it is held until it is let go. */
  take(run: CaseRun): boolean;
  /** Does something when the case may have become free. */
  whenFree(run: CaseRun, work: () => void): void;
  /** Ends every timer of the run with it. */
  letGo(run: CaseRun): void;
}

/** @param lost what to do when another process has taken a case over that was held */
export function createCaseHold(vault: Vault, clock: Clock, lost: (run: CaseRun) => void): CaseHold {
  return {
    take: (run) => {
      run.lease = keepLease(clock, vault.opened(), `leak case ${run.number}`, TERM, () => {
        run.lease = undefined;
        lost(run);
      });
      return run.lease !== undefined;
    },
    whenFree: (run, work) => {
      run.cancel.push(clock.after(TERM.extendedEveryMs, work));
    },
    letGo: (run) => {
      run.cancel.splice(0).forEach((cancel) => {
        cancel();
      });
      run.lease?.letGo();
      run.lease = undefined;
    },
  };
}
