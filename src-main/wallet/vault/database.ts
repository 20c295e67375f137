import { pathToFileURL } from 'node:url';
import { DatabaseSync } from 'node:sqlite';

const BUSY_TIMEOUT_MS = 5_000;

/**
 * Opens a database that is there already; never makes one.
 *
 * With `read` nothing in the file changes, not even by tidying up after a process that was killed.
 */
export function openDatabase(file: string, access: 'read' | 'write'): DatabaseSync {
  const location = pathToFileURL(file);
  // Without a mode SQLite would make an empty database where the file is missing.
  location.searchParams.set('mode', access === 'read' ? 'ro' : 'rw');
  const database = new DatabaseSync(location, {
    readOnly: access === 'read',
    timeout: BUSY_TIMEOUT_MS,
    enableForeignKeyConstraints: false,
  });
  if (access === 'write') {
    try {
      prepareForWriting(database);
    } catch (error) {
      database.close();
      throw error;
    }
  }
  return database;
}

function prepareForWriting(database: DatabaseSync): void {
  database.exec(`
    PRAGMA journal_mode = WAL;
    PRAGMA synchronous = FULL;
    PRAGMA fullfsync = ON;
    PRAGMA secure_delete = ON;
  `);
}

/** Runs `work` in one write transaction: all of it is on the disk when this returns, or none of it is. */
export function inTransaction<Result>(database: DatabaseSync, work: () => Result): Result {
  return between(database, 'BEGIN IMMEDIATE', 'COMMIT', work);
}

/**
 * The same without waiting for the disk: whole or not at all even after a power failure, but it may be not at all until
 * the log has been synced.
 */
export function inUnsyncedTransaction<Result>(database: DatabaseSync, work: () => Result): Result {
  database.exec('PRAGMA synchronous = NORMAL');
  try {
    return inTransaction(database, work);
  } finally {
    database.exec('PRAGMA synchronous = FULL');
  }
}

/** Runs `work` in one write transaction and takes it back: nobody ever sees anything of it. */
export function inRehearsal<Result>(database: DatabaseSync, work: () => Result): Result {
  return between(database, 'BEGIN IMMEDIATE', 'ROLLBACK', work);
}

/** Runs `work` in one read transaction: all that it reads is as of one moment. */
export function inReading<Result>(database: DatabaseSync, work: () => Result): Result {
  return between(database, 'BEGIN', 'COMMIT', work);
}

function between<Result>(database: DatabaseSync, begin: string, end: string, work: () => Result): Result {
  database.exec(begin);
  try {
    const result = work();
    database.exec(end);
    return result;
  } catch (error) {
    // SQLite has rolled back by itself after some failures, such as a full disk.
    if (database.isTransaction) {
      database.exec('ROLLBACK');
    }
    throw error;
  }
}
