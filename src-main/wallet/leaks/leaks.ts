import { join } from 'node:path';
import type { OutputOf, UseCases } from '../../contract/contract.ts';
import type { CaseToken, LeakCase, LeakScan as ScanView } from '../../contract/leak.ts';
import type { ConnectionContext } from '../connections/context.ts';
import { createPartyCache } from '../connections/revoke/party-cache.ts';
import { WalletError } from '../wallet-error.ts';
import { askLeakedTokens, type LeakAnswers } from './ask/ask-leaked-tokens.ts';
import { createCaseBooks } from './cases/case-books.ts';
import { createCaseViews } from './cases/case-views.ts';
import { approveCase, assignService, leaveOut, previewCase, setState, takeOn } from './cases/change-case.ts';
import { closeCase } from './cases/close-case.ts';
import { chooseRows, type RowChoice } from './cases/filter-rows.ts';
import { openCase, type OpenWish, summariseScan, viewScan } from './cases/open-case.ts';
import { viewRow } from './cases/view-case.ts';
import { createDrafts } from './drafts.ts';
import { exportCase } from './evidence/export-case.ts';
import { noticeToOwner } from './evidence/notice.ts';
import { type Holdings, holdingsOf } from './match/holdings.ts';
import { patternsOf } from './recognise/catalog-patterns.ts';
import { hideTokens } from './recognise/source-names.ts';
import { createCaseRuns } from './revoke/case-runs.ts';
import { scanContent, scanSources, type ScanWatch, type Sources, throwawayHoldings } from './scan-sources.ts';

export type LeakUseCases = Pick<UseCases, Extract<keyof UseCases, `leaks.${string}`>>;

/** The leak desk: from a text that leaked to the proof that every token in it is dead. */
export interface Leaks {
  readonly useCases: LeakUseCases;
  /**
   * For the terminal, which reads its files itself. Without a vault nothing is compared with what the wallet holds.
   * Throws `leak-empty`.
   */
  scan(sources: Sources, watch?: ScanWatch): Promise<ScanView>;
  /** The same, and makes a case of it. */
  open(sources: Sources, wish: OpenWish, watch?: ScanWatch): Promise<LeakCase>;
  /** Asks about all tokens of a case, and answers with what came of that. */
  ask(number: number): Promise<LeakAnswers>;
  /** All tokens of a case. */
  tokens(number: number): CaseToken[];
  /** Resolves when all that a case waits for was tried. */
  settled(number: number): Promise<void>;
  /** Writes the evidence into a folder of the person's choice. */
  export(number: number, folder: string): void;
  /** The vault has been opened: goes on with what was being revoked when the wallet ended. */
  begin(): void;
  /** Begins nothing more, and resolves when the services have answered what is under way. `close` follows. */
  settle(): Promise<void>;
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

export function createLeaks(context: ConnectionContext, options: LeakOptions): Leaks {
  const { vault, services, browser } = context;
  const books = createCaseBooks(vault);
  const parties = createPartyCache(context);
  const runs = createCaseRuns(
    { ...context, parties, revokeConnections: options.revokeConnections },
    books,
    (number) => {
      views.changedOften(number);
    },
  );
  const views = createCaseViews(context, books, runs);
  const changed = (number: number): LeakCase => views.changed(number);
  const drafts = createDrafts(
    (source, onProgress) => scanSources(services, holdings(), [source], { onProgress }),
    (name) => hideTokens(name, patternsOf(services.all)),
  );
  let endWatch = (): void => undefined;

  const useCases: LeakUseCases = {
    'leaks.begin': async () => drafts.begin(),
    'leaks.feed': (piece) => drafts.feed(piece),
    'leaks.scanned': async ({ draft }) => summariseScan(viewScan(services, holdings(), drafts.found(draft))),
    'leaks.drop': async ({ draft }) => {
      drafts.drop(draft);
      return {};
    },
    'leaks.open': async ({ draft, ...wish }) => {
      const number = openCase(context, books, drafts.found(draft), wish);
      drafts.drop(draft);
      return changed(number);
    },
    'leaks.list': async () => views.list(),
    'leaks.show': async ({ case: number }) => views.of(number),
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
      await ask(number, choice);
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
      setState(books, number, 'revoking', 'stopped');
      return changed(number);
    },
    'leaks.resume': async ({ case: number }) => {
      books.getOpen(number);
      setState(books, number, 'stopped', 'revoking');
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
      text: noticeToOwner(views.of(number), views.tokens(number), language),
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
    scan: async (sources, watch) => {
      const held = vault.isOpen() ? holdings() : throwawayHoldings();
      const found = viewScan(services, held, await scanContent(services, held, sources, watch));
      const note = 'There is no open vault: nothing was compared with the connections of the wallet.';
      return vault.isOpen() ? found : { ...found, notes: [...found.notes, note] };
    },
    open: async (sources, wish, watch) =>
      changed(openCase(context, books, await scanContent(services, holdings(), sources, watch), wish)),
    ask: (number) => ask(number, {}),
    tokens: (number) => views.tokens(number),
    settled: (number) => runs.settled(number),
    export: exportTo,
    begin: () => {
      endWatch();
      endWatch = vault.onChangedElsewhere(() => {
        views.changedElsewhere();
      });
      const interrupted = books.records().filter(({ state }) => state === 'revoking');
      for (const { number } of options.inBackground ? interrupted : []) {
        runs.work(number);
      }
    },
    settle: () => runs.settle(),
    close: () => {
      endWatch();
      runs.close();
      drafts.close();
      books.forget();
      parties.clear();
      views.close();
    },
  };

  function ask(number: number, choice: RowChoice): Promise<LeakAnswers> {
    const rows = chooseRows(books.getOpen(number), choice);
    return askLeakedTokens({ ...context, parties }, books, number, rows, () => {
      views.changedOften(number);
    });
  }

  function holdings(): Holdings {
    return holdingsOf(vault.opened(), services);
  }

  function exportTo(number: number, folder: string): void {
    exportCase(
      context,
      options.version,
      { leakCase: views.of(number), tokens: views.tokens(number) },
      folder,
    );
  }
}
