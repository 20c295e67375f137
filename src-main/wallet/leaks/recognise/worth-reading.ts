import type { CatalogPatterns } from './catalog-patterns.ts';
import { isAfterName, isJoint, isOpaque } from './characters.ts';
import { HINT } from './context.ts';
import { hasEscape, mayStartIn, prefixBefore } from './token-starts.ts';
import { beginningOnLineBefore } from './wrapped-lines.ts';

/** The name of a field, or of a header and its scheme. */
const LONGEST_NAME = 64;
const BRACKET = 91;
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
    HINT.test(bytes.toString('latin1', Math.max(0, from - LONGEST_NAME), from))
  );
}
