import { randomBytes } from 'node:crypto';
import {
  chmodSync,
  closeSync,
  existsSync,
  fsyncSync,
  linkSync,
  mkdirSync,
  openSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { WalletError } from '../wallet-error.ts';
import { openDatabase } from './database.ts';
import { APPLICATION_ID, requireKnownVersion } from './migrations.ts';
import { readUnlocking, type Unlocking } from './unlocking.ts';

const VAULT_FILE = 'vault.sqlite';
const HALF_MADE = `${VAULT_FILE}.making-`;

/** SQLite keeps its write-ahead log and the index of it beside the database. */
const SIDE_FILES = ['', '-wal', '-shm'];

/** A directory that everybody may write to and where only owners may delete, such as /tmp. */
const STICKY = 0o1000;

export function vaultFileIn(folder: string): string {
  return join(folder, VAULT_FILE);
}

export function vaultExistsIn(folder: string): boolean {
  return existsSync(vaultFileIn(folder));
}

/**
 * Looks whether the file is a whole vault that this wallet knows, and how it is unlocked, without changing a byte.
 *
 * Throws `vault-missing`, `vault-damaged`, `vault-newer`.
 */
export function inspectVaultFile(file: string): Unlocking {
  const size = statSync(file, { throwIfNoEntry: false })?.size;
  if (size === undefined) {
    throw new WalletError('vault-missing', { folder: dirname(file) });
  }
  if (size === 0) {
    // SQLite takes an empty file for a new database, and would throw away the log beside it.
    throw new WalletError('vault-damaged', { file, problem: 'it is empty' });
  }
  const database = openDatabase(file, 'read');
  try {
    if (database.prepare('PRAGMA application_id').get()?.['application_id'] !== APPLICATION_ID) {
      throw new WalletError('vault-damaged', { file, problem: 'it is no vault of this wallet' });
    }
    requireKnownVersion(database);
    if (database.prepare('PRAGMA quick_check(1)').get()?.['quick_check'] !== 'ok') {
      throw new WalletError('vault-damaged', { file, problem: 'its contents do not fit together' });
    }
    return readUnlocking(database, file);
  } finally {
    database.close();
  }
}

/** Makes the folder where it is missing, and takes other people's rights to it and the vault away. */
export function mendModes(folder: string): void {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  if (process.platform === 'win32') {
    // The user's profile folder is private by its access list; there are no mode bits.
    return;
  }
  if ((statSync(folder).mode & STICKY) === 0) {
    mendMode(folder, 0o700);
  }
  for (const suffix of SIDE_FILES) {
    mendMode(vaultFileIn(folder) + suffix, 0o600);
  }
}

function mendMode(path: string, mode: number): void {
  const found = statSync(path, { throwIfNoEntry: false });
  if (found !== undefined && (found.mode & 0o077) !== 0) {
    chmodSync(path, mode);
  }
}

/**
 * Lets `fill` make a vault beside the place where it belongs, and puts it there when it is whole and on the disk.
 *
 * A process killed in between leaves a file that nobody looks at, and never half a vault. Throws `vault-exists` when
 * another process was faster.
 */
export function publishVaultFile(folder: string, fill: (file: string) => void): void {
  const file = vaultFileIn(folder);
  const halfMade = join(folder, HALF_MADE + randomBytes(6).toString('hex'));
  try {
    closeSync(openSync(halfMade, 'wx', 0o600));
    fill(halfMade);
    sync(halfMade);
    moveWithoutReplacing(halfMade, file);
  } catch (error) {
    for (const suffix of SIDE_FILES) {
      rmSync(halfMade + suffix, { force: true });
    }
    throw error;
  }
  // From here on there is a vault, and whoever called must not take its key for a leftover because of an error.
  try {
    removeHalfMade(folder);
    sync(folder);
  } catch {
    // Not every file system can sync a folder.
  }
}

function moveWithoutReplacing(from: string, to: string): void {
  try {
    linkSync(from, to);
  } catch (error) {
    if (existsSync(to)) {
      throw new WalletError('vault-exists', { folder: dirname(to) }, { cause: error });
    }
    // Some file systems, such as that of memory sticks, know no links.
    renameSync(from, to);
  }
}

/** Also what killed processes have left behind: now that there is a vault, nobody needs it any more. */
function removeHalfMade(folder: string): void {
  for (const name of readdirSync(folder)) {
    if (name.startsWith(HALF_MADE)) {
      rmSync(join(folder, name), { force: true });
    }
  }
}

function sync(path: string): void {
  if (process.platform === 'win32') {
    // Windows syncs no handle that was opened for reading; SQLite has synced the contents already.
    return;
  }
  const descriptor = openSync(path, 'r');
  try {
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}
