import { isOutOfReach, isWorthAnotherTry } from '../../oauth/no-answer.ts';
import type { GroupCommit } from '../../vault/group-commit.ts';
import type { LeakedTokenRecord } from '../../vault/records.ts';
import { isWalletError, type WalletError } from '../../wallet-error.ts';
import { type Answered, createWorkOff, type WorkOff } from '../../work-off.ts';
import { askLeakedToken } from '../ask/ask-leaked-token.ts';
import type { CaseBooks } from '../cases/case-books.ts';
import { countAnew } from '../cases/close-case.ts';
import type { CaseRun, Rest } from './case-run.ts';
import { doJob, type JobContext } from './do-job.ts';
import { createIntrospectionSight } from './introspection-sight.ts';
import { type Endings, keepEndings } from './keep-endings.ts';
import type { Job } from './plan-jobs.ts';
import { createRequestWindow } from './request-window.ts';
import { restAfter } from './rest-after.ts';
import { queuedRow } from './row-after.ts';
import { toBeRevoked } from './run-rows.ts';

/** Polite to a service, and quick enough for whoever watches ten thousand. */
const AT_ONCE = 8;

/** A job has one turn or two: to look at its tokens, and to revoke them. */
export interface Turn {
  readonly run: CaseRun;
  readonly job: Job;
  readonly step: 'look' | 'cut';
}

type Tell = (how?: Answered) => void;

/** Gives each job its turn in the lane of its service. */
export function createTurns(
  context: JobContext,
  {
    books,
    group,
    changed,
  }: {
    readonly books: CaseBooks;
    readonly group: GroupCommit;
    readonly changed: (number: number) => void;
  },
): WorkOff<Turn> {
  const { vault, clock } = context;
  const sight = createIntrospectionSight(context.oauth);
  const requests = createRequestWindow(clock);
  const turns = createWorkOff<Turn>({
    laneOf: ({ job }) => job.home.key,
    atOnce: () => AT_ONCE,
    work: takeTurn,
    clock,
  });
  return turns;

  async function takeTurn({ run, job, step }: Turn, answered: Tell): Promise<void> {
    if (run.lease === undefined || run.isStopped || run.isEnding) {
      return;
    }
    const rows = toBeRevoked(books, run.number, job.fingerprints).filter(({ state }) => state !== 'queued');
    if (rows.length > 0) {
      await (step === 'look' ? look(run, job, rows, answered) : cut(run, job, rows, answered));
    }
  }

  async function cut(
    run: CaseRun,
    job: Job,
    rows: readonly LeakedTokenRecord[],
    answered: Tell,
  ): Promise<void> {
    const fullMs = job.limit === undefined ? 0 : requests.take(job.limit.address, job.limit);
    if (fullMs > 0 && job.limit !== undefined) {
      rest(run, job, fullMs, { requests: job.limit.requests, seconds: job.limit.perSeconds });
      answered({ restMs: fullMs, again: true });
      return;
    }
    mark(run, rows, 'revoking');
    const endings = await doJob(context, sight, job, rows);
    const again = [...endings].flatMap(([fingerprint, ending]) =>
      ending.state === 'again' ? { fingerprint, failure: ending.failure } : [],
    );
    const [first] = again;
    // What is worth another try has it here, or from the process that takes the case over.
    if (first !== undefined && (!mayGoOn(run) || restOrQueue(run, job, first.failure, answered))) {
      job.fingerprints = again.map(({ fingerprint }) => fingerprint);
      mark(run, again, 'waiting');
      await keep(run, withoutAgain(endings));
      return;
    }
    answered();
    await keep(run, endings);
  }

  /** What introspection says while nothing was done yet is kept, so that it counts after a crash too. */
  async function look(
    run: CaseRun,
    job: Job,
    rows: readonly LeakedTokenRecord[],
    answered: Tell,
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
        lookedAt(run);
        await group.commit((writer) => {
          books.change(run.number, writer).putRow(row.fingerprint, (present) => ({ ...present, asked }));
        });
      } catch (error) {
        if (!isWalletError(error)) {
          throw error;
        }
        if (isWorthAnotherTry(error) && restOrQueue(run, job, error, answered)) {
          return;
        }
        lookedAt(run);
      }
    }
  }

  function lookedAt(run: CaseRun): void {
    if (run.looking !== null) {
      const { done, total } = run.looking;
      run.looking = { done: Math.min(done + 1, total), total };
      changed(run.number);
    }
  }

  /** Whether the same job has its turn once more after a rest; else its tokens, and perhaps all of the lane, are queued. */
  function restOrQueue(run: CaseRun, job: Job, failure: WalletError, answered: Tell): boolean {
    const restMs = mayGoOn(run) ? restAfter(job, failure) : null;
    if (restMs !== null) {
      rest(run, job, restMs, null);
      answered({ restMs, again: true });
      return true;
    }
    if (isOutOfReach(failure) || failure.code === 'service-busy') {
      queueLane(run, job.home.key, failure);
    }
    return false;
  }

  function rest(run: CaseRun, job: Job, restMs: number, limit: Rest['limit']): void {
    run.rests.set(job.home.key, { untilMs: clock.now() + restMs, limit });
    changed(run.number);
  }

  /**
   * Whoever cannot be reached for one token, or is too busy for it, is so for the others: they wait in the queue, and
   * nobody for them.
   */
  function queueLane(run: CaseRun, key: string, failure: WalletError): void {
    if (!mayGoOn(run)) {
      return;
    }
    const rows = toBeRevoked(books, run.number).filter(
      ({ service, state }) => service === key && state === 'waiting',
    );
    turns.drop((turn) => turn.run === run && turn.job.home.key === key);
    books.write(run.number, (change) => {
      rows.forEach(({ fingerprint }) => {
        change.putRow(fingerprint, (row) =>
          row.state === 'waiting' ? queuedRow(row, failure, clock.now(), Math.random) : row,
        );
      });
    });
  }

  function mark(
    run: CaseRun,
    tokens: readonly Pick<LeakedTokenRecord, 'fingerprint'>[],
    state: 'revoking' | 'waiting',
  ): void {
    tokens.forEach(({ fingerprint }) => {
      books.mark(run.number, fingerprint, state);
    });
  }

  async function keep(run: CaseRun, endings: Endings): Promise<void> {
    run.ended += endings.size;
    await keepEndings({ books, group, clock }, run.number, endings);
    if (vault.isOpen()) {
      countAnew(books, run.number);
    }
    changed(run.number);
  }
}

function mayGoOn({ lease, isEnding }: CaseRun): boolean {
  return !isEnding && lease?.held() === true;
}

function withoutAgain(endings: Endings): Endings {
  return new Map([...endings].filter(([, { state }]) => state !== 'again'));
}
