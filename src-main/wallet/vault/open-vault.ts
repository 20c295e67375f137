import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { JournalEntry, JournalVerification } from '../../contract/journal.ts';
import type { Clock } from '../ports.ts';
import { WalletError } from '../wallet-error.ts';
import { ConnectionStore } from './connection-store.ts';
import { inReading, inRehearsal, inTransaction, inUnsyncedTransaction } from './database.ts';
import { fingerprintOf, FingerprintStore } from './fingerprint-store.ts';
import { JournalStore } from './journal-store.ts';
import type { VaultKeys } from './keys.ts';
import { Leases } from './leases.ts';
import { LogFile } from './log-file.ts';
import { requireKnownVersion } from './migrations.ts';
import { orderedId } from './ordered-id.ts';
import { RecordStore } from './record-store.ts';
import type { RecordKind, Records } from './records.ts';
import { storageFailure, storing } from './storage-failure.ts';
import type { JournalLink, Lease, OpenVault, TokenHolder, VaultReader, VaultWriter } from './vault.ts';

/** A refresh writes about 60 KiB of log; this is more than it comes to when its answer is awaited for half a minute. */
const PROBE_BYTES = 160 * 1024;
const FEW_PAGES = 4;
/** SQLite's own: 2,000 KiB. */
const USUAL_CACHE = -2_000;

/** The vault while its key is at hand. Once locked, everything here throws `vault-locked`. */
export class OpenedVault implements OpenVault {
  readonly keys: VaultKeys;
  readonly vaultId: string;
  readonly database: DatabaseSync;
  readonly file: string;
  readonly #clock: Clock;
  readonly #records: { readonly [Kind in RecordKind]: RecordStore<Kind> };
  readonly #fingerprints: FingerprintStore;
  readonly #journal: JournalStore;
  readonly #leases: Leases;
  readonly #log: LogFile;
  #isLogInDoubt = false;
  readonly #dataVersion: StatementSync;
  /** Of when the records were last looked at. */
  #lastDataVersion: number | undefined;
  readonly #writer: VaultWriter;

  constructor(database: DatabaseSync, file: string, vaultId: string, keys: VaultKeys, clock: Clock) {
    this.database = database;
    this.vaultId = vaultId;
    this.keys = keys;
    this.file = file;
    this.#clock = clock;
    const connection = new ConnectionStore(database, keys.records);
    this.#records = {
      connection,
      tokenSet: new RecordStore(database, keys.records, 'tokenSet'),
      client: new RecordStore(database, keys.records, 'client'),
      server: new RecordStore(database, keys.records, 'server'),
      lateTokens: new RecordStore(database, keys.records, 'lateTokens'),
      leakCase: new RecordStore(database, keys.records, 'leakCase'),
      leakedToken: new RecordStore(database, keys.records, 'leakedToken'),
      leakedSecret: new RecordStore(database, keys.records, 'leakedSecret'),
    };
    this.#fingerprints = new FingerprintStore(database, keys.fingerprints);
    this.#journal = new JournalStore(database, keys);
    this.#leases = new Leases(database, clock);
    this.#log = new LogFile(file);
    this.#dataVersion = database.prepare('PRAGMA data_version');
    this.#writer = {
      read: (kind, id) => this.#of(kind).read(id),
      readAll: (kind, under) => this.#of(kind).readAll(under),
      put: (kind, record) => {
        this.#of(kind).put(record);
        this.#keepFingerprints(kind, record);
      },
      markForRevocation: (begunAtMs, connectionIds) => connection.mark(begunAtMs, connectionIds),
      newConnectionId: () => orderedId(this.#of('connection').nextPosition()),
      remove: (kind, id) => {
        this.#of(kind).remove(id);
      },
      note: (entry) => {
        this.#journal.add({ at: new Date(this.#clock.now()).toISOString(), ...entry });
      },
    };
  }

  read<Kind extends RecordKind>(kind: Kind, id: string): Records[Kind] | undefined {
    return this.#storing(() => {
      this.#look();
      return this.#of(kind).read(id);
    });
  }

  readAll<Kind extends RecordKind>(
    kind: Kind,
    under?: string,
  ): { records: Records[Kind][]; undecryptable: string[] } {
    return this.#storing(() => {
      this.#look();
      return this.#of(kind).readAll(under);
    });
  }

  write<Result>(work: (writer: VaultWriter) => Result): Result {
    return this.#transact(inTransaction, work);
  }

  writeUnsynced<Result>(work: (writer: VaultWriter) => Result): Result {
    return this.#transact(this.#log.isAtHand() ? inUnsyncedTransaction : inTransaction, work);
  }

  async synced(): Promise<void> {
    try {
      await this.#storing(() => this.#log.synced());
    } catch (error) {
      this.#isLogInDoubt = true;
      throw storageFailure(error, this.file);
    }
  }

  reading<Result>(work: (reader: VaultReader) => Result): Result {
    return this.#storing(() =>
      inReading(this.database, () => {
        this.#look();
        return work(this.#writer);
      }),
    );
  }

  proveWritable(): void {
    this.#storing(() => {
      // What does not fit into the page cache goes to the log at once, also what is taken back then: the log keeps the
      // room, and what is written next takes it. No commit could do that, for the next one goes behind it.
      this.database.exec(`PRAGMA cache_size = ${FEW_PAGES}`);
      try {
        inRehearsal(this.database, () => {
          // Random bytes, because a file system that compresses would make nothing of zeros.
          this.database.exec(`INSERT INTO probe VALUES (randomblob(${PROBE_BYTES}))`);
        });
      } finally {
        this.database.exec(`PRAGMA cache_size = ${USUAL_CACHE}`);
      }
    });
  }

  acquireLease(name: string, durationMs: number): Lease | undefined {
    const lease = this.#storing(() => this.#leases.acquire(name, durationMs));
    return (
      lease && {
        held: () => this.#storing(() => lease.held()),
        extend: (nextMs) => this.#storing(() => lease.extend(nextMs)),
        release: () => {
          this.#storing(() => {
            lease.release();
          });
        },
      }
    );
  }

  fingerprint(token: string): string {
    return fingerprintOf(this.keys.fingerprints, token);
  }

  holderOf(fingerprint: string): TokenHolder | undefined {
    return this.#storing(() => this.#fingerprints.holderOf(fingerprint));
  }

  /** Makes up for the fingerprints that a vault from before there were any lacks. */
  fillFingerprints(): void {
    if (this.#fingerprints.isEmpty()) {
      this.write((writer) => {
        for (const tokens of writer.readAll('tokenSet').records) {
          this.#fingerprints.add(tokens.id, tokens);
        }
      });
    }
  }

  wipeDeleted(): void {
    this.#storing(() => {
      // Deleted rows are overwritten (secure_delete), but the log still holds the pages as they were before.
      this.database.exec('PRAGMA wal_checkpoint(TRUNCATE)');
    });
  }

  journalEntries(query: { limit: number; before?: number; connectionId?: string }): JournalEntry[] {
    return this.#storing(() => this.#journal.entries(query));
  }

  journalLinks(connectionId: string): JournalLink[] {
    return this.#storing(() => this.#journal.linksOf(connectionId));
  }

  journalHead(): string | null {
    return this.#storing(() => this.#journal.headHash());
  }

  verifyJournal(): JournalVerification {
    return this.#storing(() => this.#journal.verify());
  }

  /** Differs from the last answer when another process has written in between. */
  dataVersion(): number {
    return this.#storing(() => this.#readDataVersion());
  }

  close(): void {
    this.#log.close();
    this.database.close();
  }

  #transact<Result>(transaction: typeof inTransaction, work: (writer: VaultWriter) => Result): Result {
    return this.#storing(() => {
      this.#leaveLogInDoubt();
      try {
        return transaction(this.database, () => {
          this.#look();
          return this.#journal.adding(() => work(this.#writer));
        });
      } catch (error) {
        for (const records of Object.values(this.#records)) {
          records.takenBack();
        }
        throw error;
      }
    });
  }

  /**
   * A disk that failed to take the log may say nothing of it the next time, while what comes behind a gap in it is lost.
   * So nothing is put there before what it holds is in the database.
   */
  #leaveLogInDoubt(): void {
    if (this.#isLogInDoubt) {
      if (Number(this.database.prepare('PRAGMA wal_checkpoint(TRUNCATE)').get()?.['busy']) !== 0) {
        throw new WalletError('vault-busy', { file: this.file });
      }
      this.#isLogInDoubt = false;
    }
  }

  /**
   * Whether another process has written is asked once for all that is read together, and not for each record. It may be a
   * newer wallet, which has just brought the vault to a format that this one does not know.
   */
  #look(): void {
    const found = this.#readDataVersion();
    if (found !== this.#lastDataVersion) {
      requireKnownVersion(this.database);
      this.#lastDataVersion = found;
      for (const records of Object.values(this.#records)) {
        records.mayHaveChanged();
      }
    }
  }

  #readDataVersion(): number {
    return Number(this.#dataVersion.get()?.['data_version']);
  }

  #of<Kind extends RecordKind>(kind: Kind): RecordStore<Kind> {
    return this.#records[kind];
  }

  #keepFingerprints<Kind extends RecordKind>(kind: Kind, record: Records[Kind]): void {
    if (kind === 'tokenSet') {
      const tokens = record as Records['tokenSet'];
      this.#fingerprints.add(tokens.id, tokens);
    } else if (kind === 'lateTokens') {
      const tokens = record as Records['lateTokens'];
      this.#fingerprints.add(tokens.connectionId, tokens);
    }
  }

  #storing<Result>(work: () => Result): Result {
    if (!this.database.isOpen) {
      throw new WalletError('vault-locked');
    }
    return storing(this.file, work);
  }
}
