import type { Clock } from '../ports.ts';
import { nothingIfExpected } from '../wallet-error.ts';
import type { Lease, OpenVault } from './vault.ts';

/** A lease that is short, so that others need not wait long for a process that was killed. */
export interface LeaseTerm {
  /** Whoever has not extended it for so long is taken for dead. */
  readonly lastsMs: number;
  readonly extendedEveryMs: number;
}

/** A lease that is extended until it is let go of. */
export interface KeptLease extends Pick<Lease, 'held'> {
  letGo(): void;
}

/**
 * Takes a lease and keeps it; undefined while another live holder has it. `lost` is told when another process has taken
 * it over, such as after a sleep of this computer. While the vault is busy or locked it can be neither extended nor let
 * go of, and runs out by itself: what is done under it does not fail because of that.
 */
export function keepLease(
  clock: Clock,
  opened: OpenVault,
  name: string,
  term: LeaseTerm,
  lost: () => void = () => undefined,
): KeptLease | undefined {
  const lease = opened.acquireLease(name, term.lastsMs);
  return lease && keep(clock, lease, term, lost);
}

function keep(
  clock: Clock,
  lease: Lease,
  { lastsMs, extendedEveryMs }: LeaseTerm,
  lost: () => void,
): KeptLease {
  let stopExtending = extendLater();
  return {
    held: () => unlessBusy(() => lease.held()) === true,
    letGo: () => {
      stopExtending();
      unlessBusy(() => {
        lease.release();
      });
    },
  };

  function extendLater(): () => void {
    return clock.after(extendedEveryMs, () => {
      if (unlessBusy(() => lease.extend(lastsMs)) === false) {
        lost();
      } else {
        stopExtending = extendLater();
      }
    });
  }
}

function unlessBusy<Result>(work: () => Result): Result | undefined {
  try {
    return work();
  } catch (error) {
    nothingIfExpected(error);
    return undefined;
  }
}
