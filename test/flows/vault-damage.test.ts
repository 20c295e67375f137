import { execFileSync, spawnSync } from 'node:child_process';
import {
  chmodSync,
  chownSync,
  readFileSync,
  readdirSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { ErrorCode } from '../../src-main/contract/error.ts';
import { migrations } from '../../src-main/wallet/vault/migrations.ts';
import { connectionRecord } from '../support/connection-record.ts';
import { hashFiles, temporaryFolder, vaultAtHand, type VaultAtHand } from '../support/vault-folder.ts';

/** A closed vault of several pages. */
async function closedVault(): Promise<VaultAtHand> {
  const made = vaultAtHand();
  await made.vault.create('keychain');
  made.vault.opened().write((writer) => {
    for (let count = 0; count < 50; count += 1) {
      writer.put('connection', connectionRecord({ id: `number ${count}` }));
    }
  });
  made.vault.close();
  return made;
}

describe('A vault file that cannot be used', () => {
  it.each<[what: string, code: ErrorCode, spoil: (made: VaultAtHand) => void]>([
    [
      'is empty',
      'vault-damaged',
      ({ file }) => {
        truncateSync(file, 0);
      },
    ],
    [
      'is empty, with the log of a process that was killed beside it',
      'vault-damaged',
      ({ file }) => {
        truncateSync(file, 0);
        writeFileSync(`${file}-wal`, 'what was confirmed last');
      },
    ],
    [
      'is cut in half',
      'vault-damaged',
      ({ file }) => {
        truncateSync(file, statSync(file).size / 2);
      },
    ],
    [
      'is a text',
      'vault-damaged',
      ({ file }) => {
        writeFileSync(file, 'This is no database. '.repeat(500));
      },
    ],
    [
      'has lost its beginning',
      'vault-damaged',
      ({ file }) => {
        overwrite(file, 0, 100);
      },
    ],
    [
      'has lost a page in the middle',
      'vault-damaged',
      ({ file }) => {
        overwrite(file, 4_096 * 4, 4_096);
      },
    ],
    [
      'is a database of something else',
      'vault-damaged',
      ({ file }) => {
        change(file, 'PRAGMA application_id = 1');
      },
    ],
    [
      'has no data about its key',
      'vault-damaged',
      ({ file }) => {
        change(file, 'DELETE FROM unlocking');
      },
    ],
    [
      'was written by a newer wallet',
      'vault-newer',
      ({ file }) => {
        change(file, `PRAGMA user_version = ${migrations.length + 1}`);
      },
    ],
  ])('because it %s gets its own answer and is left as it is', async (_what, code, spoil) => {
    const made = await closedVault();
    spoil(made);
    const before = hashFiles(made.folder);
    const { vault } = vaultAtHand(made);
    expect(await vault.status()).toMatchObject({ state: 'failed', error: { code } });
    await expect(vault.unlock()).rejects.toThrow(expect.objectContaining({ code }));
    await expect(vault.create('keychain')).rejects.toThrow(expect.objectContaining({ code: 'vault-exists' }));
    expect(await vault.status()).toMatchObject({ state: 'failed', error: { code } });
    vault.close();
    expect(hashFiles(made.folder)).toEqual(before);
    expect(made.keychain.entries.size).toBe(1);
  });
});

describe.skipIf(!canBeSomebodyElse())('A read-only vault (needs permission bits that bind)', () => {
  it.each([
    ['the folder', 0o500, 0o600],
    ['the file', 0o700, 0o400],
    ['both', 0o500, 0o400],
  ])('is refused when %s cannot be written to, and left as it is', async (_what, folderMode, fileMode) => {
    const made = await closedVault();
    const before = hashFiles(made.folder);
    const { vault } = vaultAtHand(made);
    chmodSync(made.file, fileMode);
    chmodSync(made.folder, folderMode);
    asSomebodyElse([made.file, made.folder]);
    await expect(vault.unlock()).rejects.toThrow(
      expect.objectContaining({
        code: 'vault-read-only',
        detail: expect.objectContaining({ folder: made.folder }) as unknown,
      }),
    );
    expect(await vault.status()).toMatchObject({ state: 'failed', error: { code: 'vault-read-only' } });
    expect(hashFiles(made.folder)).toEqual(before);
  });

  it('cannot be made in a folder that cannot be written to', async () => {
    const { vault, folder, keychain } = vaultAtHand();
    chmodSync(folder, 0o500);
    asSomebodyElse([folder]);
    await expect(vault.create('keychain')).rejects.toThrow(
      expect.objectContaining({ code: 'vault-read-only' }),
    );
    expect(readdirSync(folder)).toEqual([]);
    expect(keychain.entries.size).toBe(0);
  });
});

describe.skipIf(!canMount())('A full disk (needs user namespaces, for a disk of one megabyte)', () => {
  it('is told, what was stored stays, writing goes on once there is room, and takes room that was proved', () => {
    const program = new URL('../support/vault-on-full-disk.ts', import.meta.url).pathname;
    const script = 'mount -t tmpfs -o size=1m tmpfs "$1" && exec "$2" "$3" "$1"';
    const output = execFileSync(
      'unshare',
      ['-rm', 'sh', '-c', script, 'sh', temporaryFolder(), process.execPath, program],
      { encoding: 'utf8' },
    );
    expect(JSON.parse(output)).toEqual({
      proof: 'disk-full',
      write: 'disk-full',
      readable: true,
      untouched: true,
      unlock: 'disk-full',
      untouchedByUnlocking: true,
      proved: 'done',
      kept: true,
      intact: true,
    });
  });
});

function overwrite(file: string, from: number, length: number): void {
  const bytes = readFileSync(file);
  bytes.fill(0xa5, from, from + length);
  writeFileSync(file, bytes);
}

function change(file: string, statement: string): void {
  const database = new DatabaseSync(file);
  database.exec(statement);
  database.close();
}

function canBeSomebodyElse(): boolean {
  return process.platform !== 'win32' && process.seteuid !== undefined;
}

/** Permission bits do not bind the superuser, so the rest of the test goes on as nobody. */
function asSomebodyElse(paths: readonly string[]): void {
  if (process.geteuid?.() !== 0) {
    return;
  }
  const nobody = 65_534;
  for (const path of paths) {
    chownSync(path, nobody, nobody);
  }
  process.seteuid?.(nobody);
  onTestFinished(() => {
    process.seteuid?.(0);
  });
}

function canMount(): boolean {
  return spawnSync('unshare', ['-rm', 'mount', '-t', 'tmpfs', 'tmpfs', '/mnt']).status === 0;
}
