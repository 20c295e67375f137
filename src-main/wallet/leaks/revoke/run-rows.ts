import type { Fingerprint, LeakRun } from '../../../contract/leak.ts';
import { moment } from '../../moment.ts';
import type { LeakedTokenRecord } from '../../vault/records.ts';
import type { CaseBooks } from '../cases/case-books.ts';
import { nothingWaits, type ServiceQueue } from '../cases/view-case.ts';
import type { CaseRun } from './case-run.ts';
import { isToBeRevoked, nextAttemptMs } from './row-after.ts';
import { viewRun } from './view-run.ts';

/** What of a case is still to be revoked, now or later; of some tokens, or of all. */
export function toBeRevoked(
  books: CaseBooks,
  number: number,
  among?: readonly Fingerprint[],
): LeakedTokenRecord[] {
  const { rows } = books.get(number);
  const some =
    among === undefined ? [...rows.values()] : among.flatMap((fingerprint) => rows.get(fingerprint) ?? []);
  return some.filter(isToBeRevoked);
}

/** How a run stands. */
export function runInView(books: CaseBooks, run: CaseRun, nowMs: number): LeakRun {
  const restsUntilMs = Math.max(0, ...[...run.rests.values()].map(({ untilMs }) => untilMs));
  return viewRun(rowsOf(books, run), { ...run, restsUntilMs }, nowMs);
}

/** How it stands in a run with the tokens of one service. */
export function queueInView(books: CaseBooks, run: CaseRun, service: string, nowMs: number): ServiceQueue {
  const { limit = null, untilMs = 0 } = run.rests.get(service) ?? {};
  const rows = rowsOf(books, run).filter((row) => row.service === service && isToBeRevoked(row));
  const rests = untilMs > nowMs;
  const nextMs = rests ? untilMs : nextAttemptMs(rows);
  return nextMs === null
    ? nothingWaits
    : { waiting: rows.length, nextAttemptAt: moment(nextMs), limit: rests ? limit : null };
}

function rowsOf(books: CaseBooks, run: CaseRun): LeakedTokenRecord[] {
  const { rows } = books.get(run.number);
  return [...run.taken].flatMap((fingerprint) => rows.get(fingerprint) ?? []);
}
