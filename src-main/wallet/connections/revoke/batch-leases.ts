import type { Clock } from '../../ports.ts';
import type { Lease, Vault } from '../../vault/vault.ts';
import { nothingIfExpected } from '../../wallet-error.ts';

/** Whoever has not extended a lease for so long is taken for dead, and others go on. */
export const LEASE_MS = 15_000;
const EXTEND_MS = 5_000;

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
  const held = new Map<string, Lease>();
  let stopExtending = (): void => undefined;

  return {
    hold: (batch) => {
      if (held.has(batch)) {
        return true;
      }
      const lease = vault.opened().acquireLease(`revocations ${batch}`, LEASE_MS);
      if (lease === undefined) {
        return false;
      }
      held.set(batch, lease);
      if (held.size === 1) {
        extendLater();
      }
      return true;
    },
    releaseAllBut: (needed) => {
      for (const [batch, lease] of held) {
        if (!needed.has(batch)) {
          held.delete(batch);
          letGo(lease);
        }
      }
    },
    close: () => {
      stopExtending();
      held.forEach(letGo);
      held.clear();
    },
  };

  function extendLater(): void {
    stopExtending();
    stopExtending = clock.after(EXTEND_MS, () => {
      for (const [batch, lease] of held) {
        if (vault.isOpen() && !lease.extend(LEASE_MS)) {
          held.delete(batch);
          lost(batch);
        }
      }
      if (held.size > 0) {
        extendLater();
      }
    });
  }
}

/** One that cannot be let go of, because the vault is locked or busy, runs out by itself. */
function letGo(lease: Lease): void {
  try {
    lease.release();
  } catch (error) {
    nothingIfExpected(error);
  }
}
