import type { Clock } from '../../ports.ts';
import { keepLease, type KeptLease } from '../../vault/kept-lease.ts';
import type { OpenVault } from '../../vault/vault.ts';
import { WalletError } from '../../wallet-error.ts';

const TERM = { lastsMs: 10_000, extendedEveryMs: 3_000 };
const POLL_MS = 200;
/** Longer than one refresh may take. */
const PATIENCE_MS = 90_000;

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
  const lease = await waitForLease(clock, opened, name);
  try {
    return await work(lease);
  } finally {
    lease.letGo();
  }
}

async function waitForLease(clock: Clock, opened: OpenVault, name: string): Promise<KeptLease> {
  const giveUpAtMs = clock.now() + PATIENCE_MS;
  for (;;) {
    const lease = keepLease(clock, opened, name, TERM);
    if (lease !== undefined) {
      return lease;
    }
    if (clock.now() >= giveUpAtMs) {
      throw new WalletError('vault-busy');
    }
    await new Promise<void>((resolve) => clock.after(POLL_MS, resolve));
  }
}
