import { moment } from '../../moment.ts';
import type { ConnectionContext } from '../../connections/context.ts';
import type { LeakedTokenRecord } from '../../vault/records.ts';
import { WalletError } from '../../wallet-error.ts';
import { isToBeRevoked } from '../revoke/row-after.ts';
import { type CaseBooks, isUnfinished, openRecordOf } from './case-books.ts';
import { countTokens } from './view-case.ts';

/**
 * Closes a case and destroys its tokens, in the vault's log too. Throws `case-unfinished` while somebody still has to
 * deal with some, unless it is to be closed nevertheless.
 */
export function closeCase(
  { vault, clock }: Pick<ConnectionContext, 'vault' | 'clock'>,
  books: CaseBooks,
  { case: number, by, force }: { readonly case: number; readonly by: string; readonly force: boolean },
): void {
  const opened = vault.opened();
  opened.write((writer) => {
    const record = openRecordOf(writer, number);
    const before = writer.readAll('leakedToken', String(number)).records;
    const left = before.filter(isUnfinished).length;
    if (left > 0 && !force) {
      throw new WalletError('case-unfinished', { case: String(number), count: String(left) });
    }
    const rows = before.map((row) => {
      writer.remove('leakedSecret', row.id);
      if (!isToBeRevoked(row)) {
        return row;
      }
      const ended = givenUp(row, clock.now());
      writer.put('leakedToken', ended);
      return ended;
    });
    writer.put('leakCase', {
      ...record,
      state: 'closed',
      closedBy: by,
      closedAt: moment(clock.now()),
      counts: countTokens(rows),
    });
    writer.note({
      action: 'case-closed',
      connectionId: null,
      about: { case: String(number), by, unfinished: String(left) },
    });
  });
  books.forget(number);
  opened.wipeDeleted();
}

/** It will have no turn any more, since its token is destroyed with the case. */
function givenUp(row: LeakedTokenRecord, nowMs: number): LeakedTokenRecord {
  const before = row.attempts === 0 ? '' : ` ${row.detail}`;
  return {
    ...row,
    state: 'failed',
    detail: `The case was closed before it was revoked: it may still work.${before}`,
    nextAttemptAt: null,
    endedAt: moment(nowMs),
  };
}

/** A request that was under way when its case was closed has ended: it is counted as what it became. */
export function countAnew(books: CaseBooks, number: number): void {
  const { record, rows } = books.get(number);
  if (record.counts !== null) {
    books.write(number, (change) => {
      change.putCase((present) => ({ ...present, counts: countTokens([...rows.values()]) }));
    });
  }
}

/** The same, of a case that another process may have closed. */
export function countAnewIfClosed(
  { vault }: Pick<ConnectionContext, 'vault'>,
  books: CaseBooks,
  number: number,
): void {
  if (vault.opened().read('leakCase', String(number))?.state === 'closed') {
    books.forget(number);
    countAnew(books, number);
  }
}
