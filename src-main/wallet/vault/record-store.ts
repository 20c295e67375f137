import type { KeyObject } from 'node:crypto';
import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { WalletError } from '../wallet-error.ts';
import { decodeRecord, encodeRecord } from './record-codec.ts';
import type { StoredKind, Records } from './records.ts';
import { seal, TAG_BYTES, tagOf, unseal } from './sealing.ts';

const tables: Readonly<Record<StoredKind, string>> = {
  connection: 'connection',
  tokenSet: 'token_set',
  client: 'client',
  server: 'server',
  revocationBatch: 'revocation_batch',
  lateTokens: 'late_tokens',
  leakCase: 'leak_case',
  leakedToken: 'leaked_token',
  leakedSecret: 'leaked_secret',
};

interface Row {
  readonly id: string;
  readonly version: number;
  readonly sealed: Uint8Array;
}

/** A row without what is sealed in it. */
interface TagRow {
  readonly id: string;
  readonly tag: string;
}

/** A record that was unsealed, and the row it came from. */
interface Unsealed<RecordType> {
  readonly tag: string;
  readonly version: number;
  readonly record: RecordType;
  /** The row is known to be this one as long as nothing may have changed since. */
  knownSince: number;
}

/** The tag alone, in hexadecimal. */
const TAG = `hex(substr(sealed, -${TAG_BYTES}))`;

/** The sealed records of one kind: one row each, bound to its table, id and version. */
export class RecordStore<Kind extends StoredKind> {
  readonly #kind: Kind;
  readonly #table: string;
  readonly #key: KeyObject;
  /**
   * What was unsealed of connections, with the tag that it was sealed with: their list is read whenever one of them has
   * changed, and they hold no secret. Another version of a record has another tag, whoever wrote it.
   */
  readonly #unsealed: Map<string, Unsealed<Records[Kind]>> | undefined;
  /** The ids of all of these in order, as long as nothing may have changed since, so that listing them asks for nothing. */
  #inOrder: { readonly ids: string[]; readonly knownSince: number } | undefined;
  /** How often something may have changed that was not written here. */
  #changes = 0;
  /** Of most kinds nearly every vault has none at all, and yet they are looked for again and again. */
  #isEmpty: { readonly value: boolean; readonly knownSince: number } | undefined;
  /** Of those, the tags alone are read: fetching what is sealed would cost more than unsealing saves. */
  readonly #tags: StatementSync;
  readonly #tag: StatementSync;
  readonly #one: StatementSync;
  readonly #all: StatementSync;
  readonly #under: StatementSync;
  readonly #any: StatementSync;
  readonly #lastPosition: StatementSync;
  readonly #version: StatementSync;
  readonly #put: StatementSync;
  readonly #replace: StatementSync;
  readonly #remove: StatementSync;

  constructor(database: DatabaseSync, key: KeyObject, kind: Kind) {
    const table = tables[kind];
    this.#kind = kind;
    this.#table = table;
    this.#key = key;
    this.#unsealed = kind === 'connection' ? new Map() : undefined;
    this.#tags = database.prepare(`SELECT id, ${TAG} AS tag FROM ${table} ORDER BY position`);
    this.#tag = database.prepare(`SELECT id, ${TAG} AS tag FROM ${table} WHERE id = ?`);
    this.#one = database.prepare(`SELECT id, version, sealed FROM ${table} WHERE id = ?`);
    this.#all = database.prepare(`SELECT id, version, sealed FROM ${table} ORDER BY position`);
    this.#under = database.prepare(
      `SELECT id, version, sealed FROM ${table} WHERE id >= ? AND id < ? ORDER BY position`,
    );
    this.#any = database.prepare(`SELECT 1 FROM ${table} LIMIT 1`);
    this.#lastPosition = database.prepare(`SELECT max(position) AS position FROM ${table}`);
    this.#version = database.prepare(`SELECT version FROM ${table} WHERE id = ?`);
    this.#put = database.prepare(
      `INSERT INTO ${table} (id, version, sealed) VALUES (?, ?, ?)
       ON CONFLICT (id) DO UPDATE SET version = excluded.version, sealed = excluded.sealed`,
    );
    this.#replace = database.prepare(
      `UPDATE ${table} SET version = ?, sealed = ? WHERE id = ? AND version = ?`,
    );
    this.#remove = database.prepare(`DELETE FROM ${table} WHERE id = ?`);
  }

  /** Another process may have written. */
  mayHaveChanged(): void {
    this.#changes += 1;
  }

  /** What was written here was taken back. */
  takenBack(): void {
    this.mayHaveChanged();
  }

  read(id: string): Records[Kind] | undefined {
    const before = this.#unsealed?.get(id);
    if (before?.knownSince === this.#changes) {
      return before.record;
    }
    const tagged = this.#unsealed && (this.#tag.get(id) as unknown as TagRow | undefined);
    const known = tagged && this.#known(tagged);
    if (known !== undefined) {
      return known;
    }
    const row = this.#one.get(id) as unknown as Row | undefined;
    if (row === undefined) {
      return undefined;
    }
    const record = this.#open(row);
    if (record === undefined) {
      throw new WalletError('record-undecryptable', { record: `${this.#kind} ${id}` });
    }
    return record;
  }

  /** Those whose ids are `under`, a blank and something more; without it all. */
  readAll(under?: string): { records: Records[Kind][]; undecryptable: string[] } {
    const listed = under === undefined ? this.#listed() : undefined;
    if (listed !== undefined) {
      return { records: listed, undecryptable: [] };
    }
    const records: Records[Kind][] = [];
    const undecryptable: string[] = [];
    for (const row of this.#hasNone() ? [] : this.#rows(under)) {
      const record =
        'sealed' in row
          ? this.#open(row)
          : (this.#known(row) ?? this.#open(this.#one.get(row.id) as unknown as Row));
      if (record === undefined) {
        undecryptable.push(row.id);
      } else {
        records.push(record);
      }
    }
    if (this.#unsealed !== undefined && under === undefined && undecryptable.length === 0) {
      this.#inOrder = { ids: records.map(({ id }) => id), knownSince: this.#changes };
    }
    return { records, undecryptable };
  }

  /** The tag of the record that was read or put last under this id; of connections only. */
  protected tagOf(id: string): string | undefined {
    return this.#unsealed?.get(id)?.tag;
  }

  /** Where the next new record will lie. */
  nextPosition(): number {
    return Number(this.#lastPosition.get()?.['position'] ?? 0) + 1;
  }

  put(record: Records[Kind]): void {
    this.#isEmpty = undefined;
    const { id } = record;
    const known = this.#unsealed?.get(id)?.version;
    if (known !== undefined) {
      const sealed = this.#seal(record, known + 1);
      if (this.#replace.run(known + 1, sealed, id, known).changes === 1) {
        return;
      }
    }
    const version = Number(this.#version.get(id)?.['version'] ?? 0) + 1;
    if (version === 1) {
      this.#inOrder?.ids.push(id);
    }
    this.#put.run(id, version, this.#seal(record, version));
  }

  #seal(record: Records[Kind], version: number): Buffer {
    const sealed = seal(this.#key, [this.#table, record.id, version], encodeRecord(this.#kind, record));
    // Should the transaction be taken back, the record has another tag again, and this is not found.
    this.#keep(record, { version, sealed });
    return sealed;
  }

  remove(id: string): void {
    this.#remove.run(id);
    this.#unsealed?.delete(id);
    this.#inOrder = undefined;
  }

  #rows(under: string | undefined): Iterable<Row | TagRow> {
    // "!" is the next character after the blank.
    const rows =
      under !== undefined
        ? this.#under.all(`${under} `, `${under}!`)
        : this.#unsealed === undefined
          ? this.#all.iterate()
          : this.#tags.iterate();
    return rows as unknown as Iterable<Row | TagRow>;
  }

  #listed(): Records[Kind][] | undefined {
    if (this.#inOrder?.knownSince !== this.#changes) {
      return undefined;
    }
    const records = this.#inOrder.ids.map((id) => this.#unsealed?.get(id)?.record);
    return records.filter((record) => record !== undefined);
  }

  #hasNone(): boolean {
    if (this.#isEmpty?.knownSince !== this.#changes) {
      this.#isEmpty = { value: this.#any.get() === undefined, knownSince: this.#changes };
    }
    return this.#isEmpty.value;
  }

  #known({ id, tag }: TagRow): Records[Kind] | undefined {
    const known = this.#unsealed?.get(id);
    if (known?.tag !== tag) {
      return undefined;
    }
    known.knownSince = this.#changes;
    return known.record;
  }

  #open({ id, version, sealed }: Row): Records[Kind] | undefined {
    const bytes = unseal(this.#key, [this.#table, id, version], sealed);
    const record = bytes === undefined ? undefined : decodeRecord(this.#kind, bytes);
    if (record !== undefined) {
      this.#keep(record, { version, sealed });
    }
    return record;
  }

  #keep(record: Records[Kind], { version, sealed }: Pick<Row, 'version' | 'sealed'>): void {
    const knownSince = this.#changes;
    this.#unsealed?.set(record.id, { tag: textOf(tagOf(sealed)), version, record, knownSince });
  }
}

/** In hexadecimal as SQLite writes it; a text, because a piece of a buffer would keep all of that buffer in memory. */
function textOf(tag: Uint8Array): string {
  return Buffer.from(tag).toString('hex').toUpperCase();
}
