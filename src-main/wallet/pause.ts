import type { Clock } from './ports.ts';

/**
 * Locking and quitting wait so long for answers that are on their way, and that nobody else would ever get: as long as a
 * service may take for one.
 */
export const SETTLE_MS = 30_000;

/** Resolves when so much time has passed. */
export function pause(clock: Clock, durationMs: number): Promise<void> {
  return new Promise((resolve) => {
    clock.after(durationMs, resolve);
  });
}

/** Resolves when the work has ended, one way or the other, or when so much time has passed. */
export async function atMost(clock: Clock, durationMs: number, work: Promise<unknown>): Promise<void> {
  const patience = Promise.withResolvers<undefined>();
  const stopTimer = clock.after(durationMs, () => {
    patience.resolve(undefined);
  });
  await Promise.race([Promise.allSettled([work]), patience.promise]);
  stopTimer();
}
