import type { Clock } from '../../ports.ts';
import { keepLease, type KeptLease } from '../../vault/kept-lease.ts';
import type { Vault } from '../../vault/vault.ts';

const TERM = { lastsMs: 15_000, extendedEveryMs: 5_000 };
/** How soon it is worth a look whether a batch of another process has become free. */
export const LEASE_MS = TERM.lastsMs;

/** The batches of revocations that this process works on; no other does meanwhile. */
export interface BatchLeases {
  /** Whether this process has the batch; takes it where nobody has. */
  hold(batch: string): boolean;
  /** Lets go of those that it does not need any more. */
  releaseAllBut(needed: ReadonlySet<string>): void;
  /** Lets go of all. */
  close(): void;
}

/** Calls `lost` with a batch that another process has taken over, such as after a sleep of this computer. */
export function createBatchLeases(vault: Vault, clock: Clock, lost: (batch: string) => void): BatchLeases {
  const held = new Map<string, KeptLease>();

  return {
    hold: (batch) => {
      if (held.has(batch)) {
        return true;
      }
      const lease = keepLease(clock, vault.opened(), `revocations ${batch}`, TERM, () => {
        held.delete(batch);
        lost(batch);
      });
      if (lease !== undefined) {
        held.set(batch, lease);
      }
      return lease !== undefined;
    },
    releaseAllBut,
    close: () => {
      releaseAllBut(new Set());
    },
  };

  function releaseAllBut(needed: ReadonlySet<string>): void {
    for (const [batch, lease] of held) {
      if (!needed.has(batch)) {
        held.delete(batch);
        lease.letGo();
      }
    }
  }
}
