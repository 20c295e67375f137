import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { JournalEntry, JournalVerification } from '../../contract/journal.ts';
import {
  beginning,
  hashEntry,
  headAt,
  verifyChain,
  type Head,
  type Link,
  type StoredEntry,
} from '../journal/chain.ts';
import type { JournalLink } from './vault.ts';
import type { VaultKeys } from './keys.ts';
import { seal, unseal } from './sealing.ts';

interface Row {
  readonly sequence: number;
  readonly connection_id: string | null;
  readonly sealed: Uint8Array;
  readonly hash: Uint8Array;
}

/** The journal's rows. Entries are sealed too, because the names of accounts are nobody's business. */
export class JournalStore {
  readonly #keys: VaultKeys;
  readonly #head: StatementSync;
  readonly #add: StatementSync;
  readonly #setHead: StatementSync;
  readonly #all: StatementSync;
  readonly #newest: StatementSync;
  readonly #newestOfConnection: StatementSync;
  /** The newest entry of this transaction. */
  #added: Link | undefined;

  constructor(database: DatabaseSync, keys: VaultKeys) {
    this.#keys = keys;
    this.#head = database.prepare('SELECT sequence, hash, mac FROM journal_head');
    this.#add = database.prepare(
      'INSERT INTO journal (sequence, connection_id, sealed, hash) VALUES (?, ?, ?, ?)',
    );
    this.#setHead = database.prepare('INSERT OR REPLACE INTO journal_head VALUES (1, ?, ?, ?)');
    this.#all = database.prepare('SELECT * FROM journal ORDER BY sequence');
    this.#newest = database.prepare('SELECT * FROM journal WHERE sequence < ? ORDER BY sequence DESC');
    this.#newestOfConnection = database.prepare(
      'SELECT * FROM journal WHERE sequence < ? AND connection_id = ? ORDER BY sequence DESC',
    );
  }

  /** Within `adding`, so that no other process adds an entry with the same number. */
  add(entry: Omit<JournalEntry, 'sequence'>): void {
    const previous: Link = this.#added ?? this.#readHead() ?? beginning;
    const sequence = previous.sequence + 1;
    const numbered = { sequence, ...entry };
    const hash = hashEntry(this.#keys.journal, previous, numbered);
    const place = ['journal', sequence, entry.connectionId];
    const sealed = seal(this.#keys.records, place, Buffer.from(JSON.stringify(numbered)));
    this.#add.run(sequence, entry.connectionId, sealed, hash);
    this.#added = { sequence, hash };
  }

  /** The part of a transaction in which entries are added: the head of the chain is written once, at its end. */
  adding<Result>(work: () => Result): Result {
    try {
      const result = work();
      if (this.#added !== undefined) {
        const head = headAt(this.#keys.journal, this.#added);
        this.#setHead.run(head.sequence, head.hash, head.mac);
      }
      return result;
    } finally {
      this.#added = undefined;
    }
  }

  /** Newest first. An entry that cannot be decrypted is left out; `verify` tells of it. */
  entries(query: { limit: number; before?: number; connectionId?: string }): JournalEntry[] {
    const before = query.before ?? Number.MAX_SAFE_INTEGER;
    const rows =
      query.connectionId === undefined
        ? this.#newest.iterate(before)
        : this.#newestOfConnection.iterate(before, query.connectionId);
    const found: JournalEntry[] = [];
    for (const row of rows as unknown as Iterable<Row>) {
      const { entry } = this.#open(row);
      if (entry !== undefined && found.push(entry) >= query.limit) {
        break;
      }
    }
    return found;
  }

  /** What the chain holds of a connection, oldest first, with the hash of each entry. */
  linksOf(connectionId: string): JournalLink[] {
    const rows = this.#newestOfConnection.all(Number.MAX_SAFE_INTEGER, connectionId) as unknown as Row[];
    return rows.toReversed().flatMap((row) => {
      const { entry, hash } = this.#open(row);
      return entry === undefined
        ? []
        : [{ sequence: entry.sequence, at: entry.at, action: entry.action, hash: hexOf(hash) }];
    });
  }

  /** The newest hash, which stands for everything before it; null for an empty journal. */
  headHash(): string | null {
    const head = this.#readHead();
    return head === undefined ? null : hexOf(head.hash);
  }

  verify(): JournalVerification {
    return verifyChain(this.#keys.journal, this.#walk(), this.#readHead());
  }

  *#walk(): Iterable<StoredEntry> {
    for (const row of this.#all.iterate() as unknown as Iterable<Row>) {
      yield this.#open(row);
    }
  }

  #open(row: Row): StoredEntry {
    const place = ['journal', row.sequence, row.connection_id];
    const bytes = unseal(this.#keys.records, place, row.sealed);
    const entry = bytes === undefined ? undefined : (JSON.parse(bytes.toString()) as JournalEntry);
    return { sequence: row.sequence, hash: row.hash, entry };
  }

  #readHead(): Head | undefined {
    return this.#head.get() as unknown as Head | undefined;
  }
}

function hexOf(hash: Uint8Array): string {
  return Buffer.from(hash).toString('hex');
}
