import { SvelteMap } from 'svelte/reactivity';
import type { Bridge } from '../../src-main/contract/bridge.ts';
import type { RevocationPreview } from '../../src-main/contract/revocation.ts';

/** What revoking each connection would cut. Asked for when somebody looks, and kept until the list changes. */
export class PreviewsState {
  readonly #known = new SvelteMap<string, RevocationPreview>();
  /** Asked for since the list changed last. What is known from before is shown until its successor is there. */
  // Nothing that is shown depends on it.
  // eslint-disable-next-line svelte/prefer-svelte-reactivity
  readonly #asked = new Set<string>();
  readonly #bridge: Bridge;

  constructor(bridge: Bridge) {
    this.#bridge = bridge;
  }

  of(id: string): RevocationPreview | undefined {
    return this.#known.get(id);
  }

  /** Those that are known by now. */
  ofAll(ids: readonly string[]): RevocationPreview[] {
    return ids.map((id) => this.#known.get(id)).filter((preview) => preview !== undefined);
  }

  async look(ids: readonly string[]): Promise<void> {
    const missing = ids.filter((id) => !this.#asked.has(id));
    if (missing.length === 0) {
      return;
    }
    for (const id of missing) {
      this.#asked.add(id);
    }
    const answer = await this.#bridge.invoke('revocations.preview', { ids: missing });
    for (const id of missing) {
      if (!answer.ok) {
        // The next look asks again.
        this.#asked.delete(id);
      }
    }
    for (const preview of answer.ok ? answer.value : []) {
      this.#known.set(preview.id, preview);
    }
  }

  /** The list has changed: whoever looks next asks anew. */
  becomeStale(): void {
    this.#asked.clear();
  }

  clear(): void {
    this.becomeStale();
    this.#known.clear();
  }
}
