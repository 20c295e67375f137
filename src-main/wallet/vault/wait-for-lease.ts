import { pause } from '../pause.ts';
import type { Clock } from '../ports.ts';
import { WalletError } from '../wallet-error.ts';

/**
 * Takes a lease as soon as no other process has it: `take` answers with undefined while one does. Rejects with
 * `vault-busy` where the holder does not let go.
 */
export async function waitForLease<Lease>(
  clock: Clock,
  { pollMs, patienceMs }: { readonly pollMs: number; readonly patienceMs: number },
  take: () => Lease | undefined,
): Promise<Lease> {
  const giveUpAtMs = clock.now() + patienceMs;
  for (;;) {
    const lease = take();
    if (lease !== undefined) {
      return lease;
    }
    if (clock.now() >= giveUpAtMs) {
      throw new WalletError('vault-busy');
    }
    await pause(clock, pollMs);
  }
}
