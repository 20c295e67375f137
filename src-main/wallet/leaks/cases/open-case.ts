import type { InputOf } from '../../../contract/contract.ts';
import type { LeakedToken, LeakScan as ScanView, LeakScanSummary } from '../../../contract/leak.ts';
import { moment } from '../../connections/connection-view.ts';
import type { ConnectionContext } from '../../connections/context.ts';
import type { LeakCaseRecord, LeakedTokenRecord } from '../../vault/records.ts';
import { type Holdings, holdingsOf } from '../match/holdings.ts';
import { keyCalled } from '../match/leak-home.ts';
import { type FoundToken, matchToken } from '../match/match-token.ts';
import { mergePlaces } from '../merge-scans.ts';
import type { LeakScan, ScannedToken } from '../recognise/scanned-token.ts';
import { noteInWords } from '../scan-notes.ts';
import { without } from '../without.ts';
import { type CaseBook, type CaseBooks, leakedTokenId } from './case-books.ts';
import { countByService } from './view-case.ts';

export type OpenWish = Omit<InputOf<'leaks.open'>, 'draft'>;

/** As many rows of a scan are shown. */
const SHOWN = 1_000;

type Context = Pick<ConnectionContext, 'vault' | 'services' | 'clock'>;

/** Makes a case of what was found, or adds it to one that is there. Answers with its number. */
export function openCase(context: Context, books: CaseBooks, scan: LeakScan, wish: OpenWish): number {
  const opened = context.vault.opened();
  const holdings = holdingsOf(opened, context.services);
  const found = scan.tokens.map(foundToken);
  const called =
    wish.service === undefined ? null : keyCalled(context.services, holdings, wish.service, found);
  const before = wish.case === undefined ? undefined : books.getOpen(wish.case);
  const record = caseRecord(context, books, scan, wish, before);
  books.write(record.number, (change) => {
    change.writer.put('leakCase', record);
    for (const token of scan.tokens) {
      const known = before?.rows.get(token.fingerprint);
      if (known !== undefined) {
        change.putRow(token.fingerprint, (row) => ({ ...row, ...mergePlaces(row, foundToken(token)) }));
        continue;
      }
      const leaked = leakedToken(context, holdings, foundToken(token), called);
      const row = newRow(record.number, leaked);
      change.addRow(row);
      if (row.state !== 'not-whole') {
        change.writer.put('leakedSecret', { id: row.id, token: token.token });
      }
    }
    change.writer.note({
      action: 'case-opened',
      connectionId: null,
      about: {
        case: String(record.number),
        title: record.title,
        by: record.openedBy,
        tokens: String(scan.tokens.length),
      },
    });
  });
  books.forget(record.number);
  return record.number;
}

/** What a scan found, with whose the tokens are. */
export function viewScan(
  services: Context['services'],
  holdings: Holdings,
  { tokens, unknown, files, bytes, notes }: LeakScan,
): ScanView {
  return {
    tokens: tokens.map((token) => leakedToken({ services }, holdings, foundToken(token), null)),
    unknown: unknown.map((one) => ({ ...without(one, 'value'), places: [...one.places] })),
    files: { read: files.read, binary: [...files.binary], unreadable: [...files.unreadable] },
    bytes,
    notes: notes.map(noteInWords),
  };
}

/** Of a scan that found very much only what a person looks at before they open a case, and the counts of all. */
export function summariseScan({ tokens, unknown, ...rest }: ScanView): LeakScanSummary {
  return {
    ...rest,
    tokens: tokens.slice(0, SHOWN),
    unknown: unknown.slice(0, SHOWN),
    tokenCount: tokens.length,
    unknownCount: unknown.length,
    notWhole: tokens.filter(({ flaw }) => flaw !== null).length,
    byService: countByService(tokens),
  };
}

/** Whose a token is, and how it would be taken back. */
export function leakedToken(
  { services }: Pick<Context, 'services'>,
  holdings: Holdings,
  found: FoundToken,
  called: string | null,
): LeakedToken {
  return { ...found, ...matchToken(services, holdings, found, called) };
}

/** Without the token itself. */
function foundToken(scanned: ScannedToken): FoundToken {
  const { candidates, places } = scanned;
  return { ...without(scanned, 'token'), candidates: [...candidates], places: [...places] };
}

function newRow(caseNumber: number, leaked: LeakedToken): LeakedTokenRecord {
  const { fingerprint, way } = leaked;
  return {
    ...leaked,
    id: leakedTokenId(caseNumber, fingerprint),
    caseNumber,
    state: way === 'not-whole' || way === 'needs-service' ? way : 'found',
    asked: null,
    attempts: 0,
    askedWith: null,
    detail: '',
    livesUntil: null,
    nextAttemptAt: null,
    endedAt: null,
    error: null,
    reason: null,
  };
}

function caseRecord(
  { clock }: Context,
  books: CaseBooks,
  { unknown, files, bytes, notes }: LeakScan,
  { title, note, by, needsApproval }: OpenWish,
  before: CaseBook | undefined,
): LeakCaseRecord {
  const number = before?.record.number ?? Math.max(0, ...books.records().map((one) => one.number)) + 1;
  const earlier = before?.record;
  return {
    id: String(number),
    number,
    title: title === '' ? (earlier?.title ?? '') : title,
    note: [earlier?.note ?? '', note].filter((text) => text !== '').join('\n'),
    openedBy: earlier?.openedBy ?? by,
    openedAt: earlier?.openedAt ?? moment(clock.now()),
    state: needsApproval ? 'needs-approval' : (earlier?.state ?? 'open'),
    approvedBy: needsApproval ? null : (earlier?.approvedBy ?? null),
    closedBy: null,
    closedAt: null,
    counts: null,
    unknown: (earlier?.unknown ?? 0) + unknown.length,
    files: {
      read: (earlier?.files.read ?? 0) + files.read,
      binary: [...(earlier?.files.binary ?? []), ...files.binary],
      unreadable: [...(earlier?.files.unreadable ?? []), ...files.unreadable],
    },
    bytes: (earlier?.bytes ?? 0) + bytes,
    notes: [...(earlier?.notes ?? []), ...notes.map(noteInWords)],
  };
}
