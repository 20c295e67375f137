import type { Clock } from '../ports.ts';
import type { OpenedVault } from './open-vault.ts';

const INTERVAL_MS = 500;

/**
 * Notices that another process has written to the open vault.
 *
 * SQLite has no call for it; it has a number that differs after a commit by another connection, which costs
 * microseconds to read. Watching files would miss changes on some systems and report our own on others.
 */
export class ChangeWatch {
  readonly #clock: Clock;
  readonly #listeners = new Set<() => void>();
  #vault: OpenedVault | undefined;
  #lastVersion = 0;
  #stop: (() => void) | undefined;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Returns the function that removes the listener. */
  add(listener: () => void): () => void {
    this.#listeners.add(listener);
    this.#schedule();
    return () => {
      this.#listeners.delete(listener);
    };
  }

  /** Watches this vault from now on, or none. */
  watch(vault: OpenedVault | undefined): void {
    this.#vault = vault;
    this.#lastVersion = vault?.dataVersion() ?? 0;
    this.#schedule();
  }

  end(): void {
    this.#listeners.clear();
    this.#schedule();
  }

  #schedule(): void {
    this.#stop?.();
    this.#stop =
      this.#vault === undefined || this.#listeners.size === 0
        ? undefined
        : this.#clock.after(INTERVAL_MS, () => {
            this.#look();
          });
  }

  #look(): void {
    const version = this.#vault?.dataVersion() ?? this.#lastVersion;
    this.#stop = undefined;
    this.#schedule();
    if (version !== this.#lastVersion) {
      this.#lastVersion = version;
      for (const listener of [...this.#listeners]) {
        listener();
      }
    }
  }
}
