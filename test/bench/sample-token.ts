import { crc32 } from 'node:zlib';
import type { TokenPattern } from '../../src-main/wallet/services/service-schema.ts';
import { BASE62, type Chance } from './random.ts';

/** A token of a pattern of the catalog, as a service would issue it: random, and with the right checksum. */
export function sampleToken(chance: Chance, { pattern, checksum }: TokenPattern): string {
  const token = sampleOf(chance, pattern);
  return checksum === undefined
    ? token
    : token.slice(0, -checksum.digits) +
        base62(crc32(token.slice(checksum.prefix.length, -checksum.digits))).padStart(checksum.digits, '0');
}

/** The same with one character changed, as documentation shows it. */
export function failingToken(chance: Chance, pattern: TokenPattern): string {
  const token = sampleToken(chance, pattern);
  const at = (pattern.checksum?.prefix.length ?? 0) + 3;
  return token.slice(0, at) + (token[at] === 'A' ? 'B' : 'A') + token.slice(at + 1);
}

/** One piece of a pattern, and how often it comes. */
const PIECE =
  /^(?:\\(.)|\[((?:\\.|[^\]])+)\]|\(\?:((?:[^()]|\([^()]*\))+)\)|([^\\[(]))(\?|\+|\*|\{(\d+)(,(\d*))?\})?/;

/** A text that a pattern matches. Where it leaves the length open, it is one that tokens have. */
export function sampleOf(chance: Chance, pattern: string): string {
  let text = '';
  for (let rest = pattern; rest !== '';) {
    const piece = PIECE.exec(rest);
    if (piece === null) {
      throw new Error(`No sample can be made of ${pattern}`);
    }
    const [whole, escaped, members, group, letter = '', quantifier, least, open, most] = piece;
    const one = (): string => {
      if (group !== undefined) {
        return sampleOf(chance, chance.oneOf(group.split('|') as [string, ...string[]]));
      }
      return members === undefined
        ? escaped === 'd'
          ? chance.some('0123456789', 1)
          : (escaped ?? letter)
        : chance.some(alphabetOf(members), 1);
    };
    const times = timesOf(chance, quantifier, least, open, most);
    for (let count = 0; count < times; count++) {
      text += one();
    }
    rest = rest.slice(whole.length);
  }
  return text;
}

function timesOf(chance: Chance, quantifier = '', least = '1', open?: string, most?: string): number {
  switch (quantifier) {
    case '':
      return 1;
    case '?':
      return chance.below(2);
    case '*':
    case '+':
      return 12 + chance.below(30);
    default: {
      const from = Number(least);
      return open === undefined ? from : from + chance.below((most ? Number(most) : from + 40) - from + 1);
    }
  }
}

function alphabetOf(members: string): string {
  return members
    .replaceAll('\\d', '0-9')
    .replace(/(.)-(.)/g, (_range, first: string, last: string) =>
      BASE62.slice(BASE62.indexOf(first), BASE62.indexOf(last) + 1),
    );
}

function base62(value: number): string {
  let text = '';
  for (let rest = value; rest > 0; rest = Math.floor(rest / 62)) {
    text = BASE62.charAt(rest % 62) + text;
  }
  return text;
}
