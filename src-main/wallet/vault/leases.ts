import { randomUUID } from 'node:crypto';
import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { Clock } from '../ports.ts';
import { inTransaction } from './database.ts';
import type { Lease } from './vault.ts';

interface Row {
  readonly holder: string;
  readonly expires_at_ms: number;
}

/** Leases across the processes that have the vault open, such as the window and the terminal. */
export class Leases {
  readonly #database: DatabaseSync;
  readonly #clock: Clock;
  readonly #one: StatementSync;
  readonly #take: StatementSync;
  readonly #extend: StatementSync;
  readonly #release: StatementSync;

  constructor(database: DatabaseSync, clock: Clock) {
    this.#database = database;
    this.#clock = clock;
    this.#one = database.prepare('SELECT holder, expires_at_ms FROM lease WHERE name = ?');
    this.#take = database.prepare(
      'INSERT OR REPLACE INTO lease (name, holder, expires_at_ms) VALUES (?, ?, ?)',
    );
    this.#extend = database.prepare('UPDATE lease SET expires_at_ms = ? WHERE name = ? AND holder = ?');
    this.#release = database.prepare('DELETE FROM lease WHERE name = ? AND holder = ?');
  }

  /** The holder is one acquisition, not one process: two attempts of one process exclude each other as well. */
  acquire(name: string, durationMs: number): Lease | undefined {
    const holder = randomUUID();
    const taken = inTransaction(this.#database, () => {
      const current = this.#holderOf(name);
      if (current !== undefined && this.#isLive(current, durationMs)) {
        return false;
      }
      this.#take.run(name, holder, this.#clock.now() + durationMs);
      return true;
    });
    if (!taken) {
      return undefined;
    }
    return {
      held: () => this.#holderOf(name)?.holder === holder,
      extend: (nextMs) => this.#extend.run(this.#clock.now() + nextMs, name, holder).changes > 0,
      release: () => {
        this.#release.run(name, holder);
      },
    };
  }

  /**
   * One that seems to last longer than any can was taken before the clock was set back; it must not hold for as long as
   * the clock was wrong. Twice the time, because clocks are put right by seconds every day.
   */
  #isLive({ expires_at_ms: expiresAtMs }: Row, durationMs: number): boolean {
    const leftMs = expiresAtMs - this.#clock.now();
    return leftMs > 0 && leftMs <= 2 * durationMs;
  }

  #holderOf(name: string): Row | undefined {
    return this.#one.get(name) as unknown as Row | undefined;
  }
}
