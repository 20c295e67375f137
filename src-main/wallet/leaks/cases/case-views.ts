import type { CaseToken, LeakCase } from '../../../contract/leak.ts';
import type { ConnectionContext } from '../../connections/context.ts';
import type { CaseRuns } from '../revoke/case-runs.ts';
import type { CaseBooks } from './case-books.ts';
import { viewCase, viewClosedCase, viewRow } from './view-case.ts';

/** Faster than this nobody can read. */
const TELL_MS = 250;
/** What another process does to a case has to be read anew as a whole. */
const ELSEWHERE_MS = 3_000;

/** The cases as they are shown, and told of whenever they change. */
export interface CaseViews {
  of(number: number): LeakCase;
  /** Reads no token of a case that is closed. */
  list(): LeakCase[];
  tokens(number: number): CaseToken[];
  /** Tells that a case has changed, and how it is now. */
  changed(number: number): LeakCase;
  /** The same, as often as somebody can read it. */
  changedOften(number: number): void;
  /** What is in memory counts no more. */
  changedElsewhere(): void;
  close(): void;
}

export function createCaseViews(
  { clock, tell }: Pick<ConnectionContext, 'clock' | 'tell'>,
  books: CaseBooks,
  runs: Pick<CaseRuns, 'runOf' | 'queueOf'>,
): CaseViews {
  const soon = new Map<number, () => void>();

  return {
    of: view,
    list: () =>
      books
        .records()
        .map(({ counts, ...record }) =>
          counts === null ? view(record.number) : viewClosedCase({ ...record, counts }),
        ),
    tokens: (number) => [...books.get(number).rows.values()].map(viewRow),
    changed,
    changedOften: (number) => {
      tellSoon(number, TELL_MS);
    },
    changedElsewhere: () => {
      for (const number of books.forget()) {
        tellSoon(number, ELSEWHERE_MS);
      }
    },
    close: () => {
      soon.forEach((cancel) => {
        cancel();
      });
      soon.clear();
    },
  };

  function view(number: number): LeakCase {
    return viewCase(books.get(number), runs.runOf(number), (service) => runs.queueOf(number, service));
  }

  function changed(number: number): LeakCase {
    const now = view(number);
    tell('leaksChanged', now);
    return now;
  }

  function tellSoon(number: number, delayMs: number): void {
    if (!soon.has(number)) {
      const cancel = clock.after(delayMs, () => {
        soon.delete(number);
        changed(number);
      });
      soon.set(number, cancel);
    }
  }
}
