import { isWord } from './characters.ts';
import type { TextPiece } from './sighting.ts';

/** Every form of the catalog has so many word characters in a row; a test sees to that. */
export const SHORTEST_RUN = 20;

/**
 * Visits the long runs of word characters that begin in a piece of text; `visit` answers with where to go on. The same
 * does this function when it is through.
 *
 * Most of the text is never looked at: where the twentieth character from here is no word character, nothing before it
 * can be long enough.
 */
export function visitLongRuns(
  { bytes, from, to }: TextPiece,
  visit: (start: number, stop: number) => number,
): number {
  const end = bytes.length;
  let start = afterRunAt(bytes, from);
  // From `start` to before `known` there are word characters only.
  let known = start;
  while (start < to && start + SHORTEST_RUN <= end) {
    const twentieth = start + SHORTEST_RUN - 1;
    let at = twentieth;
    while (at >= known && isWord[bytes[at] as number] === 1) {
      at--;
    }
    if (at >= known) {
      start = at + 1;
      known = twentieth + 1;
    } else {
      let stop = twentieth + 1;
      while (stop < end && isWord[bytes[stop] as number] === 1) {
        stop++;
      }
      // It is whole anyway; said so, the loop is compiled for whole numbers, and twice as fast.
      start = visit(start, stop) | 0;
      known = start;
    }
  }
  return Math.max(start, to);
}

/** A run that began before was dealt with before. */
function afterRunAt(bytes: Uint8Array, from: number): number {
  let at = from;
  while (
    at > 0 &&
    at < bytes.length &&
    isWord[bytes[at - 1] ?? 0] === 1 &&
    isWord[bytes[at] as number] === 1
  ) {
    at++;
  }
  return at;
}
