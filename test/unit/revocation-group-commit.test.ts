import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createGroupCommit } from '../../src-main/wallet/vault/group-commit.ts';
import type { OpenVault, VaultWriter } from '../../src-main/wallet/vault/vault.ts';
import { createFakeClock } from '../support/fake-clock.ts';

/* A vault that only counts: what the group is for is to come to it seldom. */

const clock = createFakeClock();
let transactions: string[][] = [];
let isFull = false;
let syncing: PromiseWithResolvers<undefined>[] = [];
/** Whether the disk is done as soon as it is asked. */
let isQuick = true;

function write(work: (writer: VaultWriter) => void): void {
  const removed: string[] = [];
  work({ remove: (_: unknown, id: string) => removed.push(id) } as unknown as VaultWriter);
  if (isFull) {
    throw new Error('the disk is full');
  }
  transactions.push(removed);
}

const vault = {
  write,
  writeUnsynced: write,
  synced: async () => {
    const sync = Promise.withResolvers<undefined>();
    syncing.push(sync);
    if (isQuick) {
      sync.resolve(undefined);
    }
    return sync.promise;
  },
} as unknown as OpenVault;

const commit = createGroupCommit(() => vault, clock);

function remove(id: string): Promise<void> {
  return commit.commit((writer) => {
    writer.remove('tokenSet', id);
  });
}

beforeEach(() => {
  [transactions, syncing] = [[], []];
  [isFull, isQuick] = [false, true];
});

afterEach(async () => {
  await settled();
  clock.advance(1_000);
});

/** Everything that follows from what has been resolved has happened. */
function settled(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve);
  });
}

describe('writing in groups', () => {
  it('writes what comes alone at once', async () => {
    const one = remove('1');
    clock.advance(0);
    await one;
    expect(transactions).toEqual([['1']]);
  });

  it('writes in one transaction what comes together', async () => {
    const all = [remove('1'), remove('2'), remove('3')];
    clock.advance(0);
    await Promise.all(all);
    all.push(remove('4'), remove('5'));
    clock.advance(9);
    expect(transactions).toEqual([['1', '2', '3']]);
    clock.advance(1);
    await Promise.all(all);
    expect(transactions).toEqual([
      ['1', '2', '3'],
      ['4', '5'],
    ]);
  });

  it('tells nobody before the disk has it, and writes nothing more until then', async () => {
    isQuick = false;
    const told: string[] = [];
    const all = ['1', '2'].map((id) => remove(id).then(() => told.push(id)));
    clock.advance(0);
    all.push(remove('3').then(() => told.push('3')));
    clock.advance(1_000);
    await settled();
    expect(transactions).toEqual([['1', '2']]);
    expect(told).toEqual([]);

    isQuick = true;
    syncing[0]?.resolve(undefined);
    await Promise.all(all);
    expect(transactions).toEqual([['1', '2'], ['3']]);
    expect(told).toEqual(['1', '2', '3']);
  });

  it('tells everybody when the disk fails, and goes on afterwards', async () => {
    isQuick = false;
    const all = [remove('1'), remove('2')].map((one) => expect(one).rejects.toThrow('the disk is broken'));
    clock.advance(0);
    syncing[0]?.reject(new Error('the disk is broken'));
    await Promise.all(all);
    isQuick = true;
    const later = remove('3');
    clock.advance(1_000);
    await later;
    expect(transactions).toEqual([['1', '2'], ['3']]);
  });

  it('writes the others where one piece throws', async () => {
    const first = remove('1');
    const bad = commit.commit(() => {
      throw new Error('not this one');
    });
    const last = remove('3');
    const told = expect(bad).rejects.toThrow('not this one');
    clock.advance(0);
    await Promise.all([first, last, told]);
    expect(transactions).toEqual([['1', '3']]);
  });

  it('tells everybody when nothing can be written, and goes on afterwards', async () => {
    isFull = true;
    const all = [remove('1'), remove('2')].map((one) => expect(one).rejects.toThrow('the disk is full'));
    clock.advance(0);
    await Promise.all(all);
    isFull = false;
    const later = remove('3');
    clock.advance(1_000);
    await later;
    expect(transactions).toEqual([['3']]);
  });

  it('writes at once what waits when it is told to', async () => {
    const waiting = remove('1');
    commit.flush();
    await waiting;
    expect(transactions).toEqual([['1']]);
  });
});
