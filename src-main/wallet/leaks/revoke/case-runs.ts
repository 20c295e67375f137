import type { Fingerprint } from '../../../contract/leak.ts';
import type { RevocationRun } from '../../../contract/revocation.ts';
import { atMoment } from '../../connections/at-moment.ts';
import { moment } from '../../connections/connection-view.ts';
import { waitBeforeRetry } from '../../connections/refresh/back-off.ts';
import { isOutOfReach, isWorthAnotherTry } from '../../oauth/no-answer.ts';
import { createGroupCommit, type GroupCommit } from '../../vault/group-commit.ts';
import type { LeakedTokenRecord } from '../../vault/records.ts';
import type { Lease } from '../../vault/vault.ts';
import { isWalletError, type WalletError } from '../../wallet-error.ts';
import { type Answered, createWorkOff, type WorkOff } from '../../work-off.ts';
import { askLeakedToken } from '../ask/ask-leaked-token.ts';
import type { CaseBooks } from '../cases/case-books.ts';
import { nothingWaits, type ServiceQueue } from '../cases/view-case.ts';
import { holdingsOf } from '../match/holdings.ts';
import { doJob, type JobContext } from './do-job.ts';
import type { Ending } from './ending.ts';
import { createIntrospectionSight } from './introspection-sight.ts';
import { type Job, planJobs } from './plan-jobs.ts';
import { createRequestWindow } from './request-window.ts';
import { endedRow, isToBeRevoked, nextAttemptMs, queuedRow } from './row-after.ts';
import { viewRun } from './view-run.ts';

/** Polite to a service, and quick enough for whoever watches ten thousand. */
const AT_ONCE = 8;
/** One that was killed is taken for dead after so long, so that the next start goes on soon. */
const LEASE_MS = 6_000;
const EXTEND_MS = 2_500;
const BUSY = { firstMs: 1_000, mostMs: 60_000 };
/** So often a service may be busy without saying for how long before its tokens wait in the queue. */
const MOST_BUSY = 5;

/** Revokes the tokens of cases that are waiting for it, in this process or, after a crash, in the next. */
export interface CaseRuns {
  /** Goes on with what waits in a case. What was begun by another process that lives is left to it, and waited for. */
  work(number: number): void;
  /** Begins nothing more; what is under way ends. */
  stop(number: number): void;
  /** How it stands; null where nothing was begun in this process. */
  runOf(number: number): RevocationRun | null;
  queueOf(number: number, service: string): ServiceQueue;
  /** Resolves when every token of the case was tried, and at once where nothing is under way. */
  settled(number: number): Promise<void>;
  close(): void;
}

/** A job has one turn or two: to look at its tokens, and to revoke them. */
interface Turn {
  readonly job: Job;
  readonly step: 'look' | 'cut';
}

interface Rest {
  readonly untilMs: number;
  readonly limit: ServiceQueue['limit'];
}

interface Run {
  readonly number: number;
  readonly taken: Set<Fingerprint>;
  readonly startedAtMs: number;
  readonly rests: Map<string, Rest>;
  lease: Lease | undefined;
  ended: number;
  isStopped: boolean;
  cancel: (() => void)[];
  settled: PromiseWithResolvers<undefined>;
}

export function createCaseRuns(
  context: JobContext,
  books: CaseBooks,
  changed: (number: number) => void,
): CaseRuns {
  const { vault, clock, services } = context;
  const runs = new Map<number, Run>();
  const sight = createIntrospectionSight(context.oauth);
  const requests = createRequestWindow(clock);
  const group: GroupCommit = createGroupCommit(() => vault.opened());
  let workOff = begin();

  function begin(): WorkOff<Turn> {
    return createWorkOff({ laneOf: ({ job }) => job.home.key, atOnce: () => AT_ONCE, work: workOn, clock });
  }

  return {
    work: (number) => {
      const before = runs.get(number);
      const run = before?.isStopped === false && before.lease !== undefined ? before : newRun(number);
      if (run === before) {
        addJobs(run);
      } else {
        end(before);
        runs.set(number, run);
        takeLease(run);
      }
    },
    stop: (number) => {
      const run = runs.get(number);
      if (run !== undefined) {
        run.isStopped = true;
        workOff.drop(({ job }) => job.caseNumber === number);
        end(run);
      }
    },
    runOf: (number) => {
      const run = runs.get(number);
      return run === undefined ? null : viewOf(run);
    },
    queueOf: (number, service) => {
      const run = runs.get(number);
      if (run === undefined) {
        return nothingWaits;
      }
      const { limit = null, untilMs = 0 } = run.rests.get(service) ?? {};
      const rows = rowsOf(run).filter((row) => row.service === service && isToBeRevoked(row));
      const nextMs = untilMs > clock.now() ? untilMs : nextAttemptMs(rows);
      return nextMs === null
        ? nothingWaits
        : {
            waiting: rows.length,
            nextAttemptAt: moment(nextMs),
            limit: untilMs > clock.now() ? limit : null,
          };
    },
    settled: (number) => runs.get(number)?.settled.promise ?? Promise.resolve(),
    close: () => {
      workOff.close();
      workOff = begin();
      if (vault.isOpen()) {
        group.flush();
      }
      runs.forEach(end);
      runs.clear();
    },
  };

  function newRun(number: number): Run {
    const settled = Promise.withResolvers<undefined>();
    // Whoever waits hears of a failure; in the window nobody may be waiting.
    settled.promise.catch(() => undefined);
    return {
      number,
      taken: new Set(),
      startedAtMs: clock.now(),
      rests: new Map(),
      lease: undefined,
      ended: 0,
      isStopped: false,
      cancel: [],
      settled,
    };
  }

  function takeLease(run: Run): void {
    run.lease = vault.opened().acquireLease(`leak case ${run.number}`, LEASE_MS);
    books.forget(run.number);
    if (run.lease !== undefined) {
      keepLease(run);
      addJobs(run);
    } else if (waitingIn(run.number).length === 0) {
      run.settled.resolve(undefined);
    } else {
      run.cancel.push(
        clock.after(EXTEND_MS, () => {
          takeLease(run);
          changed(run.number);
        }),
      );
    }
  }

  function keepLease(run: Run): void {
    run.cancel.push(
      clock.after(EXTEND_MS, () => {
        if (run.lease?.extend(LEASE_MS) === true) {
          keepLease(run);
        } else {
          // The computer slept, and another process goes on with it.
          workOff.drop(({ job }) => job.caseNumber === run.number);
          run.lease = undefined;
        }
      }),
    );
  }

  function addJobs(run: Run): void {
    const rows = waitingIn(run.number).filter(
      ({ fingerprint, state }) => state !== 'queued' && !run.taken.has(fingerprint),
    );
    rows.forEach(({ fingerprint }) => run.taken.add(fingerprint));
    workThrough(planJobs(services, holdingsOf(vault.opened(), services), rows)).then(
      () => {
        passEnded(run);
      },
      (error: unknown) => {
        end(run);
        run.settled.reject(error);
      },
    );
  }

  /**
   * First every token is looked at, then the first is revoked: tokens of one grant die together, and of one that is
   * found dead nobody could say any more whether it was ours to revoke.
   */
  async function workThrough(jobs: readonly Job[]): Promise<void> {
    await workOff.add(jobs.filter(({ isLookedAt }) => !isLookedAt).map((job) => ({ job, step: 'look' })));
    await workOff.add(jobs.map((job) => ({ job, step: 'cut' })));
  }

  async function workOn({ job, step }: Turn, answered: (how?: Answered) => void): Promise<void> {
    const run = runs.get(job.caseNumber);
    const rows = waitingIn(job.caseNumber, job.fingerprints).filter(({ state }) => state !== 'queued');
    if (run?.lease === undefined || run.isStopped || rows.length === 0) {
      return;
    }
    if (step === 'look') {
      await lookAt(run, rows, job, answered);
      return;
    }
    const fullMs = job.limit === undefined ? 0 : requests.take(job.home.key, job.limit);
    if (fullMs > 0 && job.limit !== undefined) {
      rest(run, job, fullMs, { requests: job.limit.requests, seconds: job.limit.perSeconds });
      answered({ restMs: fullMs, again: true });
      return;
    }
    rows.forEach(({ fingerprint }) => {
      books.mark(run.number, fingerprint, 'revoking');
    });
    const endings = await doJob(context, sight, job, rows);
    const again = [...endings].flatMap(([fingerprint, ending]) =>
      ending.state === 'again' ? { fingerprint, failure: ending.failure } : [],
    );
    const [first] = again;
    if (first !== undefined && restOrQueue(run, job, first.failure, answered)) {
      job.fingerprints = again.map(({ fingerprint }) => fingerprint);
      job.fingerprints.forEach((fingerprint) => {
        books.mark(run.number, fingerprint, 'waiting');
      });
      await store(run, endings, false);
      return;
    }
    answered();
    await store(run, endings, true);
  }

  /** What introspection says while nothing was done yet is kept, so that it counts after a crash too. */
  async function lookAt(
    run: Run,
    rows: readonly LeakedTokenRecord[],
    job: Job,
    answered: (how?: Answered) => void,
  ): Promise<void> {
    for (const row of rows) {
      const secret = vault.opened().read('leakedSecret', row.id);
      if (secret === undefined) {
        continue;
      }
      try {
        const leak = { row, token: secret.token, home: job.home, clients: job.clients };
        const asked = await askLeakedToken(context, sight, leak, false);
        answered();
        await group.commit((writer) => {
          books.change(run.number, writer).putRow(row.fingerprint, (present) => ({ ...present, asked }));
        });
      } catch (error) {
        if (!isWalletError(error)) {
          throw error;
        }
        if (isWorthAnotherTry(error)) {
          restOrQueue(run, job, error, answered);
        }
      }
    }
  }

  /** Whether the same job has its turn once more after a rest; else its tokens, and perhaps all of the lane, are queued. */
  function restOrQueue(
    run: Run,
    job: Job,
    failure: WalletError,
    answered: (how?: Answered) => void,
  ): boolean {
    const restMs = restAfter(job, failure);
    if (restMs !== null) {
      rest(run, job, restMs, null);
      answered({ restMs, again: true });
      return true;
    }
    if (isOutOfReach(failure)) {
      queueLane(run, job.home.key, failure);
    }
    return false;
  }

  function rest(run: Run, job: Job, restMs: number, limit: Rest['limit']): void {
    run.rests.set(job.home.key, { untilMs: clock.now() + restMs, limit });
    changed(run.number);
  }

  /** How long the whole lane rests before the same job has its turn once more; null: its tokens wait in the queue. */
  function restAfter(job: Job, failure: WalletError): number | null {
    if (failure.code !== 'service-busy') {
      return null;
    }
    const told = failure.detail['retryAfterSeconds'];
    if (told !== undefined) {
      return Math.max(1, Number(told)) * 1_000;
    }
    job.busy += 1;
    return job.busy > MOST_BUSY ? null : waitBeforeRetry(BUSY, job.busy, undefined, Math.random);
  }

  /** Whoever cannot be reached for one token cannot be for the others: they wait in the queue, and nobody for them. */
  function queueLane(run: Run, key: string, failure: WalletError): void {
    const rows = waitingIn(run.number).filter(({ service, state }) => service === key && state === 'waiting');
    workOff.drop(({ job }) => job.caseNumber === run.number && job.home.key === key);
    books.write(run.number, (change) => {
      rows.forEach(({ fingerprint }) => {
        change.putRow(fingerprint, (row) => queuedRow(row, failure, clock.now(), Math.random));
      });
    });
  }

  async function store(run: Run, endings: ReadonlyMap<Fingerprint, Ending>, isLast: boolean): Promise<void> {
    const stored = [...endings].filter(([, { state }]) => isLast || state !== 'again');
    run.ended += stored.length;
    const pieces = stored.map(([fingerprint, ending]) =>
      group.commit((writer) => {
        const change = books.change(run.number, writer);
        change.putRow(fingerprint, (row) => {
          const after =
            ending.state === 'again'
              ? queuedRow(row, ending.failure, clock.now(), Math.random)
              : endedRow(row, ending, clock.now());
          if (after.state === 'confirmed' || after.state === 'already-dead') {
            writer.remove('leakedSecret', row.id);
          }
          writer.note({
            action: 'case-token-ended',
            connectionId: row.connectionId,
            about: {
              case: String(run.number),
              token: row.masked,
              fingerprint,
              service: row.serviceName ?? '',
              outcome: after.state,
              detail: after.detail,
            },
          });
          return after;
        });
      }),
    );
    try {
      await Promise.all(pieces);
    } catch (error) {
      books.forget(run.number);
      throw error;
    }
    changed(run.number);
  }

  /** Everything was tried. What is queued is tried again when its time comes; otherwise the case is open again. */
  function passEnded(run: Run): void {
    if (runs.get(run.number) !== run || !vault.isOpen()) {
      run.settled.resolve(undefined);
      return;
    }
    const left = waitingIn(run.number);
    if (left.some(({ state }) => state !== 'queued') && !run.isStopped) {
      return;
    }
    const nextMs = nextAttemptMs(left);
    if (run.isStopped) {
      end(run);
    } else if (nextMs !== null) {
      run.cancel.push(
        atMoment(clock, nextMs, () => {
          requeue(run);
        }),
      );
    } else {
      books.write(run.number, (change) => {
        change.putCase((record) => ({
          ...record,
          state: record.state === 'revoking' ? 'open' : record.state,
        }));
      });
      end(run);
    }
    run.settled.resolve(undefined);
    changed(run.number);
  }

  function requeue(run: Run): void {
    const due = waitingIn(run.number).filter(
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

  function end(run: Run | undefined): void {
    run?.cancel.splice(0).forEach((cancel) => {
      cancel();
    });
    if (run?.lease !== undefined && vault.isOpen()) {
      run.lease.release();
    }
    if (run !== undefined) {
      run.lease = undefined;
    }
  }

  function waitingIn(number: number, among?: readonly Fingerprint[]): LeakedTokenRecord[] {
    const { rows } = books.get(number);
    const some =
      among === undefined ? [...rows.values()] : among.flatMap((fingerprint) => rows.get(fingerprint) ?? []);
    return some.filter(isToBeRevoked);
  }

  function rowsOf(run: Run): LeakedTokenRecord[] {
    const { rows } = books.get(run.number);
    return [...run.taken].flatMap((fingerprint) => rows.get(fingerprint) ?? []);
  }

  function viewOf(run: Run): RevocationRun {
    const restsUntilMs = Math.max(0, ...[...run.rests.values()].map(({ untilMs }) => untilMs));
    return viewRun(rowsOf(run), { ...run, restsUntilMs }, clock.now());
  }
}
