import type { Attempt } from '../contract/attempt.ts';
import type { Tell } from '../contract/contract.ts';

/** Hears what the wallet tells of an attempt, for as long as a command waits for its end. */
export interface AttemptListener {
  readonly tell: Tell;
  /** Calls back once, when it is the person's turn. */
  onWaiting(listener: (attempt: Attempt) => void): void;
  /** Resolves with the attempt when it is done or has failed. */
  ended(): Promise<Attempt>;
}

export function createAttemptListener(): AttemptListener {
  const end = Promise.withResolvers<Attempt>();
  let waiting: ((attempt: Attempt) => void) | undefined;
  return {
    tell: (name, payload) => {
      if (name !== 'attemptChanged') {
        return;
      }
      const attempt = payload as Attempt;
      if (attempt.state === 'waiting') {
        waiting?.(attempt);
        waiting = undefined;
      }
      if (attempt.state === 'done' || attempt.state === 'failed') {
        end.resolve(attempt);
      }
    },
    onWaiting: (listener) => {
      waiting = listener;
    },
    ended: () => end.promise,
  };
}
