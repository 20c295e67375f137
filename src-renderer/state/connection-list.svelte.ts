import { SvelteSet } from 'svelte/reactivity';
import type { Connection } from '../../src-main/contract/connection.ts';
import type { Clock } from './clock.svelte.ts';
import { filters, matchesFilter, matchesQuery, type Filter } from './connection-facts.ts';
import type { ConnectionsState } from './connections.svelte.ts';

/** Which of the connections the list shows, which one the keyboard is at, and which ones are picked. */
export class ConnectionListState {
  query = $state('');
  filter = $state<Filter>('all');
  readonly #picked = new SvelteSet<string>();
  #currentId = $state<string | null>(null);
  #anchorId: string | null = null;
  readonly #connections: ConnectionsState;
  readonly #clock: Clock;

  readonly #found: readonly Connection[] = $derived.by(() => {
    const query = this.query.trim();
    return this.#connections.all.filter((connection) => query === '' || matchesQuery(connection, query));
  });
  readonly visible: readonly Connection[] = $derived(
    this.#found.filter((connection) => this.#matches(connection, this.filter)),
  );
  /** How many rows each filter would show. Those that would show none are left out. */
  readonly counts: readonly { filter: Filter; count: number }[] = $derived(
    filters
      .map((filter) => ({ filter, count: this.#found.filter((row) => this.#matches(row, filter)).length }))
      .filter(({ filter, count }) => count > 0 || filter === 'all' || filter === this.filter),
  );
  /** Picked and visible: nothing is done to a row that cannot be seen. */
  readonly pickedIds: readonly string[] = $derived(
    this.visible.map(({ id }) => id).filter((id) => this.#picked.has(id)),
  );
  /** The row that the keyboard is at; the first one until it has moved. */
  readonly current: Connection | undefined = $derived(
    this.visible.find(({ id }) => id === this.#currentId) ?? this.visible[0],
  );

  constructor(connections: ConnectionsState, clock: Clock) {
    this.#connections = connections;
    this.#clock = clock;
  }

  isPicked(id: string): boolean {
    return this.#picked.has(id);
  }

  moveTo(id: string): void {
    this.#currentId = id;
  }

  /** Moves by a number of rows, stopping at both ends, and answers where the keyboard is then. */
  moveBy(step: number): Connection | undefined {
    const index = this.visible.findIndex(({ id }) => id === this.current?.id);
    const next = this.visible[Math.min(this.visible.length - 1, Math.max(0, index + step))];
    if (next !== undefined) {
      this.#currentId = next.id;
    }
    return next;
  }

  /** Moves from rows that are about to go to the nearest one that stays, and unpicks them. */
  leave(ids: readonly string[]): void {
    const index = this.visible.findIndex(({ id }) => id === this.current?.id);
    const stays = ({ id }: Connection): boolean => !ids.includes(id);
    const next = this.visible.slice(index).find(stays) ?? this.visible.slice(0, index).findLast(stays);
    this.#currentId = next?.id ?? null;
    for (const id of ids) {
      this.#picked.delete(id);
    }
  }

  pick(id: string, isPicked: boolean): void {
    if (isPicked) {
      this.#picked.add(id);
    } else {
      this.#picked.delete(id);
    }
    this.#anchorId = id;
  }

  /** Picks everything from the row that was picked last to this one. */
  pickRangeTo(id: string): void {
    const ids = this.visible.map((connection) => connection.id);
    const from = Math.max(0, ids.indexOf(this.#anchorId ?? id));
    const to = ids.indexOf(id);
    for (const between of ids.slice(Math.min(from, to), Math.max(from, to) + 1)) {
      this.#picked.add(between);
    }
  }

  pickAll(): void {
    for (const { id } of this.visible) {
      this.#picked.add(id);
    }
  }

  unpickAll(): void {
    this.#picked.clear();
  }

  /** Shows all where the search or the filter hides this one. */
  reveal(id: string): void {
    if (!this.visible.some((connection) => connection.id === id)) {
      this.showAll();
    }
  }

  showAll(): void {
    this.query = '';
    this.filter = 'all';
  }

  /** Forgets what was searched and picked: the vault has been locked. */
  clear(): void {
    this.showAll();
    this.#currentId = null;
    this.unpickAll();
  }

  #matches(connection: Connection, filter: Filter): boolean {
    return matchesFilter(connection, filter, this.#clock.nowMs);
  }
}
