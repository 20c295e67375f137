import { DatabaseSync } from 'node:sqlite';
import { describe, expect, it } from 'vitest';
import { markedForRevocation, newlyPending } from '../../src-main/wallet/vault/pending-revocation.ts';
import type { ConnectionRecord } from '../../src-main/wallet/vault/records.ts';
import type { OpenVault } from '../../src-main/wallet/vault/vault.ts';
import { connectionRecord } from '../support/connection-record.ts';
import { reopened, type VaultAtHand, vaultAtHand } from '../support/vault-folder.ts';

const BEGUN_AT_MS = 1_790_000_000_000;

const before = (id: string): ConnectionRecord => connectionRecord({ id });

const marked = (id: string, batch = 'batch'): ConnectionRecord =>
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

function mark(opened: OpenVault, ids: readonly string[], batch = 'batch'): void {
  opened.write((writer) => {
    writer.markForRevocation(batch, BEGUN_AT_MS, ids);
  });
}

function all(opened: OpenVault): ConnectionRecord[] {
  return opened.readAll('connection').records;
}

function batchesOf(opened: OpenVault): string[] {
  return opened.readAll('revocationBatch').records.map(({ id }) => id);
}

describe('Connections whose revocation is begun together', () => {
  it('are read as marked, one by one and in the list, within the transaction and after a restart', async () => {
    const made = await madeWith('a', 'b', 'c');
    const opened = made.vault.opened();
    const within = opened.write((writer) => {
      writer.markForRevocation('batch', BEGUN_AT_MS, ['a', 'c', 'nobody']);
      return [writer.read('connection', 'a'), ...writer.readAll('connection').records];
    });
    const expected = [marked('a'), before('b'), marked('c')];
    expect(within).toEqual([marked('a'), ...expected]);
    expect(all(opened)).toEqual(expected);
    expect(opened.read('connection', 'c')).toEqual(marked('c'));
    made.vault.close();

    const again = await reopened(made);
    expect(again.read('connection', 'a')).toEqual(marked('a'));
    expect(all(again)).toEqual(expected);
  });

  it('are not rewritten for it', async () => {
    const made = await madeWith('a', 'b');
    mark(made.vault.opened(), ['a', 'b']);
    made.vault.close();
    const database = new DatabaseSync(made.file);
    const rows = database.prepare('SELECT id, version FROM connection').all();
    database.close();
    expect(rows).toEqual([
      { id: 'a', version: 1 },
      { id: 'b', version: 1 },
    ]);
  });

  it('have the mark in their own record once they are written, and the batch goes with the last of them', async () => {
    const made = await madeWith('a', 'b', 'c');
    const opened = made.vault.opened();
    mark(opened, ['a', 'b', 'c']);
    opened.write((writer) => {
      writer.put('connection', { ...marked('a'), label: 'renamed' });
      writer.put('connection', { ...before('b'), label: 'given up' });
    });
    const expected = [
      { ...marked('a'), label: 'renamed' },
      { ...before('b'), label: 'given up' },
      marked('c'),
    ];
    expect(all(opened)).toEqual(expected);
    expect(batchesOf(opened)).toEqual(['batch']);

    opened.write((writer) => {
      writer.remove('connection', 'c');
    });
    expect(batchesOf(opened)).toEqual([]);
    made.vault.close();
    expect(all(await reopened(made))).toEqual(expected.slice(0, 2));
  });

  it('stay as they were when the transaction is taken back', async () => {
    const made = await madeWith('a');
    const opened = made.vault.opened();
    expect(() => {
      opened.write((writer) => {
        writer.markForRevocation('batch', BEGUN_AT_MS, ['a']);
        throw new Error('not this time');
      });
    }).toThrow('not this time');
    expect(all(opened)).toEqual([before('a')]);
    expect(batchesOf(opened)).toEqual([]);
  });

  it('stay marked when what was to be written is taken back, and the batch stays with them', async () => {
    const made = await madeWith('a', 'b');
    const opened = made.vault.opened();
    mark(opened, ['a']);
    expect(all(opened)).toEqual([marked('a'), before('b')]);
    expect(() => {
      opened.write((writer) => {
        writer.put('connection', { ...before('a'), label: 'taken back' });
        throw new Error('not this time');
      });
    }).toThrow('not this time');
    expect(all(opened)).toEqual([marked('a'), before('b')]);
    expect(batchesOf(opened)).toEqual(['batch']);
    opened.write((writer) => {
      writer.put('connection', marked('a'));
    });
    expect(batchesOf(opened)).toEqual([]);
  });

  it('may be marked again in another batch, which then counts', async () => {
    const made = await madeWith('a', 'b');
    const opened = made.vault.opened();
    mark(opened, ['a', 'b'], 'first');
    mark(opened, ['a'], 'second');
    const expected = [marked('a', 'second'), marked('b', 'first')];
    expect(all(opened)).toEqual(expected);
    made.vault.close();
    const again = await reopened(made);
    expect(all(again)).toEqual(expected);
    again.write((writer) => {
      writer.put('connection', marked('b', 'first'));
    });
    expect(batchesOf(again)).toEqual(['second']);
  });

  it('are marked for another process too, which may write them', async () => {
    const window = await madeWith('a', 'b');
    const terminal = await reopened(window);
    const opened = window.vault.opened();
    expect(all(opened)).toEqual([before('a'), before('b')]);
    mark(terminal, ['a', 'b']);
    expect(opened.read('connection', 'a')).toEqual(marked('a'));
    expect(all(opened)).toEqual([marked('a'), marked('b')]);

    opened.write((writer) => {
      writer.put('connection', { ...before('a'), label: 'over' });
    });
    expect(all(terminal)).toEqual([{ ...before('a'), label: 'over' }, marked('b')]);
    terminal.write((writer) => {
      writer.put('connection', { ...before('b'), label: 'over too' });
    });
    expect(batchesOf(opened)).toEqual([]);
    expect(all(opened).map(({ label }) => label)).toEqual(['over', 'over too']);
  });

  it('are told to be unreadable as a batch where it was tampered with', async () => {
    const made = await madeWith('a');
    mark(made.vault.opened(), ['a']);
    made.vault.close();
    const database = new DatabaseSync(made.file);
    database.exec('UPDATE revocation_batch SET sealed = zeroblob(length(sealed))');
    database.close();
    const { records, undecryptable } = (await reopened(made)).readAll('connection');
    expect(records).toEqual([before('a')]);
    expect(undecryptable).toEqual(['batch']);
  });
});
