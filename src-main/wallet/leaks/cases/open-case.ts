import type { InputOf } from '../../../contract/contract.ts';
import type { LeakedToken, LeakScan as ScanView, LeakScanSummary } from '../../../contract/leak.ts';
import { moment } from '../../moment.ts';
import type { ConnectionContext } from '../../connections/context.ts';
import type { LeakCaseRecord, LeakedTokenRecord } from '../../vault/records.ts';
import type { VaultReader } from '../../vault/vault.ts';
import { type Holdings, holdingsOf } from '../match/holdings.ts';
import { keyCalled } from '../match/leak-home.ts';
import { type FoundToken, matchToken } from '../match/match-token.ts';
import { mergePlaces } from '../merge-scans.ts';
import { patternsOf } from '../recognise/catalog-patterns.ts';
import type { LeakScan, ScannedToken } from '../recognise/scanned-token.ts';
import { hideTokens } from '../recognise/source-names.ts';
import { noteInWords } from '../scan-notes.ts';
import { without } from '../without.ts';
import { type CaseBooks, leakedTokenId, openRecordOf } from './case-books.ts';
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
  // All is read within the transaction: another process may open, approve or close a case at the same moment.
  const number = opened.write((writer) => {
    const earlier = wish.case === undefined ? undefined : openRecordOf(writer, wish.case);
    const caseNumber = earlier?.number ?? nextNumber(writer);
    let added = 0;
    for (const token of scan.tokens) {
      const found = foundToken(token);
      const id = leakedTokenId(caseNumber, token.fingerprint);
      const known = earlier && writer.read('leakedToken', id);
      if (known !== undefined) {
        writer.put('leakedToken', { ...known, ...mergePlaces(known, found) });
        continue;
      }
      const row = newRow(id, caseNumber, leakedToken(context, holdings, found, called));
      added += 1;
      writer.put('leakedToken', row);
      if (row.state !== 'not-whole') {
        writer.put('leakedSecret', { id, token: token.token });
      }
    }
    const record = caseRecord(context, scan, wish, { number: caseNumber, earlier, hasNew: added > 0 });
    writer.put('leakCase', record);
    writer.note({
      action: 'case-opened',
      connectionId: null,
      about: {
        case: String(caseNumber),
        title: record.title,
        by: record.openedBy,
        tokens: String(scan.tokens.length),
      },
    });
    return caseNumber;
  });
  books.forget(number);
  return number;
}

function nextNumber(vault: VaultReader): number {
  return Math.max(0, ...vault.readAll('leakCase').records.map(({ number }) => number)) + 1;
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

function newRow(id: string, caseNumber: number, leaked: LeakedToken): LeakedTokenRecord {
  const { way } = leaked;
  return {
    ...leaked,
    id,
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

/** Title and note outlive the case, and somebody may put the very token into them. */
function caseRecord(
  { clock, services }: Context,
  { unknown, files, bytes, notes }: LeakScan,
  { title, note, by, needsApproval }: OpenWish,
  {
    number,
    earlier,
    hasNew,
  }: { readonly number: number; readonly earlier: LeakCaseRecord | undefined; readonly hasNew: boolean },
): LeakCaseRecord {
  const hide = (text: string): string => hideTokens(text, patternsOf(services.all));
  const approvedBy = earlier?.approvedBy ?? null;
  // Nobody approved what is new.
  const isToBeApproved = needsApproval || (approvedBy !== null && hasNew);
  return {
    id: String(number),
    number,
    title: title === '' ? (earlier?.title ?? '') : hide(title),
    note: [earlier?.note ?? '', hide(note)].filter((text) => text !== '').join('\n'),
    openedBy: earlier?.openedBy ?? by,
    openedAt: earlier?.openedAt ?? moment(clock.now()),
    state: isToBeApproved ? 'needs-approval' : (earlier?.state ?? 'open'),
    approvedBy: isToBeApproved ? null : approvedBy,
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
