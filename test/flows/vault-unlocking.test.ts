import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setImmediate as otherWork } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import type { ErrorCode } from '../../src-main/contract/error.ts';
import { Secret } from '../../src-main/wallet/secret.ts';
import { openDatabase } from '../../src-main/wallet/vault/database.ts';
import { Leases } from '../../src-main/wallet/vault/leases.ts';
import { readUnlocking, writeUnlocking } from '../../src-main/wallet/vault/unlocking.ts';
import { connectionRecord } from '../support/connection-record.ts';
import { hashFiles, reopened, vaultAtHand, type VaultAtHand } from '../support/vault-folder.ts';

/** A passphrase is slow to try on purpose, and slower on a busy machine. */
const SLOW_MS = 60_000;

const passphrase = new Secret('correct horse battery');
const wrong = new Secret('wrong horse battery');
const coded = (code: ErrorCode, detail: object = {}): unknown =>
  expect.objectContaining({ code, detail: expect.objectContaining(detail) as unknown });

/** A vault with one connection in it, locked. */
async function lockedVault(method: 'keychain' | 'passphrase'): Promise<VaultAtHand> {
  const made = vaultAtHand();
  await made.vault.create(method, method === 'passphrase' ? passphrase : undefined);
  made.vault.opened().write((writer) => {
    writer.put('connection', connectionRecord({}));
  });
  made.vault.lock();
  return made;
}

describe('A folder without a vault', () => {
  it('says so and stays empty', async () => {
    const { vault, folder } = vaultAtHand();
    expect(await vault.status()).toMatchObject({ state: 'missing', method: null, error: null });
    await expect(vault.unlock()).rejects.toThrow(coded('vault-missing', { folder }));
    expect(() => vault.opened()).toThrow(coded('vault-missing'));
    expect(readdirSync(folder)).toEqual([]);
  });

  it('gets one, whose key is in the keychain before the file is there', async () => {
    const { vault, folder, file, keychain } = vaultAtHand();
    const write = keychain.write.bind(keychain);
    keychain.write = (account, value) => {
      expect(existsSync(file)).toBe(false);
      return write(account, value);
    };
    await vault.create('keychain');
    expect(keychain.entries.size).toBe(1);
    expect(await vault.status()).toMatchObject({ state: 'open', method: 'keychain', error: null });
    await expect(vault.create('keychain')).rejects.toThrow(coded('vault-exists', { folder }));
  });

  it('stays without one when the keychain does not keep what it is given', async () => {
    const { vault, folder, keychain } = vaultAtHand();
    keychain.write = () => Promise.resolve();
    await expect(vault.create('keychain')).rejects.toThrow(coded('keychain-unavailable'));
    expect(readdirSync(folder)).toEqual([]);
  });

  it.each(['locked', 'unavailable'] as const)('stays without one while the keychain is %s', async (state) => {
    const { vault, folder, keychain } = vaultAtHand();
    keychain.state = state;
    await expect(vault.create('keychain')).rejects.toThrow(coded(`keychain-${state}`));
    expect(readdirSync(folder)).toEqual([]);
    keychain.state = 'available';
    await vault.create('keychain');
  });

  it('gets one although a process was killed while it made one', async () => {
    const { vault, folder } = vaultAtHand();
    writeFileSync(join(folder, 'vault.sqlite.making-0123456789ab'), 'half a vault');
    expect(await vault.status()).toMatchObject({ state: 'missing' });
    await vault.create('keychain');
    vault.close();
    expect(readdirSync(folder)).toEqual(['vault.sqlite']);
  });

  it('gets one and no more when two processes make one at once', async () => {
    const first = vaultAtHand();
    const second = vaultAtHand(first);
    const results = await Promise.allSettled([
      first.vault.create('keychain'),
      second.vault.create('keychain'),
    ]);
    expect(results.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(results.find((result) => result.status === 'rejected')?.reason).toEqual(coded('vault-exists'));
    // The key of the vault that came to nothing is gone too.
    expect(first.keychain.entries.size).toBe(1);
  });

  it('takes no passphrase that is missing or short', async () => {
    const { vault, folder, keychain } = vaultAtHand();
    keychain.state = 'unavailable';
    await expect(vault.create('passphrase')).rejects.toThrow(coded('passphrase-required'));
    await expect(vault.create('passphrase', new Secret('7 chars'))).rejects.toThrow(
      coded('passphrase-too-short', { least: '8' }),
    );
    expect(readdirSync(folder)).toEqual([]);
  });
});

describe('A vault whose key is in the keychain', () => {
  it('opens, and once locked answers nothing, also through what was handed out before', async () => {
    const { vault } = await lockedVault('keychain');
    expect(await vault.status()).toMatchObject({ state: 'locked', method: 'keychain', error: null });
    await vault.unlock();
    const opened = vault.opened();
    expect(opened.readAll('connection').records).toHaveLength(1);
    vault.lock();
    expect(vault.isOpen()).toBe(false);
    expect(() => opened.readAll('connection')).toThrow(coded('vault-locked'));
    expect(() => vault.opened()).toThrow(coded('vault-locked'));
  });

  it('stays locked when it is locked while it is being unlocked', async () => {
    const { vault } = await lockedVault('keychain');
    const unlocking = vault.unlock();
    await Promise.resolve();
    vault.lock();
    await expect(unlocking).rejects.toThrow(coded('vault-locked'));
    expect(vault.isOpen()).toBe(false);
  });

  it.each([
    ['absent', 'keychain-unavailable', 'failed', setState('unavailable')],
    ['locked', 'keychain-locked', 'locked', setState('locked')],
    ['without its entry', 'vault-key-missing', 'failed', removeEntry],
    ['holding the entry of another vault', 'vault-key-mismatch', 'failed', replaceVaultId],
    ['holding another key', 'vault-key-mismatch', 'failed', replaceKey],
    ['holding something else in its entry', 'vault-key-mismatch', 'failed', replaceWithNonsense],
  ] as const)('tells that the keychain is %s, changes nothing, and opens afterwards', async (...line) => {
    const [, code, state, spoil] = line;
    const made = await lockedVault('keychain');
    const before = hashFiles(made.folder);
    const entries = new Map(made.keychain.entries);
    spoil(made);
    const spoiled = new Map(made.keychain.entries);

    await expect(made.vault.unlock()).rejects.toThrow(coded(code, { keychain: 'Secret Service' }));
    const status = await made.vault.status();
    expect(status).toMatchObject({ state, method: 'keychain', error: { code } });
    expect(status.error?.hint).not.toContain('{');
    expect(hashFiles(made.folder)).toEqual(before);
    expect(made.keychain.entries).toEqual(spoiled);

    made.keychain.state = 'available';
    for (const [account, entry] of entries) {
      made.keychain.entries.set(account, entry);
    }
    expect((await reopened(made)).readAll('connection').records).toHaveLength(1);
  });

  it('tells beforehand that the keychain is locked or absent, without asking it for the key', async () => {
    const { vault, keychain } = await lockedVault('keychain');
    keychain.read = () => Promise.reject(new Error('A status asks for no key.'));
    keychain.state = 'locked';
    expect(await vault.status()).toMatchObject({ state: 'locked', error: { code: 'keychain-locked' } });
    keychain.state = 'unavailable';
    expect(await vault.status()).toMatchObject({ state: 'failed', error: { code: 'keychain-unavailable' } });
  });
});

describe('A vault with a passphrase', { timeout: SLOW_MS }, () => {
  it('needs no keychain, and knows the passphrase however it was typed', async () => {
    const made = vaultAtHand();
    made.keychain.state = 'unavailable';
    await made.vault.create('passphrase', new Secret('caf\u00e9 au lait'));
    made.vault.lock();
    expect(await made.vault.status()).toMatchObject({ state: 'locked', method: 'passphrase', error: null });
    await expect(made.vault.unlock()).rejects.toThrow(coded('passphrase-required'));
    await made.vault.unlock(new Secret('cafe\u0301 au lait'));
    expect(made.keychain.entries.size).toBe(0);
  });

  it('refuses a wrong one with a delay that grows, that a new process keeps, and that the right one ends', async () => {
    const made = await lockedVault('passphrase');
    await expect(made.vault.unlock(wrong)).rejects.toThrow(coded('passphrase-wrong', { seconds: '1' }));
    await expect(made.vault.unlock(passphrase)).rejects.toThrow(
      coded('passphrase-throttled', { seconds: '1' }),
    );
    made.clock.advance(1_000);
    await expect(made.vault.unlock(wrong)).rejects.toThrow(coded('passphrase-wrong', { seconds: '2' }));

    const later = vaultAtHand(made);
    later.clock.advance(1_500);
    await expect(later.vault.unlock(passphrase)).rejects.toThrow(
      coded('passphrase-throttled', { seconds: '1' }),
    );
    expect(await later.vault.status()).toMatchObject({ state: 'locked' });
    later.clock.advance(500);
    await later.vault.unlock(passphrase);
    expect(later.vault.opened().readAll('connection').records).toHaveLength(1);
    later.vault.lock();
    await expect(later.vault.unlock(wrong)).rejects.toThrow(coded('passphrase-wrong', { seconds: '1' }));
  });

  it('opens for all processes that come at once with the right one', async () => {
    const made = await lockedVault('passphrase');
    const others = [vaultAtHand(made), vaultAtHand(made)];
    const first = made.vault.unlock(passphrase);
    const later = others.map(({ vault }) => vault.unlock(passphrase));
    await first;
    made.clock.advance(100);
    await Promise.race(later);
    made.clock.advance(100);
    await Promise.all(later);
    expect(others.every(({ vault }) => vault.isOpen())).toBe(true);
  });

  it('gives many processes that guess at once no more than one guess', async () => {
    const made = await lockedVault('passphrase');
    const guess = codeOf(made.vault.unlock(wrong));
    const guesses = Array.from({ length: 8 }, () => codeOf(vaultAtHand(made).vault.unlock(wrong)));
    expect(await guess).toBe('passphrase-wrong');
    for (let turns = 0; turns < guesses.length; turns++) {
      made.clock.advance(100);
      await otherWork();
    }
    expect(new Set(await Promise.all(guesses))).toEqual(new Set(['passphrase-throttled']));
  });

  it('opens soon after a process was killed in the middle of an attempt, but counts that one', async () => {
    const made = await lockedVault('passphrase');
    const killed = openDatabase(made.file, 'write');
    new Leases(killed, made.clock).acquire('passphrase', 10_000);
    writeUnlocking(killed, {
      ...readUnlocking(killed, made.file),
      attempts: { wrong: 5, nextAtMs: made.clock.now() + 12_000 },
    });
    killed.close();
    const next = codeOf(made.vault.unlock(passphrase));
    await otherWork();
    made.clock.advance(10_000);
    expect(await next).toBe('passphrase-throttled');
    made.clock.advance(2_000);
    await made.vault.unlock(passphrase);
  });
});

describe('A change of the method', { timeout: SLOW_MS }, () => {
  it('moves the key from keychain to passphrase and back, and touches no record', async () => {
    const made = await lockedVault('keychain');
    await made.vault.unlock();
    await made.vault.changeMethod('passphrase', passphrase);
    expect(await made.vault.status()).toMatchObject({ state: 'open', method: 'passphrase' });
    expect(made.keychain.entries.size).toBe(0);
    made.vault.lock();
    await made.vault.unlock(passphrase);

    await made.vault.changeMethod('keychain');
    made.vault.lock();
    const opened = await reopened(made);
    expect(opened.readAll('connection').records).toEqual([connectionRecord({})]);
    expect(opened.journalEntries({ limit: 9 }).map(({ action, about }) => [action, about['method']])).toEqual(
      [
        ['unlock-method-changed', 'keychain'],
        ['unlock-method-changed', 'passphrase'],
        ['vault-created', 'keychain'],
      ],
    );
  });

  it('from one passphrase to another leaves the old one useless', async () => {
    const made = await lockedVault('passphrase');
    await made.vault.unlock(passphrase);
    await made.vault.changeMethod('passphrase', wrong);
    made.vault.lock();
    await expect(made.vault.unlock(passphrase)).rejects.toThrow(coded('passphrase-wrong'));
    made.clock.advance(1_000);
    await made.vault.unlock(wrong);
  });

  it('that fails leaves the old method as it was', async () => {
    const made = await lockedVault('passphrase');
    await expect(made.vault.changeMethod('keychain')).rejects.toThrow(coded('vault-locked'));
    await made.vault.unlock(passphrase);
    made.keychain.write = () => Promise.resolve();
    await expect(made.vault.changeMethod('keychain')).rejects.toThrow(coded('keychain-unavailable'));
    await expect(made.vault.changeMethod('passphrase', new Secret('short'))).rejects.toThrow(
      coded('passphrase-too-short'),
    );
    expect(await made.vault.status()).toMatchObject({ state: 'open', method: 'passphrase' });
    made.vault.lock();
    await made.vault.unlock(passphrase);
  });

  it('while the keychain is locked is cleaned up after by a later unlocking', async () => {
    const made = await lockedVault('keychain');
    await made.vault.unlock();
    made.keychain.state = 'locked';
    await made.vault.changeMethod('passphrase', passphrase);
    expect(made.keychain.entries.size).toBe(1);
    made.keychain.state = 'available';
    made.vault.lock();
    await made.vault.unlock(passphrase);
    expect(made.keychain.entries.size).toBe(0);
  });

  it('is made by one process at a time, so that no key is removed that another has just stored', async () => {
    const made = await lockedVault('passphrase');
    await made.vault.unlock(passphrase);
    const other = vaultAtHand(made);
    await other.vault.unlock(passphrase);
    const write = made.keychain.write.bind(made.keychain);
    made.keychain.write = async (account, value) => {
      await write(account, value);
      await expect(other.vault.changeMethod('passphrase', wrong)).rejects.toThrow(coded('vault-busy'));
      other.vault.lock();
      await other.vault.unlock(passphrase);
    };
    await made.vault.changeMethod('keychain');
    expect(made.keychain.entries.size).toBe(1);
    made.vault.lock();
    await made.vault.unlock();
  });

  it('leaves the key in the keychain until the passphrase is on the disk', async () => {
    const made = await lockedVault('keychain');
    await made.vault.unlock();
    let statusBeforeRemoval: unknown;
    const remove = made.keychain.delete.bind(made.keychain);
    made.keychain.delete = async (account) => {
      const other = vaultAtHand(made);
      statusBeforeRemoval = await other.vault.status();
      await other.vault.unlock(passphrase);
      await remove(account);
    };
    await made.vault.changeMethod('passphrase', passphrase);
    expect(statusBeforeRemoval).toMatchObject({ method: 'passphrase' });
  });
});

async function codeOf(unlocking: Promise<void>): Promise<string> {
  return unlocking.then(
    () => 'opened',
    (error: unknown) => (error as { readonly code: string }).code,
  );
}

function setState(state: 'locked' | 'unavailable') {
  return ({ keychain }: VaultAtHand): void => {
    keychain.state = state;
  };
}

function removeEntry({ keychain }: VaultAtHand): void {
  keychain.entries.clear();
}

function replaceVaultId(made: VaultAtHand): void {
  replaceEntry(made, (entry) => ({ ...entry, vault: '5f0cb0a2-0000-4000-8000-000000000000' }));
}

function replaceKey(made: VaultAtHand): void {
  replaceEntry(made, (entry) => ({ ...entry, key: Buffer.alloc(32, 7).toString('base64') }));
}

function replaceWithNonsense({ keychain }: VaultAtHand): void {
  for (const account of keychain.entries.keys()) {
    keychain.entries.set(account, new Secret('not even JSON'));
  }
}

function replaceEntry({ keychain }: VaultAtHand, change: (entry: object) => object): void {
  for (const [account, entry] of keychain.entries) {
    const changed = change(JSON.parse(entry.reveal()) as object);
    keychain.entries.set(account, new Secret(JSON.stringify(changed)));
  }
}
