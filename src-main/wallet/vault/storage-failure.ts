import { dirname } from 'node:path';
import type { ErrorCode } from '../../contract/error.ts';
import { WalletError } from '../wallet-error.ts';

/**
 * The WalletError for what SQLite or the file system threw, or the error itself when it is none of theirs.
 *
 * SQLite's result codes: https://sqlite.org/rescode.html
 */
export function storageFailure(error: unknown, file: string): unknown {
  if (error instanceof WalletError || !(error instanceof Error)) {
    return error;
  }
  const known = ofSqlite(error) ?? ofFileSystem(error);
  if (known === undefined) {
    return error;
  }
  const [code, problem] = known;
  return new WalletError(code, { file, folder: dirname(file), problem: problem ?? '' }, { cause: error });
}

/** Runs `work` and throws its failures as WalletErrors. */
export function storing<Result>(file: string, work: () => Result): Result {
  try {
    return work();
  } catch (error) {
    throw storageFailure(error, file);
  }
}

type Known = readonly [code: ErrorCode, problem?: string];

function ofSqlite(error: Error): Known | undefined {
  if (!('errcode' in error) || typeof error.errcode !== 'number') {
    return undefined;
  }
  switch (error.errcode & 0xff) {
    case 5: // SQLITE_BUSY
    case 6: // SQLITE_LOCKED
      return ['vault-busy'];
    case 3: // SQLITE_PERM
    case 8: // SQLITE_READONLY
    case 14: // SQLITE_CANTOPEN
      return ['vault-read-only'];
    case 13: // SQLITE_FULL
      return ['disk-full'];
    case 10: // SQLITE_IOERR
      return ofInputOutput(error.errcode);
    case 11: // SQLITE_CORRUPT
      return ['vault-damaged', 'its contents do not fit together'];
    case 26: // SQLITE_NOTADB
      return ['vault-damaged', 'it is not a database'];
    default:
      return undefined;
  }
}

function ofInputOutput(extended: number): Known {
  switch (extended >> 8) {
    case 1: // SQLITE_IOERR_READ
    case 2: // SQLITE_IOERR_SHORT_READ
    case 32: // SQLITE_IOERR_DATA
    case 33: // SQLITE_IOERR_CORRUPTFS
      return ['vault-damaged', 'the disk cannot read it'];
    case 19: // SQLITE_IOERR_SHMSIZE: no room for the index of the write-ahead log
      return ['disk-full'];
    default:
      return ['vault-read-only'];
  }
}

function ofFileSystem(error: Error): Known | undefined {
  switch ('code' in error ? error.code : undefined) {
    case 'EACCES':
    case 'EPERM':
    case 'EROFS':
    case 'ENOTDIR':
    case 'ENOENT':
    case 'EIO':
      return ['vault-read-only'];
    case 'ENOSPC':
    case 'EDQUOT':
      return ['disk-full'];
    default:
      return undefined;
  }
}
