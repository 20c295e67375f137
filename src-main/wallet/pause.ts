import type { Clock } from './ports.ts';

/** Resolves when so much time has passed. */
export function pause(clock: Clock, durationMs: number): Promise<void> {
  return new Promise((resolve) => {
    clock.after(durationMs, resolve);
  });
}
