import type { KeyObject } from 'node:crypto';
import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { markedForRevocation, newlyPending } from './pending-revocation.ts';
import { RecordStore } from './record-store.ts';
import type { ConnectionRecord, PendingRevocation } from './records.ts';

/** A batch, and how many of its connections nobody has written since. */
interface Batch {
  readonly id: string;
  readonly pending: PendingRevocation;
  left: number;
}

/** The mark of one connection. It holds for the very version of the record that it was made for. */
interface Mark {
  readonly batch: Batch;
  readonly version: number;
  /** The record as it lies there, and as it is with its mark. */
  made: { readonly from: ConnectionRecord; readonly marked: ConnectionRecord } | undefined;
}

interface VersionRow {
  readonly id: string;
  readonly version: number;
}

/**
 * Connections, with the marks of those whose revocation was begun together.
 *
 * To write ten thousand records anew, sealed and all, stops everything for a third of a second, only to write them again
 * when their turn has come. So a batch is one record that names them, each with the version it has: whoever reads one of
 * them reads it as marked, and whoever writes it, writes that. With the last of them the batch goes.
 */
export class ConnectionStore extends RecordStore<'connection'> {
  readonly #batches: RecordStore<'revocationBatch'>;
  readonly #versions: StatementSync;
  /** Undefined while they may have changed. */
  #marks: Map<string, Mark> | undefined;
  /** Also those of which nothing is left, until somebody writes: a process may have ended before it could. */
  #batchesLeft: readonly Batch[] = [];
  /** Batches that cannot be decrypted: of what they hold nothing is known. */
  #undecryptable: readonly string[] = [];

  constructor(database: DatabaseSync, key: KeyObject, batches: RecordStore<'revocationBatch'>) {
    super(database, key, 'connection');
    this.#batches = batches;
    this.#versions = database.prepare('SELECT id, version FROM connection');
  }

  override mayHaveChanged(): void {
    super.mayHaveChanged();
    this.#marks = undefined;
  }

  override read(id: string): ConnectionRecord | undefined {
    // First, because what is written between the two holds its mark itself.
    const marks = this.#known();
    const record = super.read(id);
    return record && this.#asMarked(record, marks);
  }

  override readAll(under?: string): { records: ConnectionRecord[]; undecryptable: string[] } {
    const marks = this.#known();
    const { records, undecryptable } = super.readAll(under);
    const marked = marks.size === 0 ? records : records.map((record) => this.#asMarked(record, marks));
    return { records: marked, undecryptable: [...undecryptable, ...this.#undecryptable] };
  }

  override put(record: ConnectionRecord): void {
    this.#written(record.id);
    super.put(record);
  }

  override remove(id: string): void {
    this.#written(id);
    super.remove(id);
  }

  /** Marks connections that can be read; an id that stands for nothing is left out. */
  mark(id: string, begunAtMs: number, connectionIds: readonly string[]): void {
    const marks = this.#known();
    const batch = newBatch(id, begunAtMs);
    const versions: Record<string, number> = {};
    for (const connectionId of connectionIds) {
      const version = super.read(connectionId) && this.versionOf(connectionId);
      if (version !== undefined) {
        versions[connectionId] = version;
        putIn(marks, connectionId, { batch, version });
      }
    }
    this.#batches.put({ id, begunAtMs, versions });
    this.#batchesLeft = [...this.#batchesLeft, batch];
    this.#removeSpent();
  }

  #asMarked(record: ConnectionRecord, marks: ReadonlyMap<string, Mark>): ConnectionRecord {
    const mark = marks.get(record.id);
    if (mark === undefined || mark.version !== this.versionOf(record.id)) {
      return record;
    }
    if (mark.made?.from !== record) {
      mark.made = { from: record, marked: markedForRevocation(record, mark.batch.pending) };
    }
    return mark.made.marked;
  }

  /** Its mark is part of the record now, or of no interest any more. */
  #written(id: string): void {
    takeOut(this.#known(), id);
    this.#removeSpent();
  }

  #known(): Map<string, Mark> {
    if (this.#marks === undefined) {
      this.#marks = new Map();
      this.#readBatches(this.#marks);
    }
    return this.#marks;
  }

  #readBatches(marks: Map<string, Mark>): void {
    const { records, undecryptable } = this.#batches.readAll();
    this.#undecryptable = undecryptable;
    const rows = records.length === 0 ? [] : (this.#versions.all() as unknown as readonly VersionRow[]);
    const current = new Map(rows.map(({ id, version }) => [id, version]));
    this.#batchesLeft = records.map(({ id, begunAtMs, versions }) => {
      const batch = newBatch(id, begunAtMs);
      for (const [connectionId, version] of Object.entries(versions)) {
        if (current.get(connectionId) === version) {
          putIn(marks, connectionId, { batch, version });
        }
      }
      return batch;
    });
  }

  #removeSpent(): void {
    for (const { id } of this.#batchesLeft.filter(({ left }) => left === 0)) {
      this.#batches.remove(id);
    }
    this.#batchesLeft = this.#batchesLeft.filter(({ left }) => left > 0);
  }
}

function newBatch(id: string, begunAtMs: number): Batch {
  return { id, pending: newlyPending(begunAtMs, id), left: 0 };
}

/** Of several marks of a connection the last one counts. */
function putIn(marks: Map<string, Mark>, id: string, mark: Pick<Mark, 'batch' | 'version'>): void {
  takeOut(marks, id);
  marks.set(id, { ...mark, made: undefined });
  mark.batch.left += 1;
}

function takeOut(marks: Map<string, Mark>, id: string): void {
  const mark = marks.get(id);
  if (mark !== undefined) {
    marks.delete(id);
    mark.batch.left -= 1;
  }
}
