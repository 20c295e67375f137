import type { Clock } from '../../ports.ts';
import type { Vault } from '../../vault/vault.ts';
import type { CaseRun } from './case-run.ts';

/** One that was killed is taken for dead after so long, so that the next start goes on soon. */
const LEASE_MS = 6_000;
const EXTEND_MS = 2_500;

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
      run.lease = vault.opened().acquireLease(`leak case ${run.number}`, LEASE_MS);
      if (run.lease !== undefined) {
        keep(run);
      }
      return run.lease !== undefined;
    },
    whenFree: (run, work) => {
      run.cancel.push(clock.after(EXTEND_MS, work));
    },
    letGo: (run) => {
      run.cancel.splice(0).forEach((cancel) => {
        cancel();
      });
      if (vault.isOpen()) {
        run.lease?.release();
      }
      run.lease = undefined;
    },
  };

  function keep(run: CaseRun): void {
    run.cancel.push(
      clock.after(EXTEND_MS, () => {
        if (run.lease?.extend(LEASE_MS) === true) {
          keep(run);
        } else {
          // The computer slept, and another process goes on with it.
          run.lease = undefined;
          lost(run);
        }
      }),
    );
  }
}
