import type { Fingerprint } from '../../../contract/leak.ts';
import type { Clock } from '../../ports.ts';
import type { GroupCommit } from '../../vault/group-commit.ts';
import type { LeakedTokenRecord } from '../../vault/records.ts';
import type { CaseBooks, CaseChange } from '../cases/case-books.ts';
import type { Ending } from './ending.ts';
import { endedRow, isToBeRevoked, queuedRow } from './row-after.ts';

/** How it ended with some tokens of a case. */
export type Endings = ReadonlyMap<Fingerprint, Ending>;

/**
 * Writes down how it ended with tokens, each in the journal too. A token that is known to be dead is destroyed. What
 * another process found out meanwhile is not forgotten because this one could not.
 */
export async function keepEndings(
  { books, group, clock }: { readonly books: CaseBooks; readonly group: GroupCommit; readonly clock: Clock },
  number: number,
  endings: Endings,
): Promise<void> {
  const pieces = [...endings].map(([fingerprint, ending]) =>
    group.commit((writer) => {
      const change = books.change(number, writer);
      change.putRow(fingerprint, (row) => {
        if (isOver(row) || (tellsNothing(ending) && !isToBeRevoked(row))) {
          return row;
        }
        const after = rowAfter(row, ending, clock.now());
        if (after.state === 'confirmed' || after.state === 'already-dead') {
          writer.remove('leakedSecret', row.id);
        }
        noteEnding(change, after);
        return after;
      });
    }),
  );
  try {
    await Promise.all(pieces);
  } catch (error) {
    books.forget(number);
    throw error;
  }
}

/** Nobody has to deal with it any more. */
function isOver({ state }: LeakedTokenRecord): boolean {
  return state === 'confirmed' || state === 'already-dead' || state === 'left-out';
}

function tellsNothing({ state }: Ending): boolean {
  return state === 'again' || state === 'failed';
}

function rowAfter(row: LeakedTokenRecord, ending: Ending, nowMs: number): LeakedTokenRecord {
  return ending.state === 'again'
    ? queuedRow(row, ending.failure, nowMs, Math.random)
    : endedRow(row, ending, nowMs);
}

function noteEnding({ writer }: CaseChange, row: LeakedTokenRecord): void {
  writer.note({
    action: 'case-token-ended',
    connectionId: row.connectionId,
    about: {
      case: String(row.caseNumber),
      token: row.masked,
      fingerprint: row.fingerprint,
      service: row.serviceName ?? '',
      outcome: row.state,
      detail: row.detail,
    },
  });
}
