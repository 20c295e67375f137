import { SvelteMap } from 'svelte/reactivity';
import type { Bridge } from '../../src-main/contract/bridge.ts';
import type { Activity, Connection, Revocation } from '../../src-main/contract/connection.ts';
import type { Answer, ErrorValue } from '../../src-main/contract/error.ts';
import { needsAttention } from './connection-facts.ts';

type Busy = NonNullable<Activity>;

/** The connections as the wallet told them last, and what is being done with them. */
export class ConnectionsState {
  all = $state.raw<readonly Connection[]>([]);
  isLoaded = $state(false);
  /** Why the list could not be read. */
  error = $state.raw<ErrorValue | null>(null);
  readonly attentionCount = $derived(this.all.filter(needsAttention).length);
  // Made anew with every list, and never changed.
  // eslint-disable-next-line svelte/prefer-svelte-reactivity
  readonly #byId: ReadonlyMap<string, Connection> = $derived(new Map(this.all.map((one) => [one.id, one])));
  /** Why the last thing asked of a connection could not be done, by its id. */
  readonly #problems = new SvelteMap<string, ErrorValue>();
  /** What this window has asked for and not heard of yet, so that a row answers to the click at once. */
  readonly #asked = new SvelteMap<string, Busy>();
  readonly #bridge: Bridge;
  #readings = 0;

  constructor(bridge: Bridge) {
    this.#bridge = bridge;
  }

  /** Reads the list anew. Where readings overlap, the one that was asked for last counts. */
  async load(): Promise<void> {
    const reading = ++this.#readings;
    const answer = await this.#bridge.invoke('connections.list', {});
    if (reading !== this.#readings) {
      return;
    }
    this.error = answer.ok ? null : answer.error;
    if (answer.ok) {
      this.all = answer.value.toSorted(byNewest);
      this.isLoaded = true;
    }
  }

  /** Shows nothing any more: the vault has been locked. */
  clear(): void {
    this.#readings += 1;
    this.all = [];
    this.isLoaded = false;
    this.error = null;
    this.#problems.clear();
  }

  find(id: string): Connection | undefined {
    return this.#byId.get(id);
  }

  problemOf(id: string): ErrorValue | undefined {
    return this.#problems.get(id);
  }

  activityOf(connection: Connection): Activity {
    return this.#asked.get(connection.id) ?? connection.activity;
  }

  check(id: string): Promise<unknown> {
    return this.#ask('checking', [id], () => this.#bridge.invoke('connections.check', { id }));
  }

  refresh(id: string): Promise<unknown> {
    return this.#ask('refreshing', [id], () => this.#bridge.invoke('connections.refresh', { id }));
  }

  /** One outcome for each id; none at all when the wallet could not even begin, which the rows then tell. */
  async revoke(ids: readonly string[]): Promise<readonly Revocation[]> {
    // A check or a renewal under way keeps nobody from revoking: the revocation wins.
    const wanted = ids.filter((id) => this.#asked.get(id) !== 'revoking');
    if (wanted.length === 0) {
      return [];
    }
    const answer = await this.#ask('revoking', wanted, () =>
      this.#bridge.invoke('connections.revoke', { ids: wanted }),
    );
    return answer.ok ? answer.value : [];
  }

  async forget(ids: readonly string[]): Promise<Answer<{ ids: string[] }>> {
    const answer = await this.#bridge.invoke('connections.forget', { ids: [...ids] });
    await this.load();
    return answer;
  }

  async restore(ids: readonly string[]): Promise<Answer<unknown>> {
    const answer = await this.#bridge.invoke('connections.restore', { ids: [...ids] });
    await this.load();
    return answer;
  }

  async #ask<Result>(
    activity: Busy,
    ids: readonly string[],
    ask: () => Promise<Answer<Result>>,
  ): Promise<Answer<Result>> {
    for (const id of ids) {
      this.#asked.set(id, activity);
      this.#problems.delete(id);
    }
    const answer = await ask();
    // The row goes from "revoking" to its outcome in one step: the new list is there before the mark is taken away.
    await this.load();
    // What was asked for later has taken the place of this, and is the only thing the row tells of.
    for (const id of ids.filter((one) => this.#asked.get(one) === activity)) {
      this.#asked.delete(id);
      if (!answer.ok) {
        this.#problems.set(id, answer.error);
      }
    }
    return answer;
  }
}

/** Moments of one form are in order as plain text; comparing them as words of a language takes many times as long. */
function byNewest(one: Connection, other: Connection): number {
  return one.connectedAt < other.connectedAt ? 1 : one.connectedAt > other.connectedAt ? -1 : 0;
}
