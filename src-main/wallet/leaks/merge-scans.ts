import { type LeakScan, MOST_PLACES, type Place } from './recognise/scanned-token.ts';

/** What can be found in several places, and counts once. */
interface Placed {
  readonly fingerprint: string;
  readonly places: readonly Place[];
  readonly placeCount: number;
}

export const emptyScan: LeakScan = {
  tokens: [],
  unknown: [],
  files: { read: 0, binary: [], unreadable: [] },
  bytes: 0,
  notes: [],
};

/** Makes one scan of two; what both found counts once, with the places of both. */
export function mergeScans(one: LeakScan, other: LeakScan): LeakScan {
  return {
    tokens: mergePlaced(one.tokens, other.tokens),
    unknown: mergePlaced(one.unknown, other.unknown),
    files: {
      read: one.files.read + other.files.read,
      binary: [...one.files.binary, ...other.files.binary],
      unreadable: [...one.files.unreadable, ...other.files.unreadable],
    },
    bytes: one.bytes + other.bytes,
    notes: [...one.notes, ...other.notes],
  };
}

/** The places of both; of very many only the first. */
export function mergePlaces(
  one: Pick<Placed, 'places' | 'placeCount'>,
  other: Pick<Placed, 'places' | 'placeCount'>,
): { readonly places: Place[]; readonly placeCount: number } {
  return {
    places: [...one.places, ...other.places].slice(0, MOST_PLACES),
    placeCount: one.placeCount + other.placeCount,
  };
}

function mergePlaced<Item extends Placed>(one: readonly Item[], other: readonly Item[]): readonly Item[] {
  if (one.length === 0 || other.length === 0) {
    return one.length === 0 ? other : one;
  }
  const merged = new Map(one.map((item) => [item.fingerprint, item]));
  for (const item of other) {
    const before = merged.get(item.fingerprint);
    merged.set(item.fingerprint, before === undefined ? item : { ...before, ...mergePlaces(before, item) });
  }
  return [...merged.values()];
}
