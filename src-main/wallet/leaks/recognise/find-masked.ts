import type { CatalogPatterns } from './catalog-patterns.ts';
import { isOpaque } from './characters.ts';
import { sighting, type Sighting, type TextPiece } from './sighting.ts';

/** What stands for the part that is not shown, but for three dots. */
const MASKS = ['***', '…', '•'].map((mask) => Buffer.from(mask));
const DOT = 46;

const LONGEST_SHOWN = 80;
const LONGEST_REST = 200;

/** Sees tokens of which a person, a scanner or a log shows only the ends: `ghp_ab...yz`, `glpat-****`. */
export function findMasked(
  { bytes, from, to }: TextPiece,
  patterns: CatalogPatterns,
  see: (sighting: Sighting) => void,
): void {
  for (const mask of MASKS) {
    for (let at = bytes.indexOf(mask, from); at >= 0 && at < to; at = bytes.indexOf(mask, at)) {
      at = afterMask(bytes, at, patterns, see);
    }
  }
  // Dots are too frequent to search for one by one: of three, one is at every third place.
  for (let third = from + 2; third < to; third += 3) {
    if (bytes[third] === DOT) {
      const at = bytes[third - 1] !== DOT ? third : bytes[third - 2] !== DOT ? third - 1 : third - 2;
      if (bytes[at + 1] === DOT && bytes[at + 2] === DOT && bytes[at - 1] !== DOT) {
        afterMask(bytes, at, patterns, see);
      }
    }
  }
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
  const rest = /^[.*…•]+[\w-]*/.exec(bytes.toString('utf8', at, at + LONGEST_REST))?.[0] ?? '';
  if (shown !== undefined) {
    const flaw = /^(?:\.+|…)$/.test(rest) ? 'cut' : 'masked';
    const value = Buffer.from(shown + rest).toString('latin1');
    see(sighting(value, at - shown.length, 'pattern', { flaw }));
  }
  return at + Buffer.byteLength(rest);
}
