/** Chance that comes out the same each time, so that two runs of a bench read the same text (mulberry32). */
export interface Chance {
  /** A whole number from 0 to before `below`. */
  below(below: number): number;
  oneOf<Item>(items: readonly [Item, ...Item[]]): Item;
  some(alphabet: string, length: number): string;
}

export function createChance(seed: number): Chance {
  let state = seed >>> 0;
  const below = (limit: number): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * limit);
  };
  return {
    below,
    oneOf: (items) => items[below(items.length)] ?? items[0],
    some: (alphabet, length) => {
      let text = '';
      for (let count = 0; count < length; count++) {
        text += alphabet.charAt(below(alphabet.length));
      }
      return text;
    },
  };
}

export const HEX = '0123456789abcdef';
export const BASE62 = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
export const BASE64URL = `${BASE62}-_`;
export const BASE64 = `${BASE62}+/`;
