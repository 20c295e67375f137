import type { CatalogPatterns } from './catalog-patterns.ts';
import { isBase64 } from './characters.ts';
import { escapeLengthAt } from './encodings.ts';
import { findMasked } from './find-masked.ts';
import { jwtInRun } from './jwt-in-run.ts';
import { visitLongRuns } from './long-runs.ts';
import { namedInRun, secretInRun } from './named-in-run.ts';
import { mayStartIn, patternInRun } from './pattern-in-run.ts';
import { WORDY, wordinessOf } from './randomness.ts';
import type { Run, Sighting, TextPiece } from './sighting.ts';
import { beginningOnLineBefore } from './wrapped-lines.ts';

/** Sees every string that is or may be a token and begins in a piece of text; answers with where to go on. */
export function findTokens(
  piece: TextPiece,
  patterns: CatalogPatterns,
  see: (sighting: Sighting) => void,
): number {
  const { bytes, text } = piece;
  findMasked(piece, patterns, see);
  return visitLongRuns(piece, (runStart, stop) => {
    const escape = escapeLengthAt(text, runStart);
    const start = runStart + escape;
    const isName = wordinessOf(bytes, start, stop) >= WORDY;
    if (isName && !mayStartIn(bytes, start, stop, patterns)) {
      // So end nearly all long words of a text.
      return stop;
    }
    const beginning = beginningOnLineBefore(text, start);
    const run: Run = { text, bytes, start, stop, isAfterEscape: escape > 0, beginning };
    const found =
      patternInRun(run, patterns) ??
      (isName ? undefined : (jwtInRun(run) ?? namedInRun(run, patterns) ?? secretInRun(run)));
    if (found === undefined) {
      return isName ? stop : endOfBase64(bytes, start, stop);
    }
    see(found.sighting);
    return Math.max(stop, found.end);
  });
}

const PLUS = 43;
/** An image, a certificate: shorter ones may be anything. */
const SHORTEST_DATA = 200;

/** Where the data in base64 ends that a run is a part of; `stop` where it is in none. */
function endOfBase64(bytes: Uint8Array, start: number, stop: number): number {
  let end = stop;
  let others = 0;
  while (isBase64[bytes[end] ?? 0] === 1) {
    others += bytes[end] === PLUS ? 1 : 0;
    end++;
  }
  return others > 0 && end - start >= SHORTEST_DATA ? end : stop;
}
