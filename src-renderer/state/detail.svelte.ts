import type { Bridge } from '../../src-main/contract/bridge.ts';
import type { ErrorValue } from '../../src-main/contract/error.ts';
import type { JournalEntry } from '../../src-main/contract/journal.ts';

/** The connection that the panel shows, and its history. The connection itself comes from the list. */
export class DetailState {
  openId = $state<string | null>(null);
  /** null until it has been read. */
  history = $state.raw<readonly JournalEntry[] | null>(null);
  error = $state.raw<ErrorValue | null>(null);
  readonly #bridge: Bridge;

  constructor(bridge: Bridge) {
    this.#bridge = bridge;
  }

  async open(id: string): Promise<void> {
    if (this.openId !== id) {
      this.openId = id;
      this.history = null;
      this.error = null;
    }
    await this.reload();
  }

  close(): void {
    this.openId = null;
    this.history = null;
    this.error = null;
  }

  /** Reads the history anew; what is shown stays until the new one is there. */
  async reload(): Promise<void> {
    const id = this.openId;
    if (id === null) {
      return;
    }
    const answer = await this.#bridge.invoke('connections.show', { id });
    if (this.openId !== id) {
      return;
    }
    if (answer.ok) {
      this.history = answer.value.journal;
      this.error = null;
    } else if (answer.error.code === 'connection-not-found') {
      this.close();
    } else {
      this.error = answer.error;
    }
  }
}
