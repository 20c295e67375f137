import { type Fingerprint, unfinishedLeakStates } from '../../../contract/leak.ts';
import type { LeakCaseRecord, LeakedTokenRecord } from '../../vault/records.ts';
import type { Vault, VaultReader, VaultWriter } from '../../vault/vault.ts';
import { WalletError } from '../../wallet-error.ts';

/** A case with all of its tokens, as the vault has it. */
export interface CaseBook {
  readonly record: LeakCaseRecord;
  /** In the order in which they were found. */
  readonly rows: ReadonlyMap<Fingerprint, LeakedTokenRecord>;
}

/**
 * The cases of the vault. Their tokens are read once and then kept in memory without their secrets, so that a page of a
 * hundred thousand is at hand at once.
 */
export interface CaseBooks {
  /** All cases, without their tokens. */
  records(): readonly LeakCaseRecord[];
  /** Throws `case-not-found`. */
  get(number: number): CaseBook;
  /** The same, for whoever wants to change something: throws `case-closed` too. */
  getOpen(number: number): CaseBook;
  /** One transaction; what is in memory follows it. */
  write<Result>(number: number, work: (change: CaseChange) => Result): Result;
  /** Within a transaction that somebody else has begun. */
  change(number: number, writer: VaultWriter): CaseChange;
  /** Shows a row in another state without writing it: what is under way at this moment. */
  mark(number: number, fingerprint: Fingerprint, state: LeakedTokenRecord['state']): void;
  /** Something else may have changed the vault: what is in memory counts no more. Answers which cases that were. */
  forget(number?: number): readonly number[];
}

/** What is changed of a case within one transaction. */
export interface CaseChange {
  readonly writer: VaultWriter;
  putCase(change: (record: LeakCaseRecord) => LeakCaseRecord): void;
  /** Changes what the vault holds by now, which another process may have written. */
  putRow(fingerprint: Fingerprint, change: (row: LeakedTokenRecord) => LeakedTokenRecord): void;
}

interface OpenBook {
  record: LeakCaseRecord;
  readonly rows: Map<Fingerprint, LeakedTokenRecord>;
}

export function leakedTokenId(number: number, fingerprint: Fingerprint): string {
  return `${number} ${fingerprint}`;
}

export function createCaseBooks(vault: Vault): CaseBooks {
  const books = new Map<number, OpenBook>();

  function get(number: number): OpenBook {
    const known = books.get(number);
    if (known !== undefined) {
      return known;
    }
    const book = read(vault.opened(), number);
    books.set(number, book);
    return book;
  }

  function getOpen(number: number): OpenBook {
    const book = get(number);
    requireOpen(book.record);
    return book;
  }

  function change(number: number, writer: VaultWriter): CaseChange {
    const book = books.get(number);
    return {
      writer,
      putCase: (alter) => {
        const record = alter(recordOf(writer, number));
        writer.put('leakCase', record);
        if (book !== undefined) {
          book.record = record;
        }
      },
      putRow: (fingerprint, alter) => {
        const before = writer.read('leakedToken', leakedTokenId(number, fingerprint));
        if (before !== undefined) {
          const row = alter(before);
          writer.put('leakedToken', row);
          book?.rows.set(row.fingerprint, row);
        }
      },
    };
  }

  return {
    records: () => vault.opened().readAll('leakCase').records,
    get,
    getOpen,
    change,
    write: (number, work) => {
      try {
        return vault.opened().write((writer) => work(change(number, writer)));
      } catch (error) {
        // Nothing of it was written, so what is in memory may be ahead of the vault.
        books.delete(number);
        throw error;
      }
    },
    mark: (number, fingerprint, state) => {
      const row = books.get(number)?.rows.get(fingerprint);
      if (row !== undefined) {
        books.get(number)?.rows.set(fingerprint, { ...row, state });
      }
    },
    forget: (number) => {
      const forgotten = number === undefined ? [...books.keys()] : [number];
      forgotten.forEach((one) => books.delete(one));
      return forgotten;
    },
  };
}

/** What the vault holds by now of a case that is not closed. Throws `case-not-found`, and `case-closed`. */
export function openRecordOf(vault: VaultReader, number: number): LeakCaseRecord {
  const record = recordOf(vault, number);
  requireOpen(record);
  return record;
}

function requireOpen({ number, state }: LeakCaseRecord): void {
  if (state === 'closed') {
    throw new WalletError('case-closed', { case: String(number) });
  }
}

function read(vault: VaultReader, number: number): OpenBook {
  const record = recordOf(vault, number);
  const { records } = vault.readAll('leakedToken', String(number));
  return { record, rows: new Map(records.map((row) => [row.fingerprint, row])) };
}

function recordOf(vault: VaultReader, number: number): LeakCaseRecord {
  const record = vault.read('leakCase', String(number));
  if (record === undefined) {
    throw new WalletError('case-not-found', { case: String(number) });
  }
  return record;
}

export function isUnfinished({ state }: Pick<LeakedTokenRecord, 'state'>): boolean {
  return unfinishedLeakStates.has(state);
}
