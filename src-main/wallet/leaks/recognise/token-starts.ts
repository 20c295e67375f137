import type { CatalogPatterns } from './catalog-patterns.ts';
import { isJoint, isWord } from './characters.ts';

/** Salesforce's tokens have 16 characters before the part that has no dots. */
const LONGEST_PREFIX = 100;
const HYPHEN = 45;
const PERCENT = 37;
const BACKSLASH = 92;
const EQUALS = 61;

/** Where what belongs to a run of word characters may begin, if something joins it to what stands before. */
export function prefixBefore(bytes: Uint8Array, start: number): number {
  let left = start;
  while (left > 0 && start - left < LONGEST_PREFIX && isPrefixCharacter(bytes[left - 1] as number)) {
    left--;
  }
  return left;
}

/** Whether a token of a known form may begin in a run, or from `left` on before it. */
export function mayStartIn(
  bytes: Uint8Array,
  left: number,
  start: number,
  stop: number,
  patterns: CatalogPatterns,
): boolean {
  for (let at = left; at < start; at++) {
    if ((at === left || isEdge(bytes, at)) && patterns.mayStart(bytes, at, true)) {
      return true;
    }
  }
  for (let at = start; at < stop; at++) {
    if ((at === start || bytes[at - 1] === HYPHEN) && patterns.mayStart(bytes, at, false)) {
      return true;
    }
  }
  return false;
}

/** Whether a token may begin at a place, by what stands before it. */
export function isEdge(bytes: Uint8Array, at: number): boolean {
  const before = bytes[at - 1] ?? 0;
  return isWord[before] === 0 || before === HYPHEN;
}

export function hasEscape(bytes: Uint8Array, from: number, to: number): boolean {
  for (let at = from; at < to; at++) {
    if (bytes[at] === PERCENT || bytes[at] === BACKSLASH) {
      return true;
    }
  }
  return false;
}

function isPrefixCharacter(code: number): boolean {
  return isWord[code] === 1 || isJoint[code] === 1 || code === EQUALS;
}
