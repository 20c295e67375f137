import type { Bridge } from '../../src-main/contract/bridge.ts';
import type { InputOf } from '../../src-main/contract/contract.ts';
import type { ErrorValue } from '../../src-main/contract/error.ts';
import type { LeakCase, LeakScanSummary } from '../../src-main/contract/leak.ts';
import type { LeakSource } from './leak-source.ts';

/** How far the reading is. */
export interface LeakReading {
  readonly source: string;
  readonly sourcesRead: number;
  readonly sources: number;
  readonly bytes: number;
  readonly tokens: number;
  /** From 0 to 1. */
  readonly share: number;
}

/** What is wished of a case that is opened. */
export type CaseWish = Omit<InputOf<'leaks.open'>, 'draft'>;

/** What leaked, as far as it was read, before it becomes a case. The text itself is handed on and never kept. */
export class LeakDraftState {
  /** null while nothing is being read. */
  reading = $state.raw<LeakReading | null>(null);
  /** What was found; null until something has been read. */
  scan = $state.raw<LeakScanSummary | null>(null);
  error = $state.raw<ErrorValue | null>(null);
  isBusy = $state(false);
  #draft: string | null = null;
  #waiting: LeakSource[] = [];
  #readings = 0;
  readonly #bridge: Bridge;

  constructor(bridge: Bridge) {
    this.#bridge = bridge;
  }

  /** Reads more, after what is being read already. */
  async read(sources: readonly LeakSource[]): Promise<void> {
    this.#waiting.push(...sources);
    if (this.reading !== null) {
      this.reading = { ...this.reading, sources: this.reading.sources + sources.length };
      return;
    }
    const reading = ++this.#readings;
    this.error = null;
    this.reading = { source: '', sourcesRead: 0, sources: sources.length, bytes: 0, tokens: 0, share: 0 };
    const error = await this.#readAll(() => reading === this.#readings);
    if (reading === this.#readings) {
      this.reading = null;
      this.#waiting = [];
      this.error = error;
    }
  }

  /** Forgets what was read, also in the middle of it. */
  async drop(): Promise<void> {
    const draft = this.#draft;
    this.clear();
    if (draft !== null) {
      await this.#bridge.invoke('leaks.drop', { draft });
    }
  }

  /** Makes a case of it; answers the case, or undefined where that was refused. */
  async open(wish: CaseWish): Promise<LeakCase | undefined> {
    if (this.#draft === null) {
      return undefined;
    }
    this.isBusy = true;
    const answer = await this.#bridge.invoke('leaks.open', { ...wish, draft: this.#draft });
    this.isBusy = false;
    this.error = answer.ok ? null : answer.error;
    if (!answer.ok) {
      return undefined;
    }
    this.clear();
    return answer.value;
  }

  clear(): void {
    this.#readings += 1;
    this.#draft = null;
    this.#waiting = [];
    this.reading = null;
    this.scan = null;
    this.error = null;
  }

  async #readAll(isWanted: () => boolean): Promise<ErrorValue | null> {
    if (this.#draft === null) {
      const begun = await this.#bridge.invoke('leaks.begin', {});
      if (!begun.ok) {
        return begun.error;
      }
      if (!isWanted()) {
        await this.#bridge.invoke('leaks.drop', begun.value);
        return null;
      }
      this.#draft = begun.value.draft;
    }
    const draft = this.#draft;
    for (let source = this.#waiting.shift(); source !== undefined; source = this.#waiting.shift()) {
      const error = await this.#readSource(draft, source, isWanted);
      if (error !== null || !isWanted()) {
        return error;
      }
    }
    const scanned = await this.#bridge.invoke('leaks.scanned', { draft });
    if (scanned.ok && isWanted()) {
      this.scan = scanned.value;
    }
    return scanned.ok ? null : scanned.error;
  }

  async #readSource(draft: string, source: LeakSource, isWanted: () => boolean): Promise<ErrorValue | null> {
    for await (const { share, ...piece } of source.pieces()) {
      const answer = isWanted()
        ? await this.#bridge.invoke('leaks.feed', { ...piece, draft, source: source.name })
        : undefined;
      if (answer === undefined || !isWanted()) {
        return null;
      }
      if (!answer.ok) {
        return answer.error;
      }
      this.#tellProgress(source.name, share, answer.value);
    }
    return null;
  }

  #tellProgress(source: string, share: number, sums: { bytes: number; tokens: number }): void {
    if (this.reading !== null) {
      const { sources, sourcesRead } = this.reading;
      this.reading = {
        ...{ source, sources, ...sums },
        sourcesRead: share === 1 ? sourcesRead + 1 : sourcesRead,
        share: (sourcesRead + share) / sources,
      };
    }
  }
}
