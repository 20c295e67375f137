import type { DatabaseSync } from 'node:sqlite';
import { WalletError } from '../wallet-error.ts';
import { inTransaction } from './database.ts';

/** What brings a vault from one version of its format to the next. Runs within a transaction. */
export type Migration = (database: DatabaseSync) => void;

/** "TWal": marks the file as a vault of this wallet in the header of the database. */
export const APPLICATION_ID = 0x5457_616c;

/** The first makes version 1 out of an empty file, and so on. Never change one that has been published: add one. */
export const migrations: readonly Migration[] = [makeVersion1, makeVersion2, makeVersion3];

/** Brings the vault up to the newest version, all steps in one transaction. Throws `vault-newer`, changing nothing. */
export function migrate(database: DatabaseSync, steps: readonly Migration[] = migrations): void {
  requireKnownVersion(database, steps);
  if (versionOf(database) === steps.length) {
    return;
  }
  inTransaction(database, () => {
    // Read again: another process, even a newer one, may have migrated while this one waited for its turn.
    requireKnownVersion(database, steps);
    for (const step of steps.slice(versionOf(database))) {
      step(database);
    }
    database.exec(`PRAGMA application_id = ${APPLICATION_ID}`);
    database.exec(`PRAGMA user_version = ${steps.length}`);
  });
}

/** Throws `vault-newer` for a vault that a newer wallet has written. */
export function requireKnownVersion(database: DatabaseSync, steps: readonly Migration[] = migrations): void {
  const found = versionOf(database);
  if (found > steps.length) {
    throw new WalletError('vault-newer', { found: String(found), known: String(steps.length) });
  }
}

export function versionOf(database: DatabaseSync): number {
  return Number(database.prepare('PRAGMA user_version').get()?.['user_version']);
}

function makeVersion1(database: DatabaseSync): void {
  database.exec(`
    -- How to get at the key: the only table in the clear, besides ids and leases.
    CREATE TABLE unlocking (
      one INTEGER PRIMARY KEY CHECK (one = 1),
      vault_id TEXT NOT NULL,
      method TEXT NOT NULL CHECK (method IN ('keychain', 'passphrase')),
      key_check BLOB NOT NULL,
      scrypt_salt BLOB,
      scrypt_n INTEGER,
      scrypt_r INTEGER,
      scrypt_p INTEGER,
      sealed_key BLOB,
      wrong_passphrases INTEGER NOT NULL,
      next_attempt_at_ms INTEGER NOT NULL
    ) STRICT;

    ${sealedTable('connection')}
    ${sealedTable('token_set')}
    ${sealedTable('client')}
    ${sealedTable('server')}

    CREATE TABLE journal (
      sequence INTEGER PRIMARY KEY, connection_id TEXT, sealed BLOB NOT NULL, hash BLOB NOT NULL
    ) STRICT;
    CREATE INDEX journal_of_connection ON journal (connection_id, sequence);
    CREATE TABLE journal_head (
      one INTEGER PRIMARY KEY CHECK (one = 1), sequence INTEGER NOT NULL, hash BLOB NOT NULL, mac BLOB NOT NULL
    ) STRICT;

    CREATE TABLE lease (name TEXT PRIMARY KEY, holder TEXT NOT NULL, expires_at_ms INTEGER NOT NULL) STRICT;
    CREATE TABLE probe (filling BLOB NOT NULL) STRICT;
  `);
}

/** Leaks and cases, and what a refresh brought too late. */
function makeVersion2(database: DatabaseSync): void {
  database.exec(`
    ${sealedTable('late_tokens')}
    ${sealedTable('leak_case')}
    ${sealedTable('leaked_token')}
    ${sealedTable('leaked_secret')}

    -- Keyed hashes of every token that a connection ever had, so that a leaked one is known again.
    CREATE TABLE fingerprint (
      hash BLOB PRIMARY KEY, connection_id TEXT NOT NULL, kind TEXT NOT NULL
    ) STRICT, WITHOUT ROWID;
  `);
}

/** Marks of many revocations at once. */
function makeVersion3(database: DatabaseSync): void {
  database.exec(sealedTable('revocation_batch'));
}

/** One sealed record in each row; the position keeps the order in which they were first written. */
function sealedTable(name: string): string {
  return `CREATE TABLE ${name} (
      position INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, version INTEGER NOT NULL, sealed BLOB NOT NULL
    ) STRICT;`;
}
