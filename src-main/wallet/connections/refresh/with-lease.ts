import type { Clock } from '../../ports.ts';
import type { Lease, OpenVault } from '../../vault/vault.ts';
import { WalletError } from '../../wallet-error.ts';

/** Whoever has not extended a lease for so long is taken for dead. */
const LEASE_MS = 10_000;
const EXTEND_MS = 3_000;
const POLL_MS = 200;
/** Longer than one refresh may take. */
const PATIENCE_MS = 90_000;

/**
 * Does the work while this process, and within it this caller alone, holds a lease. It is short and extended while the
 * work lasts, so that others need not wait long for a process that was killed.
 *
 * A process that was stopped for a while, as by a sleep of the computer, may find it taken over: `lease.held()`. Rejects
 * with `vault-busy` where the holder does not let go.
 */
export async function withLease<Result>(
  clock: Clock,
  opened: OpenVault,
  name: string,
  work: (lease: Lease) => Promise<Result>,
): Promise<Result> {
  const lease = await waitForLease(clock, opened, name);
  let stopExtending = extend();
  try {
    return await work(lease);
  } finally {
    stopExtending();
    unlessLocked(() => {
      lease.release();
    });
  }

  function extend(): () => void {
    return clock.after(EXTEND_MS, () => {
      unlessLocked(() => lease.extend(LEASE_MS));
      stopExtending = extend();
    });
  }
}

/** Once the vault has been locked or is busy, the lease runs out by itself; that must not fail what is done under it. */
function unlessLocked(work: () => unknown): void {
  try {
    work();
  } catch {
    // See above.
  }
}

async function waitForLease(clock: Clock, opened: OpenVault, name: string): Promise<Lease> {
  const giveUpAtMs = clock.now() + PATIENCE_MS;
  for (;;) {
    const lease = opened.acquireLease(name, LEASE_MS);
    if (lease !== undefined) {
      return lease;
    }
    if (clock.now() >= giveUpAtMs) {
      throw new WalletError('vault-busy');
    }
    await new Promise<void>((resolve) => clock.after(POLL_MS, resolve));
  }
}
