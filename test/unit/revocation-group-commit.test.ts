import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createGroupCommit } from '../../src-main/wallet/vault/group-commit.ts';
import type { OpenVault, VaultWriter } from '../../src-main/wallet/vault/vault.ts';
import { createFakeClock } from '../support/fake-clock.ts';

/* A vault that only counts: what the group is for is to come to it seldom. */

const SYNC_MS = 5;
const clock = createFakeClock();
let transactions: string[][] = [];
let isFull = false;

const vault = {
  write: (work: (writer: VaultWriter) => void) => {
    const removed: string[] = [];
    work({ remove: (_: unknown, id: string) => removed.push(id) } as unknown as VaultWriter);
    clock.advance(SYNC_MS);
    if (isFull) {
      throw new Error('the disk is full');
    }
    transactions.push(removed);
  },
} as unknown as OpenVault;

const commit = createGroupCommit(() => vault, clock);

function remove(id: string): Promise<void> {
  return commit.commit((writer) => {
    writer.remove('tokenSet', id);
  });
}

beforeEach(() => {
  transactions = [];
  isFull = false;
});

afterEach(() => {
  clock.advance(1_000);
});

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
    clock.advance(1);
    expect(transactions).toEqual([['1', '2', '3']]);
    clock.advance(1_000);
    await Promise.all(all);
    expect(transactions).toEqual([
      ['1', '2', '3'],
      ['4', '5'],
    ]);
  });

  it('leaves the disk alone for ten times as long as it took, however long the pieces themselves take', async () => {
    const first = commit.commit(() => {
      clock.advance(1_000);
    });
    clock.advance(0);
    await first;
    const second = remove('2');
    // The rest begins when all has been written, 1,005 ms from here.
    clock.advance(1_000 + SYNC_MS + 10 * SYNC_MS - 1);
    expect(transactions).toHaveLength(1);
    clock.advance(1);
    await second;
    expect(transactions).toHaveLength(2);
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
