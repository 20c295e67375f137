import type { InputOf } from '../../../contract/contract.ts';
import type { LeakPreview, LeakWay } from '../../../contract/leak.ts';
import { LeakWaySchema } from '../../../contract/leak.ts';
import { type Cuts, CutsSchema } from '../../../contract/connection.ts';
import { moment } from '../../moment.ts';
import type { ConnectionContext } from '../../connections/context.ts';
import type { LeakCaseRecord, LeakedTokenRecord } from '../../vault/records.ts';
import { WalletError } from '../../wallet-error.ts';
import { holdingsOf } from '../match/holdings.ts';
import { keyCalled } from '../match/leak-home.ts';
import { matchAgain, matchToken } from '../match/match-token.ts';
import { type CaseBook, type CaseBooks, isUnfinished } from './case-books.ts';
import { chooseRows, type RowChoice } from './filter-rows.ts';
import { countByService } from './view-case.ts';

type Context = Pick<ConnectionContext, 'vault' | 'services' | 'clock'>;

/** Up to so many tokens are revoked without typing their number. */
const UNCONFIRMED = 20;

/** Says whose the chosen tokens are, as far as nothing about them tells otherwise. */
export function assignService(
  { vault, services }: Context,
  books: CaseBooks,
  { case: number, service, ...choice }: InputOf<'leaks.assign'>,
): void {
  const holdings = holdingsOf(vault.opened(), services);
  const rows = chooseRows(books.getOpen(number), choice).filter(({ state }) => state === 'needs-service');
  const called = keyCalled(services, holdings, service, rows);
  books.write(number, (change) => {
    for (const { fingerprint } of rows) {
      change.putRow(fingerprint, (row) => {
        const matched = { ...row, ...matchToken(services, holdings, row, called) };
        return { ...matched, state: matched.way === 'needs-service' ? 'needs-service' : 'found' };
      });
    }
  });
}

/** Takes tokens out of a case; those that are dead, or being revoked just now, stay in it. */
export function leaveOut(
  { clock }: Context,
  books: CaseBooks,
  { case: number, reason, ...choice }: InputOf<'leaks.leaveOut'>,
): void {
  const rows = chooseRows(books.getOpen(number), choice).filter(
    (row) => isUnfinished(row) && row.state !== 'revoking',
  );
  const endedAt = moment(clock.now());
  books.write(number, (change) => {
    for (const { fingerprint } of rows) {
      change.putRow(fingerprint, (row) => ({
        ...row,
        state: 'left-out',
        reason,
        nextAttemptAt: null,
        endedAt,
      }));
    }
  });
}

export function approveCase(books: CaseBooks, { case: number, by }: InputOf<'leaks.approve'>): void {
  const { openedBy, state } = books.getOpen(number).record;
  if (by === '' || by === openedBy) {
    throw new WalletError('case-needs-approval', { case: String(number) });
  }
  books.write(number, (change) => {
    change.putCase((record) => ({
      ...record,
      approvedBy: by,
      state: state === 'needs-approval' ? 'open' : state,
    }));
    change.writer.note({ action: 'case-approved', connectionId: null, about: { case: String(number), by } });
  });
}

/** Takes a case from one state to another; one that is in neither stays as it is. */
export function setState(
  books: CaseBooks,
  number: number,
  from: LeakCaseRecord['state'],
  to: LeakCaseRecord['state'],
): void {
  books.write(number, (change) => {
    change.putCase((record) => (record.state === from ? { ...record, state: to } : record));
  });
}

/** What revoking the chosen tokens would do, from what is documented and asking nobody. */
export function previewCase({ vault, services }: Context, book: CaseBook, choice: RowChoice): LeakPreview {
  const holdings = holdingsOf(vault.opened(), services);
  const chosen = chooseRows(book, choice);
  const rows = chosen
    .filter((row) => isTakenOn(row, choice))
    .map((row) => ({ ...row, ...matchAgain(services, holdings, row) }));
  const byWay = Object.fromEntries(LeakWaySchema.options.map((way) => [way, 0])) as Record<LeakWay, number>;
  const byCuts = Object.fromEntries(CutsSchema.options.map((cuts) => [cuts, 0])) as Record<Cuts, number>;
  for (const { way, cuts } of rows) {
    byWay[way] += 1;
    byCuts[cuts] += 1;
  }
  return {
    count: rows.length,
    byService: countByService(rows),
    byWay,
    byCuts,
    passedOver: chosen.length - rows.length,
  };
}

/**
 * Marks the chosen tokens as to be revoked, before the first request is sent: whatever happens to this process, none is
 * forgotten. Throws `case-needs-approval`, and `count-not-typed` above 20 tokens without their number.
 */
export function takeOn(
  { vault, services, clock }: Context,
  books: CaseBooks,
  { case: number, typedCount, ...choice }: InputOf<'leaks.revoke'>,
): void {
  const book = books.getOpen(number);
  if (book.record.state === 'needs-approval') {
    throw new WalletError('case-needs-approval', { case: String(number) });
  }
  const rows = chooseRows(book, choice).filter((row) => isTakenOn(row, choice));
  if (rows.length > UNCONFIRMED && typedCount !== rows.length) {
    throw new WalletError('count-not-typed', { count: String(rows.length) });
  }
  if (rows.length === 0) {
    return;
  }
  const holdings = holdingsOf(vault.opened(), services);
  books.write(number, (change) => {
    for (const { fingerprint } of rows) {
      change.putRow(fingerprint, (row) => {
        // Meanwhile the wallet may have got a client there.
        const matched = { ...row, ...matchAgain(services, holdings, row) };
        return matched.revocable ? { ...matched, state: 'waiting', nextAttemptAt: null } : byHand(matched);
      });
    }
    change.putCase((record) => ({ ...record, state: 'revoking' }));
    change.writer.note({
      action: 'case-revoking',
      connectionId: null,
      about: { case: String(number), tokens: String(rows.length) },
    });
  });

  function byHand(row: LeakedTokenRecord): LeakedTokenRecord {
    return {
      ...row,
      state: 'unsupported',
      detail:
        row.way === 'needs-client'
          ? 'The service takes this only from its app, and the wallet has no client there.'
          : 'The service has no call for it: access is ended on its own page.',
      endedAt: moment(clock.now()),
    };
  }
}

/** Chosen without naming them, what failed stays as it is: whoever wants it tried again says so. */
function isTakenOn({ state }: LeakedTokenRecord, { fingerprints, filter }: RowChoice): boolean {
  const isNamed = fingerprints !== undefined || filter?.states?.includes(state) === true;
  return (
    state === 'found' ||
    state === 'waiting' ||
    state === 'queued' ||
    ((state === 'failed' || state === 'unsupported') && isNamed)
  );
}
