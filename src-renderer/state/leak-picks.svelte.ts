import { SvelteSet } from 'svelte/reactivity';
import type { LeakRows } from './leak-rows.svelte.ts';

/** So many can be named one by one in a request; more of them only all together. */
export const MOST_NAMED = 100_000;

/** Which rows are picked: some of them one by one, or all that the filter leaves. */
export class LeakPicks {
  isAll = $state(false);
  readonly count: number = $derived.by(() => (this.isAll ? (this.#rows.total ?? 0) : this.#some.size));
  readonly #some = new SvelteSet<string>();
  readonly #rows: LeakRows;
  #anchor = 0;

  constructor(rows: LeakRows) {
    this.#rows = rows;
  }

  /** The picked ones by name; undefined where all are meant. */
  get fingerprints(): readonly string[] | undefined {
    return this.isAll ? undefined : [...this.#some];
  }

  has(fingerprint: string): boolean {
    return this.isAll || this.#some.has(fingerprint);
  }

  /** Picks a row, or unpicks it; one that is unpicked out of all makes the others be named one by one. */
  async toggle(index: number): Promise<void> {
    const fingerprint = this.#rows.at(index)?.fingerprint;
    if (fingerprint === undefined) {
      return;
    }
    this.#anchor = index;
    if (this.isAll) {
      await this.#nameAll();
    }
    if (!this.#some.delete(fingerprint)) {
      this.#some.add(fingerprint);
    }
  }

  /** Picks everything from the row that was picked last to this one. */
  async extendTo(index: number): Promise<void> {
    const between = await this.#rows.read(Math.min(this.#anchor, index), Math.max(this.#anchor, index));
    for (const { fingerprint } of between) {
      this.#some.add(fingerprint);
    }
  }

  /** The row from which a range is picked next. */
  startAt(index: number): void {
    this.#anchor = index;
  }

  all(): void {
    this.isAll = true;
  }

  none(): void {
    this.isAll = false;
    this.#some.clear();
    this.#anchor = 0;
  }

  async #nameAll(): Promise<void> {
    const last = Math.min(this.#rows.total ?? 0, MOST_NAMED) - 1;
    const rows = await this.#rows.read(0, last);
    this.isAll = false;
    this.#some.clear();
    for (const { fingerprint } of rows) {
      this.#some.add(fingerprint);
    }
  }
}
