import type { RevocationOutcome } from '../../../contract/connection.ts';
import { RevocationOutcomeSchema } from '../../../contract/connection.ts';
import type { RevocationRun } from '../../../contract/revocation.ts';
import type { Clock } from '../../ports.ts';
import { moment } from '../../moment.ts';

/** Counts how a revocation of many goes on. */
export interface RunCounter {
  /** Something is put in line: a new run where none is under way, else a longer one. */
  begin(ids: readonly string[]): void;
  knows(id: string): boolean;
  /** One has been tried; later it may be tried again, with another outcome. */
  ended(id: string, outcome: RevocationOutcome): void;
  /** It is not ours any more: another process has taken it over or ended it. */
  leave(id: string): void;
  /** What is not over by its last try, and waits nowhere any more, was ended elsewhere or given up. */
  keepOnly(isThere: (id: string) => boolean): void;
  stop(): void;
  view(waiting: Pick<RevocationRun, 'waiting' | 'nextAttemptAt'>): RevocationRun;
}

export function createRunCounter(clock: Clock): RunCounter {
  /** The outcome of each by now; null for one that has not been tried. */
  const outcomes = new Map<string, RevocationOutcome | null>();
  const counts = new Map<RevocationOutcome, number>();
  let done = 0;
  let startedAtMs: number | null = null;
  let endedAtMs: number | null = null;
  let isStopped = false;

  return {
    begin: (ids) => {
      if (ids.length === 0) {
        return;
      }
      if (done === outcomes.size) {
        outcomes.clear();
        counts.clear();
        done = 0;
        startedAtMs = clock.now();
      }
      isStopped = false;
      for (const id of ids) {
        count(id, null);
      }
    },
    knows: (id) => outcomes.has(id),
    ended: (id, outcome) => {
      if (outcomes.has(id)) {
        count(id, outcome);
        endedAtMs = done === outcomes.size ? clock.now() : null;
      }
    },
    leave: (id) => {
      if (outcomes.get(id) === null) {
        outcomes.delete(id);
      }
    },
    keepOnly: (isThere) => {
      for (const [id, outcome] of outcomes) {
        if ((outcome === null || outcome === 'queued') && !isThere(id)) {
          count(id, null);
          outcomes.delete(id);
        }
      }
    },
    stop: () => {
      isStopped = done < outcomes.size;
    },
    view: (waiting) => {
      const total = outcomes.size;
      const seconds = startedAtMs === null ? 0 : ((endedAtMs ?? clock.now()) - startedAtMs) / 1000;
      const perSecond = done > 0 && seconds > 0 ? done / seconds : null;
      return {
        state: done === total ? 'idle' : isStopped ? 'stopped' : 'running',
        total,
        done,
        byOutcome: byOutcome(),
        startedAt: startedAtMs === null ? null : moment(startedAtMs),
        perSecond,
        secondsLeft: perSecond === null ? null : (total - done) / perSecond,
        ...waiting,
      };
    },
  };

  function count(id: string, outcome: RevocationOutcome | null): void {
    const before = outcomes.get(id) ?? null;
    if (before !== null) {
      counts.set(before, (counts.get(before) ?? 0) - 1);
    }
    if (outcome !== null) {
      counts.set(outcome, (counts.get(outcome) ?? 0) + 1);
    }
    done += Number(outcome !== null) - Number(before !== null);
    outcomes.set(id, outcome);
  }

  function byOutcome(): RevocationRun['byOutcome'] {
    const entries = RevocationOutcomeSchema.options.map((outcome) => [outcome, counts.get(outcome) ?? 0]);
    return Object.fromEntries(entries) as RevocationRun['byOutcome'];
  }
}
