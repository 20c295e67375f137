import type { Clock } from '../../ports.ts';
import { keepLease, type KeptLease } from '../../vault/kept-lease.ts';
import type { OpenVault } from '../../vault/vault.ts';
import { waitForLease } from '../../vault/wait-for-lease.ts';

const TERM = { lastsMs: 10_000, extendedEveryMs: 3_000 };
/** The patience is longer than one refresh may take. */
const WAIT = { pollMs: 200, patienceMs: 90_000 };

/** The name of the lease under which the refresh token of a connection is presented. */
export function refreshLease(connectionId: string): string {
  return `refresh ${connectionId}`;
}

/** Whether the refresh token of a connection is being presented, in this process or in another. */
export function isRefreshUnderWay(opened: OpenVault, connectionId: string): boolean {
  const lease = opened.acquireLease(refreshLease(connectionId), TERM.lastsMs);
  lease?.release();
  return lease === undefined;
}

/**
 * Does the work while this process, and within it this caller alone, holds a lease.
 *
 * A process that was stopped for a while, as by a sleep of the computer, may find it taken over: `lease.held()`. Rejects
 * with `vault-busy` where the holder does not let go.
 */
export async function withLease<Result>(
  clock: Clock,
  opened: OpenVault,
  name: string,
  work: (lease: KeptLease) => Promise<Result>,
): Promise<Result> {
  const lease = await waitForLease(clock, WAIT, () => keepLease(clock, opened, name, TERM));
  try {
    return await work(lease);
  } finally {
    lease.letGo();
  }
}
