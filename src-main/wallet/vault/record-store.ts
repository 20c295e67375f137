import type { KeyObject } from 'node:crypto';
import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { WalletError } from '../wallet-error.ts';
import { decodeRecord, encodeRecord } from './record-codec.ts';
import type { RecordKind, Records } from './records.ts';
import { seal, tagOf, unseal } from './sealing.ts';

const tables: Readonly<Record<RecordKind, string>> = {
  connection: 'connection',
  tokenSet: 'token_set',
  client: 'client',
  server: 'server',
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

/** The sealed records of one kind: one row each, bound to its table, id and version. */
export class RecordStore<Kind extends RecordKind> {
  readonly #kind: Kind;
  readonly #table: string;
  readonly #key: KeyObject;
  /**
   * What was unsealed of connections, with the tag that it was sealed with: their list is read whenever one of them has
   * changed, and they hold no secret. Another version of a record has another tag, whoever wrote it.
   */
  readonly #unsealed: Map<string, { readonly tag: Buffer; readonly record: Records[Kind] }> | undefined;
  readonly #one: StatementSync;
  readonly #all: StatementSync;
  readonly #under: StatementSync;
  readonly #version: StatementSync;
  readonly #put: StatementSync;
  readonly #remove: StatementSync;

  constructor(database: DatabaseSync, key: KeyObject, kind: Kind) {
    const table = tables[kind];
    this.#kind = kind;
    this.#table = table;
    this.#key = key;
    this.#unsealed = kind === 'connection' ? new Map() : undefined;
    this.#one = database.prepare(`SELECT id, version, sealed FROM ${table} WHERE id = ?`);
    this.#all = database.prepare(`SELECT id, version, sealed FROM ${table} ORDER BY position`);
    this.#under = database.prepare(
      `SELECT id, version, sealed FROM ${table} WHERE id >= ? AND id < ? ORDER BY position`,
    );
    this.#version = database.prepare(`SELECT version FROM ${table} WHERE id = ?`);
    this.#put = database.prepare(
      `INSERT INTO ${table} (id, version, sealed) VALUES (?, ?, ?)
       ON CONFLICT (id) DO UPDATE SET version = excluded.version, sealed = excluded.sealed`,
    );
    this.#remove = database.prepare(`DELETE FROM ${table} WHERE id = ?`);
  }

  read(id: string): Records[Kind] | undefined {
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
    const records: Records[Kind][] = [];
    const undecryptable: string[] = [];
    // "!" is the next character after the blank.
    const rows = under === undefined ? this.#all.iterate() : this.#under.all(`${under} `, `${under}!`);
    for (const row of rows as unknown as Iterable<Row>) {
      const record = this.#open(row);
      if (record === undefined) {
        undecryptable.push(row.id);
      } else {
        records.push(record);
      }
    }
    return { records, undecryptable };
  }

  put(record: Records[Kind]): void {
    const version = Number(this.#version.get(record.id)?.['version'] ?? 0) + 1;
    const place = [this.#table, record.id, version];
    const sealed = seal(this.#key, place, encodeRecord(this.#kind, record));
    this.#put.run(record.id, version, sealed);
    // Should the transaction be taken back, the record has another tag again, and this is not found.
    this.#unsealed?.set(record.id, { tag: Buffer.from(tagOf(sealed)), record });
  }

  remove(id: string): void {
    this.#remove.run(id);
    this.#unsealed?.delete(id);
  }

  #open({ id, version, sealed }: Row): Records[Kind] | undefined {
    const known = this.#unsealed?.get(id);
    const tag = tagOf(sealed);
    if (known?.tag.equals(tag) === true) {
      return known.record;
    }
    const bytes = unseal(this.#key, [this.#table, id, version], sealed);
    const record = bytes === undefined ? undefined : decodeRecord(this.#kind, bytes);
    if (record !== undefined) {
      this.#unsealed?.set(id, { tag: Buffer.from(tag), record });
    }
    return record;
  }
}
