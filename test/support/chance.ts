/** Chance that can be had again: the same seed gives the same numbers. */
export interface Chance {
  /** From 0 up to 1, without 1. */
  next(): number;
  /** A whole number below. */
  below(limit: number): number;
  /** Whether something of this probability happens. */
  is(probability: number): boolean;
  oneOf<Item>(items: readonly Item[]): Item;
}

/** Mulberry32 by Tommy Ettinger, in the public domain: small, and even enough to choose faults with. */
export function chanceFrom(seed: number): Chance {
  let state = seed >>> 0;
  function next(): number {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  }
  const below = (limit: number): number => Math.floor(next() * limit);
  return {
    next,
    below,
    is: (probability) => next() < probability,
    oneOf: (items) => {
      const item = items[below(items.length)];
      if (item === undefined) {
        throw new Error('There is nothing to choose from.');
      }
      return item;
    },
  };
}
