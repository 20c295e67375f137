import { SvelteMap } from 'svelte/reactivity';
import type { Bridge } from '../../src-main/contract/bridge.ts';
import type { ErrorValue } from '../../src-main/contract/error.ts';
import type { CaseToken, LeakFilter } from '../../src-main/contract/leak.ts';
import { inBackground } from './in-background.ts';

export const PAGE_ROWS = 100;
/** The most that `leaks.rows` hands out at once. */
const MOST_ROWS = 1_000;
/** So many pages are kept; of a hundred thousand rows all would be too many. */
const PAGES_KEPT = 40;

/** The rows of a case that a filter leaves, read page by page as they come into sight. */
export class LeakRows {
  /** null until the first page has been read. */
  total = $state<number | null>(null);
  error = $state.raw<ErrorValue | null>(null);
  readonly #pages = new SvelteMap<number, readonly CaseToken[]>();
  #asked: readonly number[] = [];
  readonly #bridge: Bridge;
  #number = 0;
  #filter: LeakFilter = {};
  #seen = { first: 0, last: 0 };
  /** Answers to what was asked before the last change count no more. */
  #version = 0;
  #isRefreshing = false;
  #isStale = false;

  constructor(bridge: Bridge) {
    this.#bridge = bridge;
  }

  /** Begins anew with another case or filter. */
  async show(caseNumber: number, filter: LeakFilter): Promise<void> {
    this.clear();
    this.#number = caseNumber;
    this.#filter = filter;
    await this.#ask(0);
  }

  /** Reads anew what is in sight; until that is there the old rows stay. However often it is asked for, one at a time. */
  async refresh(): Promise<void> {
    this.#isStale = true;
    if (this.#isRefreshing) {
      return;
    }
    this.#isRefreshing = true;
    while (this.#isStale) {
      this.#isStale = false;
      await this.#readAnew();
    }
    this.#isRefreshing = false;
  }

  /** These rows are in sight now. */
  see(first: number, last: number): void {
    this.#seen = { first, last };
    for (const page of pagesBetween(first, last)) {
      if (!this.#pages.has(page)) {
        inBackground(this.#ask(page));
      }
    }
  }

  /** undefined while it has not been read. */
  at(index: number): CaseToken | undefined {
    return this.#pages.get(Math.floor(index / PAGE_ROWS))?.[index % PAGE_ROWS];
  }

  /** All rows from one to another, whether in sight or not; fewer where the wallet could not say. */
  async read(first: number, last: number): Promise<readonly CaseToken[]> {
    const kept = Array.from({ length: last + 1 - first }, (_, step) => this.at(first + step));
    if (!kept.includes(undefined)) {
      return kept.filter((row) => row !== undefined);
    }
    const found: CaseToken[] = [];
    while (first + found.length <= last) {
      const limit = Math.min(MOST_ROWS, last + 1 - first - found.length);
      const answer = await this.#bridge.invoke('leaks.rows', {
        ...{ case: this.#number, filter: this.#filter, offset: first + found.length, limit },
      });
      if (!answer.ok || answer.value.rows.length === 0) {
        break;
      }
      found.push(...answer.value.rows);
    }
    return found;
  }

  clear(): void {
    this.#version += 1;
    this.#pages.clear();
    this.#asked = [];
    this.#seen = { first: 0, last: 0 };
    this.total = null;
    this.error = null;
  }

  async #readAnew(): Promise<void> {
    this.#version += 1;
    this.#asked = [];
    const inSight = pagesBetween(this.#seen.first, this.#seen.last);
    for (const page of [...this.#pages.keys()].filter((one) => !inSight.includes(one))) {
      this.#pages.delete(page);
    }
    await Promise.all(inSight.map((page) => this.#ask(page)));
  }

  async #ask(page: number): Promise<void> {
    if (this.#asked.includes(page)) {
      return;
    }
    this.#asked = [...this.#asked, page];
    const version = this.#version;
    const answer = await this.#bridge.invoke('leaks.rows', {
      ...{ case: this.#number, filter: this.#filter, offset: page * PAGE_ROWS, limit: PAGE_ROWS },
    });
    if (version !== this.#version) {
      return;
    }
    this.#asked = this.#asked.filter((asked) => asked !== page);
    this.error = answer.ok ? null : answer.error;
    if (answer.ok) {
      this.total = answer.value.total;
      this.#keep(page, answer.value.rows);
    }
  }

  #keep(page: number, rows: readonly CaseToken[]): void {
    this.#pages.delete(page);
    this.#pages.set(page, rows);
    const [oldest] = this.#pages.keys();
    if (this.#pages.size > PAGES_KEPT && oldest !== undefined) {
      this.#pages.delete(oldest);
    }
  }
}

function pagesBetween(first: number, last: number): number[] {
  const from = Math.floor(first / PAGE_ROWS);
  return Array.from({ length: Math.floor(last / PAGE_ROWS) - from + 1 }, (_, index) => from + index);
}
