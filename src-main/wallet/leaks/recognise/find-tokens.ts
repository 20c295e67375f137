import type { CatalogPatterns } from './catalog-patterns.ts';
import { isBase64, isJoint, isOpaque } from './characters.ts';
import { escapeLengthAt, isEscapedEquals, mayBeQuotedPrintable } from './encodings.ts';
import { findMasked } from './find-masked.ts';
import { jwtInRun } from './jwt-in-run.ts';
import { visitLongRuns } from './long-runs.ts';
import { namedInRun, secretInRun } from './named-in-run.ts';
import { patternInRun, wholeInName } from './pattern-in-run.ts';
import { WORDY, wordinessOf } from './randomness.ts';
import type { Found, Run, Sighting, TextPiece } from './sighting.ts';
import { visitPlaces } from './sixteen-at-once.ts';
import { mayStartIn } from './token-starts.ts';
import { isWorthReading } from './worth-reading.ts';
import { beginningOnLineBefore } from './wrapped-lines.ts';

/** How much is read before a run of word characters, and behind whatever the token may reach to. */
const BEFORE = 300;
const BEHIND = 200;
export const LONGEST_REST = 16 * 1024;

/** Sees every string that is or may be a token and begins in a piece of text; answers with where to go on. */
export function findTokens(
  piece: TextPiece,
  patterns: CatalogPatterns,
  see: (sighting: Sighting) => void,
): number {
  const { bytes, from, to } = piece;
  let masked = from;
  let done = from;
  visitPlaces(bytes, from, to, {
    mark: (begin, end) => {
      masked = findMasked(bytes, Math.max(masked, begin), end, patterns, see);
    },
    row: (begin, end) => {
      done = visitLongRuns(bytes, Math.max(done, begin), end, lookAtRun);
    },
  });
  return Math.max(done, to);

  function lookAtRun(rowStart: number, stop: number): number {
    const escape = mailEscapeLengthAt(bytes, rowStart, patterns);
    const start = rowStart + escape;
    const isName = wordinessOf(bytes, start, stop) >= WORDY;
    if (isName && !mayStartIn(bytes, start, start, stop, patterns)) {
      // So end nearly all long words of a text.
      return stop;
    }
    const isWorth = isName || isWorthReading(bytes, start, stop, patterns);
    const found =
      (isWorth ? lookAt(bytes, start, stop, escape > 0, isName, patterns) : undefined) ??
      (isName ? undefined : secretInRun(bytes, rowStart, stop));
    if (found !== undefined) {
      see(found.sighting);
      return Math.max(stop, found.end);
    }
    return isName ? stop : endOfBase64(bytes, start, stop);
  }
}

/** 2 where a row of word characters begins with the end of `=3D`, and what follows is a token of its own; else 0. */
function mailEscapeLengthAt(bytes: Buffer, start: number, patterns: CatalogPatterns): number {
  return isEscapedEquals(bytes, start) &&
    (patterns.mayStart(bytes, start + 2, false) || mayBeQuotedPrintable(bytes, start))
    ? 2
    : 0;
}

/** Reads what stands around a run. */
function lookAt(
  bytes: Buffer,
  runStart: number,
  runStop: number,
  isAfterMailEscape: boolean,
  isName: boolean,
  patterns: CatalogPatterns,
): Found | undefined {
  const from = Math.max(0, runStart - BEFORE);
  const to = Math.min(bytes.length, farthestEnd(bytes, runStop) + BEHIND);
  const near = bytes.subarray(from, to);
  const text = near.toString('latin1');
  const escape = escapeLengthAt(near, text, runStart - from);
  const start = runStart - from + escape;
  const run: Run = {
    text,
    bytes: near,
    start,
    stop: runStop - from,
    isAfterEscape: isAfterMailEscape || escape > 0,
    beginning: beginningOnLineBefore(near, start),
  };
  const found = isName
    ? wholeInName(run, patterns)
    : (patternInRun(run, patterns) ?? jwtInRun(run) ?? namedInRun(run, patterns));
  return found === undefined
    ? undefined
    : { sighting: { ...found.sighting, at: found.sighting.at + from }, end: found.end + from };
}

/** Where a token ends at the latest that has a run before `stop` in it, with escapes in it or broken over lines. */
function farthestEnd(bytes: Uint8Array, stop: number): number {
  let end = stop;
  let isLineStart = false;
  while (end < bytes.length && end - stop < LONGEST_REST) {
    const code = bytes[end] as number;
    if (code === 10 || code === 13) {
      isLineStart = true;
    } else if (isOpaque[code] === 1 || isJoint[code] === 1 || code === 61) {
      isLineStart = false;
    } else if (!isLineStart || (code !== 32 && code !== 9 && code !== 62)) {
      break;
    }
    end++;
  }
  return end;
}

const PLUS = 43;
/** An image, a certificate: shorter ones may be anything. */
const SHORTEST_DATA = 200;

/** Where the data in base64 ends that a run is a part of; `stop` where it is in none. */
function endOfBase64(bytes: Uint8Array, start: number, stop: number): number {
  let end = stop;
  let others = 0;
  while (end < bytes.length && isBase64[bytes[end] as number] === 1) {
    others += bytes[end] === PLUS ? 1 : 0;
    end++;
  }
  return others > 0 && end - start >= SHORTEST_DATA ? end : stop;
}
