import { randomUUID } from 'node:crypto';
import type { Attempt, Flow } from '../../../contract/attempt.ts';
import { toErrorValue, WalletError } from '../../wallet-error.ts';
import { moment } from '../../moment.ts';
import type { ConnectionContext } from '../context.ts';

/** How long a person has to answer in the browser. */
export const ATTEMPT_MS = 10 * 60_000;

/** One attempt to connect, from its start to its one end. */
export interface AttemptUnderWay {
  /** How it stands now. */
  view(): Attempt;
  isOver(): boolean;
  update(change: Partial<Attempt>): void;
  /** Ends it with a reason, once; told to the window and noted in the journal. */
  fail(reason: unknown): void;
  /** Ends it from outside: cancelled, replaced, or out of time. */
  stop(reason: WalletError): void;
  /** Aborted with the reason when it is ended from outside. */
  readonly signal: AbortSignal;
  /** The next step, or the end from outside, whichever comes first. */
  until<Result>(step: Promise<Result>): Promise<Result>;
}

export function beginAttempt(
  { clock, tell, vault }: ConnectionContext,
  issuer: string,
  flow: Flow,
): AttemptUnderWay {
  const stopped = Promise.withResolvers<never>();
  const controller = new AbortController();
  // Nobody may be waiting for the next step when the attempt is stopped; that is no unhandled failure.
  stopped.promise.catch(() => undefined);
  const startedAtMs = clock.now();
  let attempt: Attempt = {
    id: randomUUID(),
    state: 'preparing',
    flow,
    address: null,
    device: null,
    service: { name: issuer, issuer },
    startedAt: moment(startedAtMs),
    expiresAt: moment(startedAtMs + ATTEMPT_MS),
    notes: [],
    connectionId: null,
    replaced: false,
    error: null,
  };
  const endDeadline = clock.after(ATTEMPT_MS, () => {
    stop(new WalletError('attempt-expired', { seconds: String(ATTEMPT_MS / 1000) }));
  });
  tell('attemptChanged', attempt);
  return {
    view: () => attempt,
    isOver,
    update,
    fail,
    stop,
    signal: controller.signal,
    until: (step) => Promise.race([step, stopped.promise]),
  };

  function isOver(): boolean {
    return attempt.state === 'done' || attempt.state === 'failed';
  }

  function update(change: Partial<Attempt>): void {
    if (isOver()) {
      return;
    }
    attempt = { ...attempt, ...change };
    if (isOver()) {
      endDeadline();
    }
    tell('attemptChanged', attempt);
  }

  function fail(reason: unknown): void {
    if (isOver()) {
      return;
    }
    const error = toErrorValue(reason);
    update({ state: 'failed', error });
    vault.opened().write((writer) => {
      writer.note({
        action: 'connect-failed',
        connectionId: null,
        about: { service: attempt.service.name, error: error.code, detail: error.message },
      });
    });
  }

  function stop(reason: WalletError): void {
    if (!isOver()) {
      fail(reason);
      stopped.reject(reason);
      controller.abort(reason);
    }
  }
}
