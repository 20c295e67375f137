import type { UnlockMethod, VaultStatus } from '../../contract/status.ts';
import type { JournalEntry, JournalVerification } from '../../contract/journal.ts';
import type { Secret } from '../secret.ts';
import type { TokenKind } from '../services/service-schema.ts';
import type { PendingRevocation, RecordKind, Records } from './records.ts';

/** The encrypted database on this computer: locked or open. */
export interface Vault {
  /** How it stands now. Finds out by looking; asks the person for nothing and changes nothing. */
  status(): Promise<VaultStatus>;

  /**
   * Makes a new vault with a fresh key and opens it.
   *
   * Rejects with `vault-exists`, `keychain-unavailable`, `keychain-locked`, `passphrase-required`,
   * `passphrase-too-short`, `vault-read-only`, `disk-full`.
   */
  create(method: UnlockMethod, passphrase?: Secret): Promise<void>;

  /**
   * Opens the vault by its own method; an open vault stays open.
   *
   * Rejects with `vault-missing`, `keychain-unavailable`, `keychain-locked`, `vault-key-missing`,
   * `vault-key-mismatch`, `passphrase-required`, `passphrase-wrong`, `passphrase-throttled`, `vault-damaged`,
   * `vault-newer`, `vault-read-only`.
   */
  unlock(passphrase?: Secret): Promise<void>;

  /** Forgets the key in this process. */
  lock(): void;

  /** Seals the one key by another method; no record is touched. The vault must be open. */
  changeMethod(method: UnlockMethod, passphrase?: Secret): Promise<void>;

  isOpen(): boolean;

  /** The open vault; throws `vault-missing` or `vault-locked`. */
  opened(): OpenVault;

  /** Calls back when another process has written to the vault. Returns the function that ends it. */
  onChangedElsewhere(listener: () => void): () => void;

  /** Ends everything; the vault is locked and its file closed. */
  close(): void;
}

/** What can be done with an open vault. All of it is synchronous, so that a transaction cannot be interleaved. */
export interface OpenVault extends VaultReader {
  /**
   * One write transaction: all of it is on the disk when this returns, or none of it is.
   *
   * Throws `disk-full`, `vault-read-only`, `vault-busy`, and whatever `work` throws, after rolling back.
   */
  write<Result>(work: (writer: VaultWriter) => Result): Result;

  /**
   * The same without waiting for the disk, which stops the whole process: before `synced` resolves, nothing may be told or
   * done that rests on it.
   */
  writeUnsynced<Result>(work: (writer: VaultWriter) => Result): Result;

  /** Resolves when all that has been written so far is on the disk. */
  synced(): Promise<void>;

  /** Several reads as of one moment, which together cost little more than one. */
  reading<Result>(work: (reader: VaultReader) => Result): Result;

  /**
   * Writes a probe, so that a full or read-only disk shows before a grant is asked for. The room that it took is kept for
   * what is written next, except by a file system that writes elsewhere what it overwrites, such as Btrfs.
   */
  proveWritable(): void;

  /**
   * Takes the lease of that name for this process, or answers undefined while another live holder has it.
   *
   * A lease whose time has run out may be taken over: its holder is taken for dead.
   */
  acquireLease(name: string, durationMs: number): Lease | undefined;

  /** The name of a token that does not give it away: the same for the same token, in this vault only. */
  fingerprint(token: string): string;

  /** The connection that holds, or once held, the token of a fingerprint. It may be gone by now. */
  holderOf(fingerprint: string): TokenHolder | undefined;

  /**
   * Sees to it that nothing of what was removed is left in the files, not even sealed. While another process reads,
   * the end of its reading has to be waited for: then the next call does it.
   */
  wipeDeleted(): void;

  /** Newest first. */
  journalEntries(query: { limit: number; before?: number; connectionId?: string }): JournalEntry[];

  /** What the journal holds of a connection, oldest first. An entry that cannot be decrypted is left out. */
  journalLinks(connectionId: string): JournalLink[];

  /** The newest hash of the journal's chain, hexadecimal; null for an empty one. */
  journalHead(): string | null;

  /** Walks the whole chain. */
  verifyJournal(): JournalVerification;
}

/** An entry of the journal as a link of its chain: the hash, hexadecimal, stands for it and everything before it. */
export interface JournalLink extends Pick<JournalEntry, 'sequence' | 'at' | 'action'> {
  readonly hash: string;
}

export interface VaultReader {
  /** The record, or undefined. Throws `record-undecryptable`. */
  read<Kind extends RecordKind>(kind: Kind, id: string): Records[Kind] | undefined;

  /**
   * All records of a kind, in the order in which they were first written. One that cannot be decrypted does not hide
   * the others: its id is in `undecryptable`. With `under` only those whose ids begin with it and a blank.
   */
  readAll<Kind extends RecordKind>(
    kind: Kind,
    under?: string,
  ): { records: Records[Kind][]; undecryptable: string[] };
}

export interface VaultWriter extends VaultReader {
  /** For a connection that is put in this transaction. */
  newConnectionId(): string;
  put<Kind extends RecordKind>(kind: Kind, record: Records[Kind]): void;
  remove(kind: RecordKind, id: string): void;
  /**
   * The same as to put each of these connections `markedForRevocation`, in one record for all of them, which is a tenth
   * of theirs. Answers with the mark, whose batch is a new one; an id that stands for nothing is left out.
   */
  markForRevocation(begunAtMs: number, connectionIds: readonly string[]): PendingRevocation;
  /** Adds an entry to the journal's chain, in the same transaction as what it tells of. */
  note(entry: Pick<JournalEntry, 'action' | 'connectionId' | 'about'>): void;
}

/** Who has, or had, a token. */
export interface TokenHolder {
  readonly connectionId: string;
  readonly kind: TokenKind;
}

export interface Lease {
  /** Whether it is still ours: false once it has run out and another process has taken it. */
  held(): boolean;
  /** Keeps it for so long from now on; false when it is no longer ours. */
  extend(durationMs: number): boolean;
  release(): void;
}
