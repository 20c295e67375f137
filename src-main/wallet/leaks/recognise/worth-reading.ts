import type { CatalogPatterns } from './catalog-patterns.ts';
import { isAfterName, isJoint, isOpaque, isWord } from './characters.ts';
import { HINT } from './context.ts';
import { hasEscape, mayStartIn, prefixBefore } from './token-starts.ts';
import { beginningOnLineBefore } from './wrapped-lines.ts';

/** The name of a field, or of a header and its scheme. */
const LONGEST_NAME = 64;
const BRACKET = 91;
const NINE = 57;
const JWT = Buffer.from('eyJ');

/**
 * Whether a random run of word characters may be, or be a part of, a token that its form or its surroundings give away.
 * Logs have an identifier in every line: for those it must not take longer than a look.
 */
export function isWorthReading(
  bytes: Buffer,
  start: number,
  stop: number,
  patterns: CatalogPatterns,
): boolean {
  const before = bytes[start - 1] ?? 0;
  const left = isJoint[before] === 1 ? prefixBefore(bytes, start) : start;
  if (
    before === BRACKET ||
    mayStartIn(bytes, left, start, stop, patterns) ||
    hasEscape(bytes, left, start) ||
    hasEscape(bytes, stop, stop + 1) ||
    isNamed(bytes, start)
  ) {
    return true;
  }
  const beginning = beginningOnLineBefore(bytes, start);
  return (
    beginning >= 0 && (mayStartIn(bytes, beginning, beginning, start, patterns) || isNamed(bytes, beginning))
  );
}

/** Whether it is a JWT, or something before calls it a token. */
function isNamed(bytes: Buffer, start: number): boolean {
  if (bytes[start] === JWT[0] && bytes[start + 1] === JWT[1] && bytes[start + 2] === JWT[2]) {
    return true;
  }
  let from = start;
  while (isOpaque[bytes[from - 1] ?? 0] === 1) {
    from--;
  }
  return (
    isAfterName[bytes[from - 1] ?? 0] === 1 &&
    mayEndName(bytes, from) &&
    HINT.test(bytes.toString('latin1', Math.max(0, from - LONGEST_NAME), from))
  );
}

/** The last two letters of "token", "bearer", "OAuth", "DPoP", "basic", "pat", "key", "secret", "password". */
const endings: ReadonlySet<number> = new Set(
  ['en', 'er', 'th', 'op', 'ic', 'at', 'ey', 'et', 'rd'].map(
    (end) => (end.charCodeAt(0) << 8) | end.charCodeAt(1),
  ),
);
const LOWER_CASE = 0x20;
const MOST_BETWEEN = 6;

/** A quick look at what stands before the quotation marks and signs before a value; escapes need a longer one. */
function mayEndName(bytes: Buffer, from: number): boolean {
  let at = from - 1;
  while (at > from - MOST_BETWEEN && isWord[bytes[at] as number] === 0) {
    at--;
  }
  const isEscape = at === from - 1 || hasEscape(bytes, at, from);
  const end = (((bytes[at - 1] ?? 0) | LOWER_CASE) << 8) | ((bytes[at] ?? 0) | LOWER_CASE);
  return isEscape || isWord[bytes[at] ?? 0] === 0 || (bytes[at] as number) <= NINE || endings.has(end);
}
