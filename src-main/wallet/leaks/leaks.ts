import { join } from 'node:path';
import { createSecretKey, randomBytes } from 'node:crypto';
import type { OutputOf, UseCases } from '../../contract/contract.ts';
import type { CaseToken, LeakCase, LeakScan as ScanView } from '../../contract/leak.ts';
import { moment } from '../connections/connection-view.ts';
import type { ConnectionContext } from '../connections/context.ts';
import { createPartyCache } from '../connections/revoke/party-cache.ts';
import { fingerprintOf } from '../vault/fingerprint-store.ts';
import { WalletError } from '../wallet-error.ts';
import { askLeakedTokens } from './ask/ask-leaked-tokens.ts';
import { createCaseBooks } from './cases/case-books.ts';
import { approveCase, assignService, leaveOut, previewCase, takeOn } from './cases/change-case.ts';
import { closeCase } from './cases/close-case.ts';
import { chooseRows } from './cases/filter-rows.ts';
import { openCase, type OpenWish, viewScan } from './cases/open-case.ts';
import { countByService, viewCase, viewRow } from './cases/view-case.ts';
import { createDrafts, requireContent } from './drafts.ts';
import { evidenceOf, writeEvidence } from './evidence/evidence.ts';
import { noticeToOwner } from './evidence/notice.ts';
import { type Holdings, holdingsOf, noHoldings } from './match/holdings.ts';
import type { LeakSource } from './read/leak-source.ts';
import { scanLeak, type ScanProgress } from './recognise/scan-leak.ts';
import type { LeakScan } from './recognise/scanned-token.ts';
import { createCaseRuns } from './revoke/case-runs.ts';

export type LeakUseCases = Pick<UseCases, Extract<keyof UseCases, `leaks.${string}`>>;

type Sources = Iterable<LeakSource> | AsyncIterable<LeakSource>;
type OnProgress = (progress: ScanProgress) => void;

/** The leak desk: from a text that leaked to the proof that every token in it is dead. */
export interface Leaks {
  readonly useCases: LeakUseCases;
  /**
   * For the terminal, which reads its files itself. Without a vault nothing is compared with what the wallet holds.
   * Throws `leak-empty`.
   */
  scan(sources: Sources, onProgress?: OnProgress): Promise<ScanView>;
  /** The same, and makes a case of it. */
  open(sources: Sources, wish: OpenWish, onProgress?: OnProgress): Promise<LeakCase>;
  /** All tokens of a case. */
  tokens(number: number): CaseToken[];
  /** Resolves when all that a case waits for was tried. */
  settled(number: number): Promise<void>;
  /** Writes the evidence into a folder of the person's choice. */
  export(number: number, folder: string): void;
  /** The vault has been opened: goes on with what was being revoked when the wallet ended. */
  begin(): void;
  close(): void;
}

/** What the leak desk needs besides the life of a connection. */
export interface LeakOptions {
  readonly revokeConnections: (ids: string[]) => Promise<OutputOf<'connections.revoke'>>;
  readonly evidenceFolder: string;
  readonly version: string;
  /** Goes on by itself with what an earlier process left; the terminal does so when it is told to. */
  readonly inBackground: boolean;
}

/** As many rows of a scan as a person looks at before they open a case. */
const SHOWN = 1_000;
/** Faster than this nobody can read. */
const TELL_MS = 250;
/** What another process does to a case has to be read anew as a whole. */
const ELSEWHERE_MS = 3_000;

export function createLeaks(context: ConnectionContext, options: LeakOptions): Leaks {
  const { vault, services, clock, tell, browser } = context;
  const books = createCaseBooks(vault);
  const parties = createPartyCache(context);
  const runs = createCaseRuns(
    { ...context, parties, revokeConnections: options.revokeConnections },
    books,
    changedOften,
  );
  const drafts = createDrafts((source, onProgress) => scanWith(holdings(), [source], onProgress));
  const soon = new Map<number, () => void>();
  let endWatch = (): void => undefined;

  const useCases: LeakUseCases = {
    'leaks.begin': async () => drafts.begin(),
    'leaks.feed': (piece) => drafts.feed(piece),
    'leaks.scanned': async ({ draft }) => {
      const found = drafts.found(draft);
      const { tokens, unknown, ...rest } = viewScan(services, holdings(), found);
      return {
        ...rest,
        tokens: tokens.slice(0, SHOWN),
        unknown: unknown.slice(0, SHOWN),
        tokenCount: tokens.length,
        unknownCount: unknown.length,
        notWhole: tokens.filter(({ flaw }) => flaw !== null).length,
        byService: countByService(tokens),
      };
    },
    'leaks.drop': async ({ draft }) => {
      drafts.drop(draft);
      return {};
    },
    'leaks.open': async ({ draft, ...wish }) => {
      const number = openCase(context, books, drafts.found(draft), wish);
      drafts.drop(draft);
      return changed(number);
    },
    'leaks.list': async () => books.numbers().map(view),
    'leaks.show': async ({ case: number }) => view(number),
    'leaks.rows': async ({ case: number, filter, offset, limit }) => {
      const rows = chooseRows(books.get(number), { filter });
      return { rows: rows.slice(offset, offset + limit).map(viewRow), total: rows.length };
    },
    'leaks.assign': async (input) => {
      assignService(context, books, input);
      return changed(input.case);
    },
    'leaks.leaveOut': async (input) => {
      leaveOut(context, books, input);
      return changed(input.case);
    },
    'leaks.ask': async ({ case: number, ...choice }) => {
      await askLeakedTokens(
        { ...context, parties },
        books,
        number,
        chooseRows(books.getOpen(number), choice),
      );
      return changed(number);
    },
    'leaks.approve': async (input) => {
      approveCase(books, input);
      return changed(input.case);
    },
    'leaks.preview': async ({ case: number, ...choice }) => previewCase(context, books.get(number), choice),
    'leaks.revoke': async (input) => {
      takeOn(context, books, input);
      runs.work(input.case);
      return changed(input.case);
    },
    'leaks.stop': async ({ case: number }) => {
      books.getOpen(number);
      runs.stop(number);
      setState(number, 'revoking', 'stopped');
      return changed(number);
    },
    'leaks.resume': async ({ case: number }) => {
      books.getOpen(number);
      setState(number, 'stopped', 'revoking');
      runs.work(number);
      return changed(number);
    },
    'leaks.openPage': async ({ case: number, fingerprint }) => {
      const page = books.get(number).rows.get(fingerprint)?.byHand?.page;
      if (page === null || page === undefined) {
        throw new WalletError('bad-input', { problem: 'no page is known for this token' });
      }
      await browser.open(new URL(page));
      return { page };
    },
    'leaks.notice': async ({ case: number, language }) => ({
      text: noticeToOwner(view(number), tokens(number), language),
    }),
    'leaks.export': async ({ case: number }) => {
      const folder = join(options.evidenceFolder, `token-wallet-case-${number}`);
      exportTo(number, folder);
      return { folder };
    },
    'leaks.close': async (input) => {
      closeCase(context, books, input);
      runs.stop(input.case);
      return changed(input.case);
    },
  };

  return {
    useCases,
    scan: async (sources, onProgress) => {
      const held = vault.isOpen() ? holdings() : noHoldings(throwawayFingerprint());
      const found = viewScan(services, held, await scanAll(held, sources, onProgress));
      const note = 'There is no open vault: nothing was compared with the connections of the wallet.';
      return vault.isOpen() ? found : { ...found, notes: [...found.notes, note] };
    },
    open: async (sources, wish, onProgress) =>
      changed(openCase(context, books, await scanAll(holdings(), sources, onProgress), wish)),
    tokens,
    settled: (number) => runs.settled(number),
    export: exportTo,
    begin: () => {
      endWatch();
      endWatch = vault.onChangedElsewhere(() => {
        for (const number of books.forget()) {
          changedOften(number, ELSEWHERE_MS);
        }
      });
      if (options.inBackground) {
        for (const number of books.numbers()) {
          if (vault.opened().read('leakCase', String(number))?.state === 'revoking') {
            runs.work(number);
          }
        }
      }
    },
    close: () => {
      endWatch();
      runs.close();
      drafts.close();
      books.forget();
      parties.clear();
      soon.forEach((cancel) => {
        cancel();
      });
      soon.clear();
    },
  };

  function holdings(): Holdings {
    return holdingsOf(vault.opened(), services);
  }

  function scanWith(held: Holdings, sources: Sources, onProgress: OnProgress | undefined): Promise<LeakScan> {
    return scanLeak(sources, {
      services: services.all,
      fingerprint: (token) => held.fingerprint(token),
      ...(onProgress === undefined ? {} : { onProgress }),
    });
  }

  async function scanAll(
    held: Holdings,
    sources: Sources,
    onProgress: OnProgress | undefined,
  ): Promise<LeakScan> {
    const found = await scanWith(held, sources, onProgress);
    requireContent(found);
    return found;
  }

  function view(number: number): LeakCase {
    return viewCase(books.get(number), runs.runOf(number), (service) => runs.queueOf(number, service));
  }

  function tokens(number: number): CaseToken[] {
    return [...books.get(number).rows.values()].map(viewRow);
  }

  function exportTo(number: number, folder: string): void {
    const made = { at: moment(clock.now()), by: options.version };
    const evidence = evidenceOf(vault.opened(), view(number), tokens(number), made);
    writeEvidence(folder, evidence, context.language());
    vault.opened().write((writer) => {
      writer.note({ action: 'case-exported', connectionId: null, about: { case: String(number) } });
    });
  }

  function setState(number: number, from: LeakCase['state'], to: LeakCase['state']): void {
    books.write(number, (change) => {
      change.putCase((record) => (record.state === from ? { ...record, state: to } : record));
    });
  }

  function changed(number: number): LeakCase {
    const now = view(number);
    tell('leaksChanged', now);
    return now;
  }

  function changedOften(number: number, delayMs = TELL_MS): void {
    if (!soon.has(number)) {
      const cancel = clock.after(delayMs, () => {
        soon.delete(number);
        changed(number);
      });
      soon.set(number, cancel);
    }
  }
}

/** Good for one scan: nobody can compare it with anything. */
function throwawayFingerprint(): (token: string) => string {
  const key = createSecretKey(randomBytes(32));
  return (token) => fingerprintOf(key, token);
}
