import type { CatalogPatterns } from './catalog-patterns.ts';
import { isOpaque } from './characters.ts';
import { sighting, type Sighting } from './sighting.ts';

const DOT = 46;
const STAR = 42;
/** They differ in the last of three bytes. */
const [ELLIPSIS, BULLET] = [Buffer.from('…'), Buffer.from('•')];
const LONGEST_SHOWN = 80;
const LONGEST_REST = 200;

/**
 * Sees tokens of which a person, a scanner or a log shows only the ends, where the mask begins from `from` to before
 * `to`: `ghp_ab...yz`, `glpat-****`. Answers with where to go on.
 */
export function findMasked(
  bytes: Buffer,
  from: number,
  to: number,
  patterns: CatalogPatterns,
  see: (sighting: Sighting) => void,
): number {
  let at = from;
  while (at < to) {
    at = isMask(bytes, at) ? afterMask(bytes, at, patterns, see) : at + 1;
  }
  return at;
}

/** Three dots or stars, or in UTF-8 an ellipsis or a bullet. */
function isMask(bytes: Buffer, at: number): boolean {
  const first = bytes[at];
  if (first === ELLIPSIS[0]) {
    return bytes[at + 1] === ELLIPSIS[1] && (bytes[at + 2] === ELLIPSIS[2] || bytes[at + 2] === BULLET[2]);
  }
  return (first === DOT || first === STAR) && bytes[at + 1] === first && bytes[at + 2] === first;
}

/** Sees the token that a mask at `at` stands in, if any, and answers with where the text after it goes on. */
function afterMask(
  bytes: Buffer,
  at: number,
  patterns: CatalogPatterns,
  see: (sighting: Sighting) => void,
): number {
  const shown =
    isOpaque[bytes[at - 1] ?? 0] === 1
      ? patterns.shownPart.exec(bytes.toString('latin1', Math.max(0, at - LONGEST_SHOWN), at))?.[0]
      : undefined;
  if (shown === undefined) {
    return at + 1;
  }
  const rest = /^[.*…•]+[\w-]*/.exec(bytes.toString('utf8', at, at + LONGEST_REST))?.[0] ?? '';
  const flaw = /^(?:\.+|…)$/.test(rest) ? 'cut' : 'masked';
  const value = Buffer.from(shown + rest).toString('latin1');
  see(sighting(value, at - shown.length, 'pattern', { flaw }));
  return at + Buffer.byteLength(rest);
}
