import { createSecretKey } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { JournalEntry } from '../../src-main/contract/journal.ts';
import {
  beginning,
  hashEntry,
  headAt,
  verifyChain,
  type Head,
  type Link,
  type StoredEntry,
} from '../../src-main/wallet/journal/chain.ts';

const key = createSecretKey(Buffer.alloc(32, 1));

describe('The chain of the journal', () => {
  it('is intact when nothing was changed', () => {
    const { entries, head } = chainOf(3);
    expect(verifyChain(key, entries, head)).toEqual({ intact: true, entries: 3, brokenAt: null });
  });

  it('does not depend on the order in which an entry names its details', () => {
    const entry = { ...entryNumber(1), about: { app: 'a', service: 's' } };
    const turned = { ...entry, about: { service: 's', app: 'a' } };
    expect(hashEntry(key, beginning, turned)).toEqual(hashEntry(key, beginning, entry));
  });

  it('breaks at an entry that was changed', () => {
    const { entries, head } = chainOf(4);
    entries[1] = { ...at(entries, 1), entry: { ...entryNumber(2), action: 'checked' } };
    expect(verifyChain(key, entries, head)).toEqual({ intact: false, entries: 4, brokenAt: 2 });
  });

  it('breaks at an entry that cannot be decrypted', () => {
    const { entries, head } = chainOf(3);
    entries[2] = { ...at(entries, 2), entry: undefined };
    expect(verifyChain(key, entries, head).brokenAt).toBe(3);
  });

  it('breaks where an entry was taken out of the middle', () => {
    const { entries, head } = chainOf(4);
    entries.splice(1, 1);
    expect(verifyChain(key, entries, head)).toEqual({ intact: false, entries: 3, brokenAt: 2 });
  });

  it('breaks after the last entry when the newest were cut off', () => {
    const { entries, head } = chainOf(4);
    expect(verifyChain(key, entries.slice(0, 2), head).brokenAt).toBe(3);
    expect(verifyChain(key, [], head)).toEqual({ intact: false, entries: 0, brokenAt: 1 });
  });

  it('breaks when the end was cut off and the head made to fit without the key', () => {
    const { entries, head } = chainOf(4);
    const cut = entries.slice(0, 2);
    expect(verifyChain(key, cut, { ...at(cut, 1), mac: head.mac }).intact).toBe(false);
  });

  it('breaks when the head is gone, or an older one was put back', () => {
    const { entries } = chainOf(3);
    expect(verifyChain(key, entries, undefined).intact).toBe(false);
    expect(verifyChain(key, entries, headAt(key, at(entries, 1))).brokenAt).toBe(3);
  });

  it('cannot be made by somebody without the key', () => {
    const { entries, head } = chainOf(2, createSecretKey(Buffer.alloc(32, 2)));
    expect(verifyChain(key, entries, head).brokenAt).toBe(1);
  });
});

function chainOf(length: number, chainKey = key): { entries: StoredEntry[]; head: Head } {
  const entries: StoredEntry[] = [];
  let last: Link = beginning;
  for (let sequence = 1; sequence <= length; sequence += 1) {
    const entry = entryNumber(sequence);
    last = { sequence, hash: hashEntry(chainKey, last, entry) };
    entries.push({ ...last, entry });
  }
  return { entries, head: headAt(chainKey, last) };
}

function entryNumber(sequence: number): JournalEntry {
  return {
    sequence,
    at: '2026-11-22T12:00:00.000Z',
    action: 'connected',
    connectionId: null,
    about: { app: 'Photo uploader' },
  };
}

function at(entries: readonly StoredEntry[], index: number): StoredEntry {
  const entry = entries[index];
  if (entry === undefined) {
    throw new Error(`There is no entry ${index}.`);
  }
  return entry;
}
