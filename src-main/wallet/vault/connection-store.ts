import type { KeyObject } from 'node:crypto';
import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { markedForRevocation, newlyPending } from './pending-revocation.ts';
import { RecordStore } from './record-store.ts';
import type { ConnectionRecord, PendingRevocation, RevocationBatchRecord } from './records.ts';

/** Enough to tell a record from whatever follows it: 64 bits. */
const TAG_LENGTH = 16;

/** A batch, and how many of its connections nobody has written since, as far as is known. */
interface Batch {
  readonly id: string;
  readonly pending: PendingRevocation;
  left: number;
}

/** The mark of one connection. It holds for the record with that tag only, and no tag comes a second time. */
interface Mark {
  readonly batch: Batch;
  readonly tag: string;
  /** The record that was read last, and the same with its mark: what changes a record makes another one of it. */
  made: { readonly from: ConnectionRecord; readonly marked: ConnectionRecord } | undefined;
}

/**
 * Connections, with the marks of those whose revocation was begun together.
 *
 * To write ten thousand records anew, sealed and all, stops everything for a third of a second, only to write them again
 * when their turn has come. So a batch is one record that names them, each by the tag it was sealed with: whoever reads
 * one of them reads it as marked, and whoever writes it, writes that. With the last of them the batch goes.
 */
export class ConnectionStore extends RecordStore<'connection'> {
  readonly #batchStore: RecordStore<'revocationBatch'>;
  readonly #batchIds: StatementSync;
  readonly #marks = new Map<string, Mark>();
  #batches: readonly Batch[] = [];
  /** Batches that cannot be decrypted: of what they hold nothing is known. */
  #unreadable: readonly string[] = [];
  /** Batches never change, they only come and go; but what was taken back here may have taken marks out. */
  #marksAre: 'known' | 'perhaps not all' | 'unknown' = 'unknown';

  constructor(database: DatabaseSync, key: KeyObject) {
    super(database, key, 'connection');
    this.#batchStore = new RecordStore(database, key, 'revocationBatch');
    this.#batchIds = database.prepare('SELECT id FROM revocation_batch');
  }

  override mayHaveChanged(): void {
    super.mayHaveChanged();
    this.#batchStore.mayHaveChanged();
    if (this.#marksAre === 'known') {
      this.#marksAre = 'perhaps not all';
    }
  }

  override takenBack(): void {
    super.takenBack();
    this.#marksAre = 'unknown';
  }

  override read(id: string): ConnectionRecord | undefined {
    // First, because what is written between the two holds its mark itself.
    this.#readMarks();
    const record = super.read(id);
    return record && this.#asMarked(record);
  }

  override readAll(under?: string): { records: ConnectionRecord[]; undecryptable: string[] } {
    this.#readMarks();
    const { records, undecryptable } = super.readAll(under);
    if (this.#marks.size > 0 && under === undefined) {
      this.#takeOutAllBut(new Set([...records.map(({ id }) => id), ...undecryptable]));
    }
    return {
      records: this.#marks.size === 0 ? records : records.map((record) => this.#asMarked(record)),
      undecryptable: [...undecryptable, ...this.#unreadable],
    };
  }

  override put(record: ConnectionRecord): void {
    this.#written(record.id);
    super.put(record);
  }

  override remove(id: string): void {
    this.#written(id);
    super.remove(id);
  }

  /** Marks those that are there, and answers with what they are marked with. */
  mark(begunAtMs: number, connectionIds: readonly string[]): PendingRevocation {
    const pending = newlyPending(begunAtMs);
    const tags: Record<string, string> = {};
    for (const id of connectionIds) {
      const record = this.read(id);
      if (record !== undefined && this.#marks.has(id)) {
        // The generation rises with every mark.
        this.put(record);
      }
      const tag = record && this.tagOf(id)?.slice(0, TAG_LENGTH);
      if (tag !== undefined) {
        tags[id] = tag;
      }
    }
    if (Object.keys(tags).length > 0) {
      const batch = { id: pending.batch, begunAtMs, tags };
      this.#batchStore.put(batch);
      this.#addBatch(batch);
    }
    return pending;
  }

  #asMarked(record: ConnectionRecord): ConnectionRecord {
    const mark = this.#marks.get(record.id);
    if (mark === undefined) {
      return record;
    }
    if (this.tagOf(record.id)?.startsWith(mark.tag) !== true) {
      this.#takeOut(record.id);
      return record;
    }
    if (mark.made?.from !== record) {
      mark.made = { from: record, marked: markedForRevocation(record, mark.batch.pending) };
    }
    return mark.made.marked;
  }

  /** Its mark is part of the record now, or of no interest any more. Within a transaction, so that all marks are known. */
  #written(id: string): void {
    this.#readMarks();
    this.#takeOut(id);
    for (const spent of this.#batches.filter(({ left }) => left === 0)) {
      this.#batchStore.remove(spent.id);
      this.#forget(spent);
    }
  }

  #readMarks(): void {
    if (this.#marksAre === 'known') {
      return;
    }
    if (this.#marksAre === 'unknown') {
      this.#marks.clear();
      this.#batches = [];
      this.#unreadable = [];
    }
    this.#marksAre = 'known';
    const there = this.#batchIds.all().map(({ id }) => String(id));
    for (const gone of this.#batches.filter(({ id }) => !there.includes(id))) {
      this.#forget(gone);
    }
    const known = new Set([...this.#batches.map(({ id }) => id), ...this.#unreadable]);
    if (there.some((id) => !known.has(id))) {
      const { records, undecryptable } = this.#batchStore.readAll();
      this.#unreadable = undecryptable;
      records
        .filter(({ id }) => !known.has(id))
        .forEach((record) => {
          this.#addBatch(record);
        });
    }
  }

  #addBatch({ id, begunAtMs, tags }: RevocationBatchRecord): void {
    const batch: Batch = { id, pending: newlyPending(begunAtMs, id), left: 0 };
    for (const [connectionId, tag] of Object.entries(tags)) {
      this.#putIn(connectionId, batch, tag);
    }
    this.#batches = [...this.#batches, batch];
  }

  #forget(batch: Batch): void {
    this.#batches = this.#batches.filter((one) => one !== batch);
    if (batch.left > 0) {
      for (const [id, mark] of this.#marks) {
        if (mark.batch === batch) {
          this.#marks.delete(id);
        }
      }
    }
  }

  /** Of several marks of a connection the last one counts. */
  #putIn(id: string, batch: Batch, tag: string): void {
    this.#takeOut(id);
    this.#marks.set(id, { batch, tag, made: undefined });
    batch.left += 1;
  }

  #takeOut(id: string): void {
    const mark = this.#marks.get(id);
    if (mark !== undefined) {
      this.#marks.delete(id);
      mark.batch.left -= 1;
    }
  }

  /** Another process may have removed connections. */
  #takeOutAllBut(ids: ReadonlySet<string>): void {
    for (const id of this.#marks.keys()) {
      if (!ids.has(id)) {
        this.#takeOut(id);
      }
    }
  }
}
