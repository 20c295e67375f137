import { waitBeforeRetry } from '../../back-off.ts';
import type { WalletError } from '../../wallet-error.ts';
import type { Job } from './plan-jobs.ts';

const BUSY = { firstMs: 1_000, mostMs: 60_000 };
/** The window of a limit that is told in advance; whoever asks for more patience is not waited for. */
export const MOST_PATIENCE_SECONDS = 3_600;
/** So often a service may be busy without saying for how long before its tokens wait in the queue. */
const MOST_BUSY = 5;

/** How long the whole lane rests before the same job has its turn once more; null: its tokens wait in the queue. */
export function restAfter(job: Job, failure: WalletError): number | null {
  if (failure.code !== 'service-busy') {
    return null;
  }
  const told = failure.detail['retryAfterSeconds'];
  if (told !== undefined) {
    const seconds = Math.max(1, Number(told));
    return seconds > MOST_PATIENCE_SECONDS ? null : seconds * 1_000;
  }
  job.busy += 1;
  return job.busy > MOST_BUSY ? null : waitBeforeRetry(BUSY, job.busy, undefined, Math.random);
}
