import type { Service, TokenPattern } from '../../services/service-schema.ts';
import { startsOf } from './pattern-starts.ts';

/** The distinctive patterns of the catalog, made ready to search large texts with. */
export interface CatalogPatterns {
  /**
   * Whether a token can begin at a place of a text. `isJoined`: shortly before a long run of word characters and not in
   * it, where forms begin of which less is fixed: a row of digits, for one.
   */
  mayStart(bytes: Uint8Array, at: number, isJoined: boolean): boolean;
  /** Where the token that begins at `from` ends; -1 where none does. */
  endOfToken(text: string, from: number): number;
  /** Whether a token that was cut off could have begun like this. */
  isBeginning(text: string): boolean;
  /** Whose tokens begin like this, as far as that tells. */
  formsOf(text: string): readonly Form[];
  /** Finds the beginning of a token, however little of it, at the end of a text. */
  readonly shownPart: RegExp;
}

/** A match is whole. `\b` would not do: many tokens have hyphens in them. */
const RIGHT_EDGE = '(?![A-Za-z0-9_]|-[A-Za-z0-9_])';

/** `ghp_` and `ya29.` tell; `EAA` and `00` may be chance. */
const TELLING = /^(?=.*[_.-]).{4,}$/;

const LONGEST_REST = 300;

/** A distinctive pattern, and what tokens of it begin with. */
export interface Form {
  readonly service: Service;
  readonly token: TokenPattern;
  readonly starts: readonly string[];
}

const compiled = new WeakMap<readonly Service[], CatalogPatterns>();

/** Once for a catalog. */
export function patternsOf(services: readonly Service[]): CatalogPatterns {
  const patterns = compiled.get(services) ?? compilePatterns(services);
  compiled.set(services, patterns);
  return patterns;
}

function compilePatterns(services: readonly Service[]): CatalogPatterns {
  const patterns = services.flatMap((service) =>
    service.tokens
      .filter(({ distinctive }) => distinctive)
      .map((token): Form => ({ service, token, starts: startsOf(token.pattern) })),
  );
  const telling = [...new Set(patterns.flatMap(({ starts }) => starts))].filter((start) =>
    TELLING.test(start),
  );
  const { pairs, groups, startsOfGroup } = groupByPair(patterns);
  const endOfToken = (text: string, from: number): number => {
    const group = groups[pairs[(text.charCodeAt(from) << 8) | text.charCodeAt(from + 1)] ?? 0];
    if (group === undefined) {
      return -1;
    }
    group.lastIndex = from;
    return group.test(text) ? group.lastIndex : -1;
  };
  const shortest = new Map<string, string>();
  const shortestWith = (start: string): string => {
    const known = shortest.get(start) ?? shortestToken(start, endOfToken);
    shortest.set(start, known);
    return known;
  };
  return {
    mayStart: (bytes, at, isJoined) => {
      const group = pairs[((bytes[at] as number) << 8) | (bytes[at + 1] ?? 0)] as number;
      return (
        group !== 0 &&
        startsOfGroup[group]?.some((start) => (isJoined || start.length > 1) && isAt(start, bytes, at)) ===
          true
      );
    },
    endOfToken,
    isBeginning: (text) => {
      const start = telling.find((one) => text.startsWith(one));
      const whole = start === undefined ? '' : text + shortestWith(start).slice(text.length);
      return text.length < whole.length && endOfToken(whole, 0) === whole.length;
    },
    formsOf: (text) =>
      patterns.filter(({ starts }) => starts.some((start) => TELLING.test(start) && text.startsWith(start))),
    shownPart: new RegExp(`(?<![A-Za-z0-9_])(?:${telling.join('|').replaceAll('.', '\\.')})[\\w-]*$`),
  };
}

/** A token with this beginning that has no character too many; empty where one cannot be made up. */
function shortestToken(start: string, endOfToken: CatalogPatterns['endOfToken']): string {
  for (let length = 1; length <= LONGEST_REST; length++) {
    for (const filler of 'a0') {
      const token = start + filler.repeat(length);
      if (endOfToken(token, 0) === token.length) {
        return token;
      }
    }
  }
  return '';
}

interface Groups {
  /** The number of a group, at the code of the first character times 256 plus that of the second; 0 for none. */
  readonly pairs: Uint8Array;
  readonly groups: readonly (RegExp | undefined)[];
  readonly startsOfGroup: readonly (readonly Buffer[])[];
}

/** For each two characters the few patterns whose matches can begin with them. */
function groupByPair(patterns: readonly Form[]): Groups {
  const ofPair = new Map<number, Set<Form>>();
  for (const pattern of patterns) {
    for (const pair of pattern.starts.flatMap(pairsOf)) {
      ofPair.set(pair, (ofPair.get(pair) ?? new Set()).add(pattern));
    }
  }
  const pairs = new Uint8Array(1 << 16);
  const groups = new Map<string, readonly Buffer[]>();
  const numbers = new Map<string, number>();
  for (const [pair, group] of ofPair) {
    const expression = `(?:${[...group].map(({ token }) => `(?:${token.pattern})`).join('|')})${RIGHT_EDGE}`;
    const number = numbers.get(expression) ?? numbers.size + 1;
    numbers.set(expression, number);
    groups.set(
      expression,
      [...group].flatMap(({ starts }) => starts.map((start) => Buffer.from(start))),
    );
    pairs[pair] = number;
  }
  return {
    pairs,
    groups: [undefined, ...[...groups.keys()].map((expression) => new RegExp(expression, 'y'))],
    startsOfGroup: [[], ...groups.values()],
  };
}

function isAt(start: Buffer, bytes: Uint8Array, at: number): boolean {
  for (let index = 0; index < start.length; index++) {
    if (start[index] !== bytes[at + index]) {
      return false;
    }
  }
  return true;
}

/** The first two characters, as a number; all that are possible where only the first is fixed. */
function pairsOf(start: string): readonly number[] {
  const [first = '', second] = start;
  return second === undefined
    ? Array.from({ length: 256 }, (_, code) => (first.charCodeAt(0) << 8) | code)
    : [(first.charCodeAt(0) << 8) | second.charCodeAt(0)];
}
