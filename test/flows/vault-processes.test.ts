import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { DatabaseSync } from 'node:sqlite';
import { describe, expect, it } from 'vitest';
import { Secret } from '../../src-main/wallet/secret.ts';
import { migrations } from '../../src-main/wallet/vault/migrations.ts';
import { connectionRecord } from '../support/connection-record.ts';
import { vaultAtHand, type VaultAtHand } from '../support/vault-folder.ts';

const PASSPHRASE = 'correct horse battery';

describe('A process that is killed while it writes', { timeout: 60_000 }, () => {
  it.each([1, 7, 40])(
    'loses nothing that was confirmed, killed after %i records',
    async (confirmedBefore) => {
      const made = vaultAtHand();
      await made.vault.create('passphrase', new Secret(PASSPHRASE));
      made.vault.close();
      const confirmed = await confirmedBeforeKilling(made, confirmedBefore);
      expect(confirmed.length).toBeGreaterThanOrEqual(confirmedBefore);

      const { vault } = vaultAtHand(made);
      made.clock.advance(Date.now());
      await vault.unlock(new Secret(PASSPHRASE));
      const opened = vault.opened();
      const { records, undecryptable } = opened.readAll('connection');
      expect(undecryptable).toEqual([]);
      // One more may be there: written, and killed before it could be told.
      expect(records.map(({ id }) => id).slice(0, confirmed.length)).toEqual(confirmed);
      for (const { id } of records) {
        expect(opened.read('tokenSet', id)?.accessToken.reveal()).toBe(`access ${id}`);
      }
      expect(opened.verifyJournal()).toEqual({ intact: true, entries: records.length + 1, brokenAt: null });
    },
  );
});

describe('Two processes with the same vault', () => {
  it('see what the other has written, and are told of it', async () => {
    const [window, terminal] = await twoOpen();
    let told = 0;
    const end = window.vault.onChangedElsewhere(() => {
      told += 1;
    });
    window.vault.opened().write((writer) => {
      writer.put('connection', connectionRecord({ id: 'own' }));
    });
    window.clock.advance(1_000);
    expect(told).toBe(0);

    terminal.vault.opened().write((writer) => {
      writer.put('connection', connectionRecord({ id: 'other' }));
    });
    window.clock.advance(1_000);
    expect(told).toBe(1);
    expect(
      window.vault
        .opened()
        .readAll('connection')
        .records.map(({ id }) => id),
    ).toEqual(['own', 'other']);

    end();
    terminal.vault.opened().write((writer) => {
      writer.remove('connection', 'own');
    });
    window.clock.advance(1_000);
    expect(told).toBe(1);
  });

  it('read no record as it was before the other changed or removed it', async () => {
    const [window, terminal] = await twoOpen();
    const [one, other] = [window.vault.opened(), terminal.vault.opened()];
    one.write((writer) => {
      for (const id of ['a', 'b']) {
        writer.put('connection', connectionRecord({ id }));
      }
    });
    const labels = (): unknown[] => one.readAll('connection').records.map(({ id, label }) => [id, label]);
    expect(labels()).toEqual([
      ['a', null],
      ['b', null],
    ]);
    other.write((writer) => {
      writer.put('connection', connectionRecord({ id: 'a', label: 'changed' }));
      writer.put('connection', connectionRecord({ id: 'c' }));
      writer.remove('connection', 'b');
    });
    expect(one.read('connection', 'a')?.label).toBe('changed');
    expect(one.read('connection', 'b')).toBeUndefined();
    expect(labels()).toEqual([
      ['a', 'changed'],
      ['c', null],
    ]);
    other.write((writer) => {
      writer.put('connection', connectionRecord({ id: 'a', label: 'once more' }));
    });
    // Within a transaction too, which begins after it.
    expect(one.write((writer) => writer.read('connection', 'a')?.label)).toBe('once more');
    one.write((writer) => {
      writer.put('connection', connectionRecord({ id: 'a', label: 'own' }));
    });
    expect([one, other].map((opened) => opened.read('connection', 'a')?.label)).toEqual(['own', 'own']);
  });

  it('go on in a format that both know, and no further once a newer one has changed it', async () => {
    const [window] = await twoOpen();
    const opened = window.vault.opened();
    opened.write((writer) => {
      writer.put('connection', connectionRecord({ id: 'a' }));
    });
    const newer = new DatabaseSync(window.file);
    newer.exec(`PRAGMA user_version = ${migrations.length + 1}`);
    newer.close();
    expect(() => opened.read('connection', 'a')).toThrow(expect.objectContaining({ code: 'vault-newer' }));
    expect(() => {
      opened.write((writer) => {
        writer.put('connection', connectionRecord({ id: 'b' }));
      });
    }).toThrow(expect.objectContaining({ code: 'vault-newer' }));
  });

  it('keep one chain in the journal', async () => {
    const [window, terminal] = await twoOpen();
    for (const { vault } of [window, terminal, terminal, window, terminal]) {
      vault.opened().write((writer) => {
        writer.note({ action: 'checked', connectionId: null, about: {} });
      });
    }
    expect(window.vault.opened().verifyJournal()).toEqual({ intact: true, entries: 6, brokenAt: null });
  });

  it('hold a lease one at a time', async () => {
    const [window, terminal] = await twoOpen();
    const lease = window.vault.opened().acquireLease('refresh', 30_000);
    expect(lease?.held()).toBe(true);
    expect(terminal.vault.opened().acquireLease('refresh', 30_000)).toBeUndefined();
    expect(window.vault.opened().acquireLease('refresh', 30_000)).toBeUndefined();
    expect(terminal.vault.opened().acquireLease('something else', 30_000)).toBeDefined();
    lease?.release();
    expect(terminal.vault.opened().acquireLease('refresh', 30_000)).toBeDefined();
  });

  it('take over the lease of one that died, which then no longer holds it', async () => {
    const [window, terminal] = await twoOpen();
    const old = window.vault.opened().acquireLease('refresh', 30_000);
    window.clock.advance(30_000);
    // Nobody has taken it yet.
    expect(old?.held()).toBe(true);
    const taken = terminal.vault.opened().acquireLease('refresh', 30_000);
    expect(taken?.held()).toBe(true);
    expect(old?.held()).toBe(false);
    old?.release();
    expect(taken?.held()).toBe(true);
  });
});

/** Two vaults of one folder with connections of their own to the database, as two processes have. */
async function twoOpen(): Promise<[VaultAtHand, VaultAtHand]> {
  const window = vaultAtHand();
  await window.vault.create('keychain');
  const terminal = vaultAtHand(window);
  await terminal.vault.unlock();
  return [window, terminal];
}

async function confirmedBeforeKilling({ folder }: VaultAtHand, enough: number): Promise<string[]> {
  const program = new URL('../support/vault-writer.ts', import.meta.url).pathname;
  const child = spawn(process.execPath, [program, folder, PASSPHRASE], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = once(child, 'close');
  const confirmed: string[] = [];
  for await (const id of createInterface(child.stdout)) {
    if (confirmed.push(id) === enough) {
      child.kill('SIGKILL');
    }
  }
  await ended;
  return confirmed;
}
