import type { Clock } from '../../ports.ts';
import type { Vault } from '../../vault/vault.ts';
import { isWalletError, nothingIfExpected } from '../../wallet-error.ts';
import { atMoment } from '../at-moment.ts';
import { waitBeforeRetry } from '../../back-off.ts';
import type { Refresh } from './refresh.ts';

const BACK_OFF = { firstMs: 2_000, mostMs: 15 * 60_000 };

/** Sees to refreshes whose answer was lost: by the network, or because the wallet was killed before it had stored it. */
export interface RefreshRecovery {
  /** Presents the refresh token of each such connection once more, and goes on with those that still bring no answer. */
  recover(): Promise<void>;
  /** Does so in a while, where there are any then. */
  soon(): void;
  close(): void;
}

export function createRefreshRecovery(
  { vault, clock }: { readonly vault: Vault; readonly clock: Clock },
  refresh: Refresh,
  random: () => number = Math.random,
): RefreshRecovery {
  let attempt = 0;
  let cancel: (() => void) | undefined;

  async function recover(): Promise<void> {
    close();
    const retryAfterSeconds = await Promise.all(lostIn(vault).map(presentAgain));
    if (lostIn(vault).length === 0) {
      attempt = 0;
      return;
    }
    const longest = Math.max(...retryAfterSeconds);
    arm(waitBeforeRetry(BACK_OFF, attempt, String(longest), random));
    attempt += 1;
  }

  /** Answers with the seconds for which the service wants to be left alone. */
  async function presentAgain(id: string): Promise<number> {
    try {
      await refresh(id, { isPatient: false });
    } catch (error) {
      nothingIfExpected(error);
      return isWalletError(error) ? Number(error.detail['retryAfterSeconds'] ?? 0) : 0;
    }
    return 0;
  }

  function arm(waitMs: number): void {
    close();
    cancel = atMoment(clock, clock.now() + waitMs, () => {
      recover().catch(nothingIfExpected);
    });
  }

  function close(): void {
    cancel?.();
    cancel = undefined;
  }

  return {
    recover,
    soon: () => {
      if (cancel === undefined) {
        arm(BACK_OFF.firstMs);
      }
    },
    close,
  };
}

function lostIn(vault: Vault): readonly string[] {
  if (!vault.isOpen()) {
    return [];
  }
  return vault
    .opened()
    .readAll('connection')
    .records.filter(
      ({ refreshBegunAtMs, refreshable, revokedAtMs, pending, forgottenAtMs }) =>
        refreshBegunAtMs !== null &&
        refreshable &&
        revokedAtMs === null &&
        pending === null &&
        forgottenAtMs === null,
    )
    .map(({ id }) => id);
}
