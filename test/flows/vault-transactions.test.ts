import { closeSync, readdirSync, readlinkSync, renameSync, statSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { Secret } from '../../src-main/wallet/secret.ts';
import { connectionRecord } from '../support/connection-record.ts';
import { tokenSetRecord } from '../support/token-set-record.ts';
import { reopened, vaultAtHand } from '../support/vault-folder.ts';

const late = {
  connectionId: 'a',
  accessToken: new Secret('late'),
  refreshToken: null,
  kind: 'access',
  proofKey: null,
  refreshParameters: {},
  expiresAtMs: null,
  pending: null,
} as const;

describe('What a transaction puts into the vault', () => {
  it('is written as a whole or not at all', async () => {
    const { vault } = vaultAtHand();
    await vault.create('keychain');
    const opened = vault.opened();
    const { id } = connectionRecord({});
    expect(() =>
      opened.write((writer) => {
        writer.put('tokenSet', tokenSetRecord('token', null, { id }));
        writer.note({ action: 'connected', connectionId: id, about: {} });
        throw new Error('half way');
      }),
    ).toThrow('half way');
    expect(opened.read('tokenSet', id)).toBeUndefined();
    expect(opened.journalEntries({ limit: 10 }).map(({ action }) => action)).toEqual(['vault-created']);
  });

  it('is read as it was before once a transaction was taken back, one by one and in the list', async () => {
    const { vault } = vaultAtHand();
    await vault.create('keychain');
    const opened = vault.opened();
    const before = connectionRecord({ id: 'a', label: 'before' });
    opened.write((writer) => {
      writer.put('connection', before);
    });
    expect(opened.readAll('connection').records).toEqual([before]);
    expect(() => {
      opened.write((writer) => {
        writer.put('connection', { ...before, label: 'after' });
        writer.put('connection', connectionRecord({ id: 'b' }));
        writer.put('lateTokens', { id: 'a 1', owner: before, ...late });
        writer.remove('connection', 'a');
        throw new Error('not this time');
      });
    }).toThrow('not this time');
    expect(opened.read('connection', 'a')).toEqual(before);
    expect(opened.read('connection', 'b')).toBeUndefined();
    expect(opened.readAll('connection').records).toEqual([before]);
    expect(opened.readAll('lateTokens', 'a').records).toEqual([]);
  });

  it('is there after a transaction that was taken back', async () => {
    const made = vaultAtHand();
    await made.vault.create('keychain');
    const vault = made.vault.opened();
    const { id } = connectionRecord({});
    vault.write((writer) => {
      writer.put('connection', connectionRecord({ label: 'first' }));
    });
    const takenBack = (): void => {
      vault.write((writer) => {
        writer.put('connection', connectionRecord({ label: 'second' }));
        throw new Error('taken back');
      });
    };
    expect(takenBack).toThrow('taken back');
    expect(vault.read('connection', id)?.label).toBe('first');

    vault.write((writer) => {
      writer.put('connection', connectionRecord({ label: 'third' }));
    });
    made.vault.close();
    expect((await reopened(made)).read('connection', id)?.label).toBe('third');
  });

  it('may be written without waiting for the disk, which is waited for afterwards', async () => {
    const made = vaultAtHand();
    await made.vault.create('keychain');
    const opened = made.vault.opened();
    opened.writeUnsynced((writer) => {
      writer.put('connection', connectionRecord({ id: 'a' }));
    });
    await Promise.all([opened.synced(), opened.synced()]);
    // What is under way when the vault is locked ends all the same.
    const last = opened.synced();
    made.vault.close();
    await last;
    await expect(opened.synced()).rejects.toMatchObject({ code: 'vault-locked' });
    expect((await reopened(made)).read('connection', 'a')).toEqual(connectionRecord({ id: 'a' }));
  });

  it('is brought into the database before anything is written behind what the disk may have lost', async () => {
    const made = vaultAtHand();
    await made.vault.create('keychain');
    const opened = made.vault.opened();
    opened.writeUnsynced((writer) => {
      for (let count = 0; count < 200; count += 1) {
        writer.put('connection', connectionRecord({ id: `many ${count}` }));
      }
    });
    const logSize = (): number => statSync(`${made.file}-wal`).size;
    const before = logSize();
    // A disk that fails, as far as a test can have one: the descriptor is taken away from under it.
    closeSync(Math.max(...descriptorsOf(`${made.file}-wal`)));
    await expect(opened.synced()).rejects.toThrow();
    opened.write((writer) => {
      writer.put('connection', connectionRecord({ id: 'one more' }));
    });
    expect(logSize()).toBeLessThan(before / 4);
    expect(opened.readAll('connection').records).toHaveLength(201);
  });

  it('is synced where its file is, also where a link leads to it', async () => {
    const made = vaultAtHand();
    await made.vault.create('keychain');
    made.vault.close();
    const elsewhere = join(made.folder, 'elsewhere.sqlite');
    renameSync(made.file, elsewhere);
    symlinkSync(elsewhere, made.file);
    const opened = await reopened(made);
    opened.writeUnsynced((writer) => {
      writer.put('connection', connectionRecord({ id: 'a' }));
    });
    opened.writeUnsynced((writer) => {
      writer.put('connection', connectionRecord({ id: 'b' }));
    });
    await opened.synced();
    expect(opened.readAll('connection').records.map(({ id }) => id)).toEqual(['a', 'b']);
  });
});

/** The descriptors of this process that a file is open with. Flows run on Linux only. */
function descriptorsOf(file: string): readonly number[] {
  return readdirSync('/proc/self/fd')
    .filter((name) => {
      try {
        return readlinkSync(`/proc/self/fd/${name}`) === file;
      } catch {
        return false;
      }
    })
    .map(Number);
}
