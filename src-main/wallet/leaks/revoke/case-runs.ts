import type { LeakRun } from '../../../contract/leak.ts';
import { atMoment } from '../../connections/at-moment.ts';
import { moment } from '../../moment.ts';
import { atMost, SETTLE_MS } from '../../pause.ts';
import { createGroupCommit } from '../../vault/group-commit.ts';
import type { CaseBooks } from '../cases/case-books.ts';
import { setState } from '../cases/change-case.ts';
import { countAnewIfClosed } from '../cases/close-case.ts';
import { nothingWaits, type ServiceQueue } from '../cases/view-case.ts';
import { holdingsOf } from '../match/holdings.ts';
import { createCaseHold } from './case-hold.ts';
import { type CaseRun, newCaseRun } from './case-run.ts';
import type { JobContext } from './do-job.ts';
import { type Job, planJobs } from './plan-jobs.ts';
import { nextAttemptMs } from './row-after.ts';
import { queueInView, runInView, toBeRevoked } from './run-rows.ts';
import { createTurns } from './take-turns.ts';

/** Revokes the tokens of cases that are waiting for it, in this process or, after a crash, in the next. */
export interface CaseRuns {
  /** Goes on with what waits in a case. What was begun by another process that lives is left to it, and waited for. */
  work(number: number): void;
  /** Begins nothing more; what is under way ends. */
  stop(number: number): void;
  /** How it stands; null where nothing was begun in this process. */
  runOf(number: number): LeakRun | null;
  queueOf(number: number, service: string): ServiceQueue;
  /** Resolves when every token of the case was tried, and at once where nothing is under way. */
  settled(number: number): Promise<void>;
  /** Begins nothing more, and resolves when what is under way has ended. What is left is gone on with after `close`. */
  settle(): Promise<void>;
  close(): void;
}

export function createCaseRuns(
  context: JobContext,
  books: CaseBooks,
  changed: (number: number) => void,
): CaseRuns {
  const { vault, clock, services } = context;
  const runs = new Map<number, CaseRun>();
  const group = createGroupCommit(() => vault.opened());
  const turns = createTurns(context, { books, group, changed });
  const hold = createCaseHold(vault, clock, leaveToOther);
  const underWay = new Set<Promise<void>>();

  return {
    work: (number) => {
      const before = runs.get(number);
      if (before?.isStopped === false && before.lease !== undefined) {
        addJobs(before);
        return;
      }
      if (before !== undefined) {
        hold.letGo(before);
      }
      const run = newCaseRun(number, clock.now());
      runs.set(number, run);
      begin(run);
    },
    stop: (number) => {
      const run = runs.get(number);
      if (run !== undefined) {
        run.isStopped = true;
        dropTurns(run);
        hold.letGo(run);
      }
    },
    runOf: (number) => {
      const run = runs.get(number);
      return run === undefined ? null : runInView(books, run, clock.now());
    },
    queueOf: (number, service) => {
      const run = runs.get(number);
      return run === undefined ? nothingWaits : queueInView(books, run, service, clock.now());
    },
    settled: (number) => runs.get(number)?.settled.promise ?? Promise.resolve(),
    settle: async () => {
      runs.forEach((run) => {
        run.isEnding = true;
      });
      turns.drop(() => true);
      await atMost(clock, SETTLE_MS, Promise.all(underWay));
    },
    close: () => {
      turns.close();
      if (vault.isOpen()) {
        group.flush();
      }
      runs.forEach((run) => {
        hold.letGo(run);
        run.settled.resolve(undefined);
      });
      runs.clear();
    },
  };

  function begin(run: CaseRun): void {
    const isHeld = hold.take(run);
    // Another process may have written of the case until now.
    books.forget(run.number);
    if (isHeld) {
      addJobs(run);
    } else if (toBeRevoked(books, run.number).length === 0) {
      run.settled.resolve(undefined);
    } else {
      beginWhenFree(run);
    }
  }

  function addJobs(run: CaseRun): void {
    const rows = toBeRevoked(books, run.number).filter(
      ({ fingerprint, state }) => state !== 'queued' && !run.taken.has(fingerprint),
    );
    rows.forEach(({ fingerprint }) => run.taken.add(fingerprint));
    const pass = workThrough(run, planJobs(services, holdingsOf(vault.opened(), services), rows))
      .then(
        () => {
          passEnded(run);
        },
        (error: unknown) => {
          hold.letGo(run);
          run.settled.reject(error);
        },
      )
      .finally(() => underWay.delete(pass));
    underWay.add(pass);
  }

  /**
   * First every token is looked at, then the first is revoked: tokens of one grant die together, and of one that is
   * found dead nobody could say any more whether it was ours to revoke.
   */
  async function workThrough(run: CaseRun, jobs: readonly Job[]): Promise<void> {
    const unseen = jobs.filter(({ isLookedAt }) => !isLookedAt);
    const tokens = unseen.reduce((sum, { fingerprints }) => sum + fingerprints.length, 0);
    run.looking = tokens === 0 ? null : { done: 0, total: tokens };
    await turns.add(unseen.map((job) => ({ run, job, step: 'look' })));
    run.looking = null;
    run.cutsSinceMs ??= clock.now();
    await turns.add(jobs.map((job) => ({ run, job, step: 'cut' })));
  }

  /** Everything was tried. What is queued is tried again when its time comes; otherwise the case is open again. */
  function passEnded(run: CaseRun): void {
    if (run.isEnding) {
      return;
    }
    if (runs.get(run.number) !== run || !vault.isOpen()) {
      run.settled.resolve(undefined);
      return;
    }
    if (run.lease === undefined && !run.isStopped) {
      // Another process has taken the case over; it is looked at again when that has ended.
      return;
    }
    countAnewIfClosed(context, books, run.number);
    const left = toBeRevoked(books, run.number);
    if (left.some(({ state }) => state !== 'queued') && !run.isStopped) {
      return;
    }
    const nextMs = nextAttemptMs(left);
    if (run.isStopped) {
      hold.letGo(run);
    } else if (nextMs !== null) {
      run.cancel.push(
        atMoment(clock, nextMs, () => {
          requeue(run);
        }),
      );
    } else {
      setState(books, run.number, 'revoking', 'open');
      hold.letGo(run);
    }
    run.settled.resolve(undefined);
    changed(run.number);
  }

  /** Takes on once more what is due by now. */
  function requeue(run: CaseRun): void {
    const due = toBeRevoked(books, run.number).filter(
      ({ nextAttemptAt }) => (nextAttemptAt ?? '') <= moment(clock.now()),
    );
    books.write(run.number, (change) => {
      due.forEach(({ fingerprint }) => {
        change.putRow(fingerprint, (row) => ({ ...row, state: 'waiting', nextAttemptAt: null }));
      });
    });
    due.forEach(({ fingerprint }) => run.taken.delete(fingerprint));
    addJobs(run);
  }

  /** After a sleep of this computer, say. What is left when the other process has ended is gone on with. */
  function leaveToOther(run: CaseRun): void {
    dropTurns(run);
    run.taken.clear();
    beginWhenFree(run);
  }

  function beginWhenFree(run: CaseRun): void {
    hold.whenFree(run, () => {
      begin(run);
      changed(run.number);
    });
  }

  function dropTurns(run: CaseRun): void {
    turns.drop((turn) => turn.run === run);
  }
}
