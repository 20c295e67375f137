import { createHmac, timingSafeEqual, type KeyObject } from 'node:crypto';
import type { JournalEntry, JournalVerification } from '../../contract/journal.ts';

/** A point of the chain: the number of an entry, and the hash that stands for it and everything before it. */
export interface Link {
  readonly sequence: number;
  readonly hash: Uint8Array;
}

/** An entry as it lies in the vault; `entry` is undefined when it cannot be decrypted. */
export interface StoredEntry extends Link {
  readonly entry: JournalEntry | undefined;
}

/** The end of the chain as it lies in the vault, so that cutting off the newest entries shows. */
export interface Head extends Link {
  readonly mac: Uint8Array;
}

/** What the first entry is chained to. */
export const beginning: Link = { sequence: 0, hash: new Uint8Array(32) };

/**
 * The hash of an entry that follows `previous`.
 *
 * It is keyed, so that someone who can write to the file but lacks the vault's key cannot make a chain that fits.
 */
export function hashEntry(key: KeyObject, previous: Link, entry: JournalEntry): Buffer {
  return createHmac('sha256', key).update(previous.hash).update(canonicalEntry(entry)).digest();
}

/** The head that is stored once `end` is the newest entry. */
export function headAt(key: KeyObject, end: Link): Head {
  const mac = createHmac('sha256', key).update('head').update(end.hash).update(String(end.sequence)).digest();
  return { sequence: end.sequence, hash: end.hash, mac };
}

/** Walks the chain from its beginning and compares its end with the head. Entries come in the order of their numbers. */
export function verifyChain(
  key: KeyObject,
  entries: Iterable<StoredEntry>,
  head: Head | undefined,
): JournalVerification {
  let last = beginning;
  let count = 0;
  let brokenAt: number | null = null;
  for (const stored of entries) {
    count += 1;
    if (brokenAt === null && !follows(key, last, stored)) {
      brokenAt = last.sequence + 1;
    }
    last = stored;
  }
  brokenAt ??= endsAt(key, last, head) ? null : Math.min(last.sequence, head?.sequence ?? 0) + 1;
  return { intact: brokenAt === null, entries: count, brokenAt };
}

function follows(key: KeyObject, previous: Link, stored: StoredEntry): boolean {
  return (
    stored.sequence === previous.sequence + 1 &&
    stored.entry?.sequence === stored.sequence &&
    areEqual(stored.hash, hashEntry(key, previous, stored.entry))
  );
}

function endsAt(key: KeyObject, last: Link, head: Head | undefined): boolean {
  return (
    head?.sequence === last.sequence &&
    areEqual(head.hash, last.hash) &&
    areEqual(head.mac, headAt(key, last).mac)
  );
}

/** One text for one entry, whatever the order in which its properties were set. */
function canonicalEntry({ sequence, at, action, connectionId, about }: JournalEntry): string {
  const names = Object.keys(about).sort();
  return JSON.stringify([sequence, at, action, connectionId, names.map((name) => [name, about[name]])]);
}

function areEqual(one: Uint8Array, other: Uint8Array): boolean {
  return one.length === other.length && timingSafeEqual(one, other);
}
