import type { Clock } from '../../ports.ts';
import { isOutOfReach } from '../../oauth/no-answer.ts';
import { WalletError } from '../../wallet-error.ts';
import type { Verdict } from './judge-revocation.ts';
import { dueAtMs } from './next-try.ts';

/** A service that wants to be left alone no longer than this is waited for; for any other the queue is there. */
export const PATIENCE_MS = 15_000;
/** So many in a row that could not reach a service prove that it is not just bad luck. */
const ENOUGH = 8;
const OUTAGE_MS = 30_000;

export interface Outage {
  readonly failure: WalletError;
  readonly untilMs: number;
}

/**
 * The services that it is no use to ask just now: those that said so, and those that nobody has reached for a while.
 * Each further call to such a one would only wait out its time limit, ten thousand times over.
 */
export interface ServiceOutages {
  of(lane: string): Outage | undefined;
  /** Learns from how a try ended. */
  learn(lane: string, verdict: Verdict): void;
  /** The person wants everything tried now. */
  forget(): void;
}

export function createServiceOutages(clock: Clock): ServiceOutages {
  const outages = new Map<string, Outage>();
  const inVain = new Map<string, number>();
  return {
    of: (lane) => {
      const outage = outages.get(lane);
      return outage !== undefined && dueAtMs(outage.untilMs, clock.now()) > clock.now() ? outage : undefined;
    },
    learn: (lane, { reason, retryAfterSeconds }) => {
      const count = isOutOfReach(reason) ? (inVain.get(lane) ?? 0) + 1 : 0;
      inVain.set(lane, count);
      const restMs = Math.max((retryAfterSeconds ?? 0) * 1000, count >= ENOUGH ? OUTAGE_MS : 0);
      if (reason instanceof WalletError && restMs > PATIENCE_MS) {
        outages.set(lane, { failure: reason, untilMs: clock.now() + restMs });
      } else {
        outages.delete(lane);
      }
    },
    forget: () => {
      outages.clear();
      inVain.clear();
    },
  };
}
