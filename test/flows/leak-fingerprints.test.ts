import { DatabaseSync } from 'node:sqlite';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { Secret } from '../../src-main/wallet/secret.ts';
import type { TokenSetRecord } from '../../src-main/wallet/vault/records.ts';
import { connectionRecord } from '../support/connection-record.ts';
import { reopened, vaultAtHand } from '../support/vault-folder.ts';
import { tokenSetRecord } from '../support/token-set-record.ts';

const connection = connectionRecord({});
const { id } = connection;

function tokenSet(accessToken: string, refreshToken: string | null = null): TokenSetRecord {
  return tokenSetRecord(accessToken, refreshToken, { id });
}

describe('The fingerprints of a vault', () => {
  it('know every token that a connection has, and each that it once had', async () => {
    const { vault } = vaultAtHand();
    await vault.create('keychain');
    const opened = vault.opened();
    opened.write((writer) => {
      writer.put('connection', connection);
      writer.put('tokenSet', tokenSet('first', 'first-refresh'));
      writer.put('tokenSet', tokenSet('second', 'second-refresh'));
    });
    expect(
      ['first', 'first-refresh', 'second', 'second-refresh', 'of nobody'].map((token) =>
        opened.holderOf(opened.fingerprint(token)),
      ),
    ).toEqual([
      { connectionId: id, kind: 'access' },
      { connectionId: id, kind: 'refresh' },
      { connectionId: id, kind: 'access' },
      { connectionId: id, kind: 'refresh' },
      undefined,
    ]);
  });

  it('are another in every vault, and the same after locking', async () => {
    const [here, there] = [vaultAtHand(), vaultAtHand()];
    await here.vault.create('keychain');
    await there.vault.create('keychain');
    const fingerprint = here.vault.opened().fingerprint('a token');
    expect(fingerprint).toMatch(/^[0-9a-f]{32}$/);
    expect(there.vault.opened().fingerprint('a token')).not.toBe(fingerprint);
    here.vault.lock();
    await here.vault.unlock();
    expect(here.vault.opened().fingerprint('a token')).toBe(fingerprint);
  });

  it('are made up for in a vault from before there were any', async () => {
    const before = vaultAtHand();
    await before.vault.create('keychain');
    before.vault.opened().write((writer) => {
      writer.put('connection', connection);
      writer.put('tokenSet', tokenSet('from before'));
    });
    before.vault.close();
    const database = new DatabaseSync(before.file);
    database.exec('DELETE FROM fingerprint');
    database.close();

    const opened = await reopened(before);
    expect(opened.holderOf(opened.fingerprint('from before'))?.connectionId).toBe(id);
  });
});

describe('What was removed from a vault', () => {
  it('is in none of its files once it is wiped, not even sealed', async () => {
    const { vault, file } = vaultAtHand();
    await vault.create('keychain');
    const opened = vault.opened();
    opened.write((writer) => {
      writer.put('leakedSecret', { id: '1 aa', token: new Secret('leaked') });
    });
    const database = new DatabaseSync(file, { readOnly: true });
    const row = database.prepare('SELECT sealed FROM leaked_secret').get();
    const sealed = Buffer.from(row?.['sealed'] as Uint8Array);
    database.close();
    const holdsIt = (): boolean => [file, `${file}-wal`].some((one) => readFileSync(one).includes(sealed));
    expect(holdsIt()).toBe(true);

    opened.write((writer) => {
      writer.remove('leakedSecret', '1 aa');
    });
    opened.wipeDeleted();
    expect(holdsIt()).toBe(false);
  });
});
