import type { Bridge } from '../../src-main/contract/bridge.ts';
import type { ErrorValue } from '../../src-main/contract/error.ts';
import type { JournalEntry, JournalVerification } from '../../src-main/contract/journal.ts';

export const JOURNAL_PAGE = 50;

/** The journal, newest first, page by page. */
export class JournalState {
  /** null until the first page has been read. */
  entries = $state.raw<readonly JournalEntry[] | null>(null);
  hasMore = $state(false);
  isBusy = $state(false);
  error = $state.raw<ErrorValue | null>(null);
  verification = $state.raw<JournalVerification | null>(null);
  readonly #bridge: Bridge;

  constructor(bridge: Bridge) {
    this.#bridge = bridge;
  }

  /** Reads anew as many as are shown, at least one page. */
  async load(): Promise<void> {
    const limit = Math.min(1000, Math.max(JOURNAL_PAGE, this.entries?.length ?? 0));
    const answer = await this.#bridge.invoke('journal.list', { limit });
    this.error = answer.ok ? null : answer.error;
    if (answer.ok) {
      this.entries = answer.value;
      this.hasMore = !reachesTheFirst(answer.value);
    }
  }

  async showMore(): Promise<void> {
    const before = this.entries?.at(-1)?.sequence;
    if (before === undefined) {
      return;
    }
    this.isBusy = true;
    const answer = await this.#bridge.invoke('journal.list', { limit: JOURNAL_PAGE, before });
    this.isBusy = false;
    this.error = answer.ok ? null : answer.error;
    if (answer.ok) {
      this.entries = [...(this.entries ?? []), ...answer.value];
      this.hasMore = !reachesTheFirst(this.entries);
    }
  }

  async verify(): Promise<void> {
    this.isBusy = true;
    this.verification = null;
    const answer = await this.#bridge.invoke('journal.verify', {});
    this.isBusy = false;
    this.error = answer.ok ? null : answer.error;
    this.verification = answer.ok ? answer.value : null;
  }

  clear(): void {
    this.entries = null;
    this.hasMore = false;
    this.error = null;
    this.verification = null;
  }
}

/** The journal has no gaps, so the entry with the number 1 is its end. */
function reachesTheFirst(entries: readonly JournalEntry[]): boolean {
  const last = entries.at(-1);
  return last === undefined || last.sequence <= 1;
}
