import { type RevocationOutcome, RevocationOutcomeSchema } from '../../../contract/connection.ts';
import type { LeakRun } from '../../../contract/leak.ts';
import { moment } from '../../moment.ts';
import type { LeakedTokenRecord } from '../../vault/records.ts';
import { isToBeRevoked, nextAttemptMs } from './row-after.ts';

/** The read model of a run, from the tokens that it took on. */
export function viewRun(
  rows: readonly LeakedTokenRecord[],
  run: {
    readonly startedAtMs: number;
    readonly looking: LeakRun['looking'];
    readonly cutsSinceMs: number | null;
    readonly ended: number;
    readonly isStopped: boolean;
    /** Until when services want to be left alone; the latest. */
    readonly restsUntilMs: number;
  },
  nowMs: number,
): LeakRun {
  const byOutcome = Object.fromEntries(
    RevocationOutcomeSchema.options.map((outcome) => [outcome, 0]),
  ) as Record<RevocationOutcome, number>;
  let done = 0;
  for (const { state } of rows) {
    done += state === 'waiting' || state === 'revoking' ? 0 : 1;
    if (Object.hasOwn(byOutcome, state)) {
      byOutcome[state as RevocationOutcome] += 1;
    }
  }
  const isRunning = done < rows.length && !run.isStopped;
  const seconds = (nowMs - (run.cutsSinceMs ?? nowMs)) / 1_000;
  const perSecond = seconds > 0 && run.ended > 0 ? run.ended / seconds : null;
  const restMs = Math.max(0, run.restsUntilMs - nowMs);
  const left = rows.filter(isToBeRevoked);
  const nextMs = restMs > 0 && isRunning ? nowMs + restMs : nextAttemptMs(left);
  return {
    state: run.isStopped ? 'stopped' : isRunning ? 'running' : 'idle',
    total: rows.length,
    done,
    looking: run.isStopped ? null : run.looking,
    byOutcome,
    startedAt: moment(run.startedAtMs),
    perSecond,
    secondsLeft:
      isRunning && perSecond !== null ? Math.ceil(restMs / 1_000 + (rows.length - done) / perSecond) : null,
    waiting: left.filter(({ state }) => state === 'queued').length,
    nextAttemptAt: nextMs === null ? null : moment(nextMs),
  };
}
