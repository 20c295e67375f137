import { moment } from '../../connections/connection-view.ts';
import type { ConnectionContext } from '../../connections/context.ts';
import { WalletError } from '../../wallet-error.ts';
import { type CaseBooks, isUnfinished } from './case-books.ts';
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
  const { rows } = books.getOpen(number);
  const left = [...rows.values()].filter(isUnfinished).length;
  if (left > 0 && !force) {
    throw new WalletError('case-unfinished', { case: String(number), count: String(left) });
  }
  books.write(number, (change) => {
    for (const { id } of rows.values()) {
      change.writer.remove('leakedSecret', id);
    }
    change.putCase((record) => ({
      ...record,
      state: 'closed',
      closedBy: by,
      closedAt: moment(clock.now()),
      counts: countTokens([...rows.values()]),
    }));
    change.writer.note({
      action: 'case-closed',
      connectionId: null,
      about: { case: String(number), by, unfinished: String(left) },
    });
  });
  vault.opened().wipeDeleted();
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
