import { DatabaseSync } from 'node:sqlite';
import { describe, expect, it } from 'vitest';
import { markedForRevocation, newlyPending } from '../../src-main/wallet/vault/pending-revocation.ts';
import type { ConnectionRecord } from '../../src-main/wallet/vault/records.ts';
import type { OpenVault, VaultWriter } from '../../src-main/wallet/vault/vault.ts';
import { chanceFrom } from '../support/chance.ts';
import { connectionRecord } from '../support/connection-record.ts';
import { reopened, type VaultAtHand, vaultAtHand } from '../support/vault-folder.ts';

const BEGUN_AT_MS = 1_790_000_000_000;

const before = (id: string): ConnectionRecord => connectionRecord({ id });

const marked = (id: string, batch: string): ConnectionRecord =>
  markedForRevocation(before(id), newlyPending(BEGUN_AT_MS, batch));

async function madeWith(...ids: readonly string[]): Promise<VaultAtHand> {
  const made = vaultAtHand();
  await made.vault.create('keychain');
  made.vault.opened().write((writer) => {
    for (const id of ids) {
      writer.put('connection', before(id));
    }
  });
  return made;
}

function mark(opened: OpenVault, ...ids: readonly string[]): string {
  return opened.write((writer) => writer.markForRevocation(BEGUN_AT_MS, ids).batch);
}

function put(opened: OpenVault, ...records: readonly ConnectionRecord[]): void {
  opened.write((writer) => {
    for (const record of records) {
      writer.put('connection', record);
    }
  });
}

function takeBack(opened: OpenVault, work: (writer: VaultWriter) => void): void {
  expect(() => {
    opened.write((writer) => {
      work(writer);
      throw new Error('not this time');
    });
  }).toThrow('not this time');
}

function all(opened: OpenVault): ConnectionRecord[] {
  return opened.readAll('connection').records;
}

/** Rows as another program sees them, without the key. */
function rowsOf({ file }: VaultAtHand, query: string): unknown[] {
  const database = new DatabaseSync(file, { readOnly: true });
  const rows = database.prepare(query).all();
  database.close();
  return rows.map((row) => Object.values(row));
}

function batchesOf(made: VaultAtHand): unknown[] {
  return rowsOf(made, 'SELECT id FROM revocation_batch').flat();
}

describe('Connections whose revocation is begun together', () => {
  it('are read as marked, one by one and in the list, within the transaction and after a restart', async () => {
    const made = await madeWith('a', 'b', 'c');
    const opened = made.vault.opened();
    const [pending, one, ...within] = opened.write((writer) => [
      writer.markForRevocation(BEGUN_AT_MS, ['a', 'c', 'nobody']),
      writer.read('connection', 'a'),
      ...writer.readAll('connection').records,
    ]);
    const { batch } = pending as { batch: string };
    expect(pending).toEqual(newlyPending(BEGUN_AT_MS, batch));
    const expected = [marked('a', batch), before('b'), marked('c', batch)];
    expect([one, ...within]).toEqual([expected[0], ...expected]);
    expect(all(opened)).toEqual(expected);
    expect(opened.read('connection', 'c')).toEqual(expected[2]);
    made.vault.close();

    const again = await reopened(made);
    expect(again.read('connection', 'a')).toEqual(expected[0]);
    expect(all(again)).toEqual(expected);
  });

  it('are not rewritten for it', async () => {
    const made = await madeWith('a', 'b');
    mark(made.vault.opened(), 'a', 'b');
    expect(rowsOf(made, 'SELECT id, version FROM connection')).toEqual([
      ['a', 1],
      ['b', 1],
    ]);
  });

  it('have the mark in their own record once they are written, and the batch goes with the last of them', async () => {
    const made = await madeWith('a', 'b', 'c');
    const opened = made.vault.opened();
    const batch = mark(opened, 'a', 'b', 'c');
    const renamed = { ...marked('a', batch), label: 'renamed' };
    const givenUp = { ...before('b'), label: 'given up' };
    put(opened, renamed, givenUp);
    expect(all(opened)).toEqual([renamed, givenUp, marked('c', batch)]);
    expect(batchesOf(made)).toEqual([batch]);

    opened.write((writer) => {
      writer.remove('connection', 'c');
    });
    expect(batchesOf(made)).toEqual([]);
    made.vault.close();
    expect(all(await reopened(made))).toEqual([renamed, givenUp]);
  });

  it('may be written and marked, or marked and written, in one transaction', async () => {
    const made = await madeWith('a', 'b');
    const opened = made.vault.opened();
    const late = { ...before('a'), label: 'written before' };
    const pending = opened.write((writer) => {
      writer.put('connection', late);
      const given = writer.markForRevocation(BEGUN_AT_MS, ['a', 'b']);
      writer.put('connection', before('b'));
      return given;
    });
    expect(all(opened)).toEqual([markedForRevocation(late, pending), before('b')]);
    put(opened, late);
    expect(batchesOf(made)).toEqual([]);
  });

  it('stay as they were when the transaction is taken back', async () => {
    const made = await madeWith('a');
    const opened = made.vault.opened();
    takeBack(opened, (writer) => {
      writer.markForRevocation(BEGUN_AT_MS, ['a']);
    });
    expect(all(opened)).toEqual([before('a')]);
    expect(batchesOf(made)).toEqual([]);
  });

  it('stay marked when what was to be written is taken back, and the batch stays with them', async () => {
    const made = await madeWith('a', 'b');
    const opened = made.vault.opened();
    const batch = mark(opened, 'a');
    const expected = [marked('a', batch), before('b')];
    expect(all(opened)).toEqual(expected);
    takeBack(opened, (writer) => {
      writer.put('connection', { ...before('a'), label: 'taken back' });
    });
    expect(all(opened)).toEqual(expected);
    expect(batchesOf(made)).toEqual([batch]);
    put(opened, before('a'));
    expect(all(opened)).toEqual([before('a'), before('b')]);
    expect(batchesOf(made)).toEqual([]);
  });

  it('may be marked once more, which counts, and raises the generation once more', async () => {
    const made = await madeWith('a', 'b');
    const opened = made.vault.opened();
    const first = mark(opened, 'a', 'b');
    const second = mark(opened, 'a');
    const twice = markedForRevocation(marked('a', first), newlyPending(BEGUN_AT_MS, second));
    expect(twice.generation).toBe(before('a').generation + 2);
    const expected = [twice, marked('b', first)];
    expect(all(opened)).toEqual(expected);
    made.vault.close();
    const again = await reopened(made);
    expect(all(again)).toEqual(expected);
    put(again, before('b'));
    expect(batchesOf(made)).toEqual([second]);
  });

  it('are marked for another process too, which may write them', async () => {
    const window = await madeWith('a', 'b');
    const terminal = await reopened(window);
    const opened = window.vault.opened();
    expect(all(opened)).toEqual([before('a'), before('b')]);
    const batch = mark(terminal, 'a', 'b');
    expect(opened.read('connection', 'a')).toEqual(marked('a', batch));
    expect(all(opened)).toEqual([marked('a', batch), marked('b', batch)]);

    put(opened, { ...before('a'), label: 'over' });
    expect(all(terminal)).toEqual([{ ...before('a'), label: 'over' }, marked('b', batch)]);
    put(terminal, { ...before('b'), label: 'over too' });
    expect(batchesOf(window)).toEqual([]);
    expect(all(opened).map(({ label }) => label)).toEqual(['over', 'over too']);
  });

  it('are not marked again when one of that id comes back', async () => {
    const made = await madeWith('a', 'b');
    const opened = made.vault.opened();
    const batch = mark(opened, 'a', 'b');
    opened.write((writer) => {
      writer.remove('connection', 'a');
    });
    put(opened, before('a'));
    const expected = [marked('b', batch), before('a')];
    expect(all(opened)).toEqual(expected);
    expect(all(await reopened(made))).toEqual(expected);
  });

  it('leave no batch behind that another process has used up, once the list has been read', async () => {
    const window = await madeWith('a', 'b', 'c');
    const terminal = await reopened(window);
    const opened = window.vault.opened();
    const batch = mark(opened, 'a', 'b');
    put(opened, before('a'));
    // Neither knows that nothing is left.
    terminal.write((writer) => {
      writer.remove('connection', 'b');
    });
    expect(batchesOf(window)).toEqual([batch]);
    expect(all(opened)).toEqual([before('a'), before('c')]);
    put(opened, before('c'));
    expect(batchesOf(window)).toEqual([]);
  });

  it('are as before where their batch was tampered with, which the list names as unreadable', async () => {
    const made = await madeWith('a');
    const batch = mark(made.vault.opened(), 'a');
    made.vault.close();
    const database = new DatabaseSync(made.file);
    database.exec('UPDATE revocation_batch SET sealed = zeroblob(length(sealed))');
    database.close();
    const opened = await reopened(made);
    expect(opened.readAll('connection')).toEqual({ records: [before('a')], undecryptable: [batch] });
    put(opened, before('a'));
    expect(opened.read('connection', 'a')).toEqual(before('a'));
  });

  it('are what they would be if each had been written, whoever does what', async () => {
    const made = await madeWith();
    const vaults = [made.vault, vaultAtHand(made).vault, vaultAtHand(made).vault];
    await Promise.all(vaults.map((vault) => vault.unlock()));
    const chance = chanceFrom(20_261_130);
    let expected = new Map<string, ConnectionRecord>();
    for (let round = 0; round < 600; round += 1) {
      const changed = new Map(expected);
      const work = (writer: VaultWriter): void => {
        for (let step = chance.below(5); step >= 0; step -= 1) {
          change(writer, changed, `${round}.${step}`);
        }
      };
      const opened = chance.oneOf(vaults).opened();
      if (chance.is(1 / 6)) {
        takeBack(opened, work);
      } else {
        opened[chance.oneOf(['write', 'writeUnsynced'] as const)](work);
        expected = changed;
      }
      const read = all(chance.oneOf(vaults).opened());
      expect(new Map(read.map((record) => [record.id, record]))).toEqual(expected);
      for (const id of expected.keys()) {
        expect(opened.read('connection', id)).toEqual(expected.get(id));
      }
    }
    const batches = new Set([...expected.values()].flatMap(({ pending }) => pending?.batch ?? []));
    for (const vault of vaults) {
      all(vault.opened());
      put(vault.opened(), before('the last one'));
    }
    expect(batchesOf(made).filter((id) => !batches.has(String(id)))).toEqual([]);

    function change(writer: VaultWriter, records: Map<string, ConnectionRecord>, name: string): void {
      const ids = [...records.keys()];
      const id = ids[chance.below(ids.length)];
      const way = chance.below(8);
      if (id === undefined || (way < 2 && ids.length < 30)) {
        const record = before(name);
        writer.put('connection', record);
        records.set(name, record);
      } else if (way < 4) {
        const some = ids.filter(() => chance.is(1 / 3));
        const pending = writer.markForRevocation(BEGUN_AT_MS, [...some, 'nobody']);
        for (const one of some) {
          records.set(one, markedForRevocation(records.get(one) ?? before(one), pending));
        }
      } else if (way < 6) {
        const record = { ...(writer.read('connection', id) ?? before(id)), label: name };
        writer.put('connection', record);
        expect(record).toEqual({ ...records.get(id), label: name });
        records.set(id, record);
      } else if (way < 7) {
        const record = { ...(records.get(id) ?? before(id)), pending: null };
        writer.put('connection', record);
        records.set(id, record);
      } else {
        writer.remove('connection', id);
        records.delete(id);
      }
    }
  });
});
