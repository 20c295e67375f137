import { chmodSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, expect, it } from 'vitest';
import { Secret } from '../../src-main/wallet/secret.ts';
import { connectionRecord } from '../support/connection-record.ts';
import { reopened, vaultAtHand } from '../support/vault-folder.ts';
import { clientRecord } from '../support/client-record.ts';
import { tokenSetRecord } from '../support/token-set-record.ts';

const CANARY = 'canary-4vW9-token-nobody-may-see';

const tokenSet = tokenSetRecord(CANARY, `${CANARY}-refresh`, {
  id: '0c6f2f5c-4f0e-4e6b-9a57-0f6a4c1f1a01',
  proofKey: new Secret(`${CANARY}-proof`),
});

const client = clientRecord({
  issuer: 'https://login.example.com',
  clientId: 'photo-uploader',
  clientSecret: new Secret(`${CANARY}-client`),
  authMethod: 'client_secret_basic',
  registeredByWallet: true,
});

describe('What is put into the vault', () => {
  it('is there when the vault is opened again, secrets included', async () => {
    const made = vaultAtHand();
    await made.vault.create('keychain');
    const metadata = { $secret: 'not one', jwks_uri: 'https://login.example.com/jwks' };
    made.vault.opened().write((writer) => {
      writer.put('connection', connectionRecord({}));
      writer.put('tokenSet', tokenSet);
      writer.put('client', client);
      writer.put('server', {
        id: 'https://login.example.com',
        readAtMs: 1,
        describedService: null,
        certificateAuthority: null,
        metadata,
      });
    });
    made.vault.close();

    const vault = await reopened(made);
    expect(vault.read('connection', connectionRecord({}).id)).toEqual(connectionRecord({}));
    const read = vault.read('tokenSet', tokenSet.id);
    expect(read?.accessToken.reveal()).toBe(CANARY);
    expect(read?.refreshToken?.reveal()).toBe(`${CANARY}-refresh`);
    expect(read?.idToken).toBeNull();
    expect(vault.read('client', client.id)?.clientSecret?.reveal()).toBe(`${CANARY}-client`);
    expect(vault.read('server', 'https://login.example.com')?.metadata).toEqual(metadata);
  });

  it('keeps the order in which it was first written, also when it is changed later', async () => {
    const { vault } = vaultAtHand();
    await vault.create('keychain');
    const opened = vault.opened();
    opened.write((writer) => {
      for (const id of ['c', 'a', 'b']) {
        writer.put('connection', connectionRecord({ id }));
      }
    });
    opened.write((writer) => {
      writer.put('connection', connectionRecord({ id: 'c', appName: 'renamed' }));
      writer.remove('connection', 'a');
    });
    expect(opened.readAll('connection').records.map(({ id, appName }) => [id, appName])).toEqual([
      ['c', 'renamed'],
      ['b', 'Photo uploader'],
    ]);
  });

  it('gives new connections ids in the order in which they come', async () => {
    const { vault } = vaultAtHand();
    await vault.create('keychain');
    const ids = Array.from({ length: 20 }, () =>
      vault.opened().write((writer) => {
        const id = writer.newConnectionId();
        writer.put('connection', connectionRecord({ id }));
        return id;
      }),
    );
    expect(ids.toSorted()).toEqual(ids);
    expect(new Set(ids).size).toBe(20);
  });

  it('is found in no file of the folder in any spelling, open or closed', async () => {
    const { vault, folder } = vaultAtHand();
    await vault.create('keychain');
    vault.opened().write((writer) => {
      writer.put('tokenSet', tokenSet);
      writer.put('client', client);
      writer.note({ action: 'connected', connectionId: tokenSet.id, about: { account: 'canary-anna' } });
    });
    const sides = readdirSync(folder).filter((name) => name !== 'vault.sqlite');
    expect(sides).toContain('vault.sqlite-wal');
    expect(sides.flatMap((name) => spellingsFoundIn(join(folder, name)))).toEqual([]);
    vault.close();
    expect(readdirSync(folder)).toEqual(['vault.sqlite']);
    expect(spellingsFoundIn(join(folder, 'vault.sqlite'))).toEqual([]);
  });

  it('is not hidden by a record beside it that was tampered with', async () => {
    const made = vaultAtHand();
    await made.vault.create('keychain');
    made.vault.opened().write((writer) => {
      for (const id of ['a', 'b', 'c']) {
        writer.put('connection', connectionRecord({ id }));
      }
    });
    made.vault.close();
    tamper(made.file, "UPDATE connection SET sealed = zeroblob(length(sealed)) WHERE id = 'b'");

    const vault = await reopened(made);
    const { records, undecryptable } = vault.readAll('connection');
    expect(records.map(({ id }) => id)).toEqual(['a', 'c']);
    expect(undecryptable).toEqual(['b']);
    expect(() => vault.read('connection', 'b')).toThrow(
      expect.objectContaining({ code: 'record-undecryptable', detail: { record: 'connection b' } }),
    );
  });

  it('cannot be put in the place of another, nor take back an older version', async () => {
    const made = vaultAtHand();
    await made.vault.create('keychain');
    made.vault.opened().write((writer) => {
      writer.put('connection', connectionRecord({ id: 'a' }));
      writer.put('connection', connectionRecord({ id: 'b' }));
      writer.put('connection', connectionRecord({ id: 'c' }));
    });
    made.vault.close();
    tamper(
      made.file,
      "UPDATE connection SET sealed = (SELECT sealed FROM connection WHERE id = 'a') WHERE id = 'b'",
      "UPDATE connection SET version = 2 WHERE id = 'c'",
    );
    expect((await reopened(made)).readAll('connection').undecryptable).toEqual(['b', 'c']);
  });
});

describe('The journal in the vault', () => {
  it('tells the newest first, page by page, or of one connection', async () => {
    const { vault } = vaultAtHand();
    await vault.create('keychain');
    const opened = vault.opened();
    for (const connectionId of ['one', 'two', 'one']) {
      opened.write((writer) => {
        writer.note({ action: 'checked', connectionId, about: { app: 'x' } });
      });
    }
    const numbers = (query: Parameters<typeof opened.journalEntries>[0]): number[] =>
      opened.journalEntries(query).map(({ sequence }) => sequence);
    expect(numbers({ limit: 2 })).toEqual([4, 3]);
    expect(numbers({ limit: 2, before: 3 })).toEqual([2, 1]);
    expect(numbers({ limit: 10, connectionId: 'one' })).toEqual([4, 2]);
    expect(opened.verifyJournal()).toEqual({ intact: true, entries: 4, brokenAt: null });
  });

  it.each([
    ['an entry is removed', 'DELETE FROM journal WHERE sequence = 2', 2],
    ['the newest entry is cut off', 'DELETE FROM journal WHERE sequence = 3', 3],
    [
      'an entry is given to another connection',
      "UPDATE journal SET connection_id = 'b' WHERE sequence = 2",
      2,
    ],
    ['the head is set back', 'UPDATE journal_head SET sequence = 2', 3],
  ])('shows when %s', async (_what, statement, brokenAt) => {
    const made = vaultAtHand();
    await made.vault.create('keychain');
    made.vault.opened().write((writer) => {
      writer.note({ action: 'connected', connectionId: 'a', about: {} });
      writer.note({ action: 'revoked', connectionId: 'a', about: {} });
    });
    made.vault.close();
    tamper(made.file, statement);
    expect((await reopened(made)).verifyJournal()).toMatchObject({ intact: false, brokenAt });
  });
});

describe.skipIf(process.platform === 'win32')('The rights to the files', () => {
  it('are the owner’s alone, and are mended when they were wider', async () => {
    const made = vaultAtHand();
    await made.vault.create('keychain');
    expect(modesIn(made.folder)).toEqual({ '.': 0o700, 'vault.sqlite': 0o600, '-wal': 0o600, '-shm': 0o600 });
    made.vault.close();
    chmodSync(made.folder, 0o755);
    chmodSync(made.file, 0o644);
    await reopened(made);
    expect(modesIn(made.folder)).toEqual({ '.': 0o700, 'vault.sqlite': 0o600, '-wal': 0o600, '-shm': 0o600 });
  });
});

function spellingsFoundIn(file: string): string[] {
  const bytes = readFileSync(file);
  return ['canary', 'Photo uploader', 'anna@example.com'].flatMap((text) => {
    const shifted = [0, 1, 2].map((shift) => base64Core(text, shift));
    return [Buffer.from(text), Buffer.from(text, 'utf16le'), ...shifted]
      .filter((spelling) => bytes.includes(spelling))
      .map((spelling) => `${file}: ${spelling.toString()}`);
  });
}

/** The characters of base64 that a text has at that offset, whatever comes before and after it. */
function base64Core(text: string, shift: number): Buffer {
  const encoded = Buffer.from('x'.repeat(shift) + text)
    .toString('base64')
    .replaceAll('=', '');
  return Buffer.from(encoded.slice(shift === 0 ? 0 : shift + 1, -1));
}

function modesIn(folder: string): Record<string, number> {
  const names = ['.', ...readdirSync(folder)];
  return Object.fromEntries(
    names.map((name) => [name.replace(/^vault.sqlite-/, '-'), statSync(join(folder, name)).mode & 0o777]),
  );
}

function tamper(file: string, ...statements: string[]): void {
  const database = new DatabaseSync(file);
  for (const statement of statements) {
    expect(database.prepare(statement).run().changes).toBe(1);
  }
  database.close();
}
