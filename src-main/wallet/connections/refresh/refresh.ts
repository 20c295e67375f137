import type { KeptLease } from '../../vault/kept-lease.ts';
import type { ConnectionRecord } from '../../vault/records.ts';
import { type ConnectionContext, findConnection, requireUsable } from '../context.ts';
import { waitBeforeRetry } from '../../back-off.ts';
import { pause } from '../../pause.ts';
import { WalletError } from '../../wallet-error.ts';
import { isWorthAnotherTry } from './judge-failure.ts';
import { presentRefreshToken } from './present-refresh-token.ts';
import { refreshLease, withLease } from './with-lease.ts';

/**
 * A lost answer is asked for again at once: services with a grace time (Okta, Auth0 and others) give the same one again
 * for some seconds.
 */
const BACK_OFF = { firstMs: 500, mostMs: 8_000 };
const PATIENCE_MS = 30_000;

/** Renews a connection's token set. Callers in this process share one refresh per connection. */
export type Refresh = (
  id: string,
  wish?: {
    /** false: tries once only. */
    readonly isPatient: boolean;
  },
) => Promise<ConnectionRecord>;

/** The refreshes of this process. */
export interface Refresher {
  /** Rejects with `vault-locked` while it is stopped: nobody would keep the answer. */
  readonly refresh: Refresh;
  /** Begins nothing and tries nothing again from now on; resolves when what is under way has ended. */
  stop(): Promise<void>;
  /** The vault is open again. */
  goOn(): void;
}

/**
 * Makes the refresh of this process: one at a time per connection, here by a shared promise and across processes by a
 * lease in the vault, because the second use of a rotating refresh token ends the whole family (RFC 9700 section 4.14).
 */
export function createRefresher(context: ConnectionContext, random: () => number = Math.random): Refresher {
  const { clock, activities } = context;
  const underWay = new Map<string, Promise<ConnectionRecord>>();
  let stopping = Promise.withResolvers<'stopped'>();
  let isStopped = false;
  return {
    refresh: async (id, { isPatient } = { isPatient: true }) => {
      const running = underWay.get(id);
      if (running !== undefined) {
        return running;
      }
      refuseIfStopped();
      const untilMs = clock.now() + (isPatient ? PATIENCE_MS : 0);
      const started = activities
        .during(id, 'refreshing', () => refreshUnderLease(id, untilMs))
        .finally(() => underWay.delete(id));
      underWay.set(id, started);
      return started;
    },
    stop: async () => {
      isStopped = true;
      stopping.resolve('stopped');
      stopping = Promise.withResolvers();
      await Promise.allSettled(underWay.values());
    },
    goOn: () => {
      isStopped = false;
    },
  };

  function refuseIfStopped(): void {
    if (isStopped) {
      throw new WalletError('vault-locked');
    }
  }

  async function refreshUnderLease(id: string, untilMs: number): Promise<ConnectionRecord> {
    const opened = context.vault.opened();
    const before = findConnection(opened, id);
    return withLease(clock, opened, refreshLease(id), async (lease) => {
      refuseIfStopped();
      const present = findConnection(opened, id);
      requireUsable(present);
      // Another process renewed it while this one waited: its token set is the one to use.
      return present.generation === before.generation ? untilRenewed(lease, id, untilMs) : present;
    });
  }

  async function untilRenewed(lease: KeptLease, id: string, untilMs: number): Promise<ConnectionRecord> {
    for (let attempt = 0; ; attempt += 1) {
      try {
        return await presentRefreshToken(context, lease, id);
      } catch (error) {
        if (!isWorthAnotherTry(error) || isStopped) {
          throw error;
        }
        const waitMs = waitBeforeRetry(BACK_OFF, attempt, error.detail['retryAfterSeconds'], random);
        if (clock.now() + waitMs > untilMs) {
          throw error;
        }
        if ((await Promise.race([stopping.promise, pause(clock, waitMs)])) === 'stopped') {
          throw error;
        }
      }
    }
  }
}
