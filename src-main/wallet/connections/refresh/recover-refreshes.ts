import type { Clock } from '../../ports.ts';
import type { ConnectionRecord } from '../../vault/records.ts';
import type { Vault } from '../../vault/vault.ts';
import { isWalletError, nothingIfExpected } from '../../wallet-error.ts';
import { afterWait } from '../after-wait.ts';
import { waitBeforeRetry } from '../../back-off.ts';
import type { Refresh } from './refresh.ts';

const BACK_OFF = { firstMs: 2_000, mostMs: 15 * 60_000 };

/** Sees to refreshes whose answer was lost: by the network, or because the wallet was killed before it had stored it. */
export interface RefreshRecovery {
  /** Presents the refresh token of each such connection once more, and goes on with those that still bring no answer. */
  recover(): Promise<void>;
  /** Does so in a while with one whose refresh has failed, if its answer is lost then. */
  soon(id: string, failure: unknown): void;
  close(): void;
}

/** Each connection waits for its own service, so that one which wants to be left alone holds up no other. */
export function createRefreshRecovery(
  { vault, clock }: { readonly vault: Vault; readonly clock: Clock },
  refresh: Refresh,
  random: () => number = Math.random,
): RefreshRecovery {
  /** How often it was tried, and what prevents the next try. */
  const waiting = new Map<string, { readonly tries: number; readonly cancel: () => void }>();

  async function presentAgain(id: string): Promise<void> {
    const tries = (waiting.get(id)?.tries ?? 0) + 1;
    forget(id);
    try {
      if (vault.isOpen() && isLost(vault.opened().read('connection', id))) {
        await refresh(id, { isPatient: false });
      }
    } catch (error) {
      nothingIfExpected(error);
      later(id, tries, error);
    }
  }

  function later(id: string, tries: number, failure: unknown): void {
    const retryAfter = isWalletError(failure) ? failure.detail['retryAfterSeconds'] : undefined;
    const cancel = afterWait(clock, waitBeforeRetry(BACK_OFF, tries, retryAfter, random), () => {
      presentAgain(id).catch(nothingIfExpected);
    });
    waiting.set(id, { tries, cancel });
  }

  function forget(id: string): void {
    waiting.get(id)?.cancel();
    waiting.delete(id);
  }

  return {
    recover: async () => {
      const lost = vault.isOpen() ? vault.opened().readAll('connection').records.filter(isLost) : [];
      await Promise.all(lost.map(({ id }) => presentAgain(id)));
    },
    soon: (id, failure) => {
      if (!waiting.has(id)) {
        later(id, 0, failure);
      }
    },
    close: () => {
      [...waiting.keys()].forEach(forget);
    },
  };
}

function isLost(record: ConnectionRecord | undefined): boolean {
  return (
    record !== undefined &&
    record.refreshBegunAtMs !== null &&
    record.refreshable &&
    record.revokedAtMs === null &&
    record.pending === null &&
    record.forgottenAtMs === null
  );
}
