import { isWord } from './characters.ts';

/** Every form of the catalog has so many word characters in a row; a test sees to that. */
export const SHORTEST_RUN = 20;

/**
 * Visits the long runs of word characters that begin from `from` to before `to`; `visit` answers with where to go on, and
 * so does this function. A run that began before `from` is none of them.
 *
 * Most of the text is never looked at: where the twentieth character from here is no word character, nothing before it
 * can be long enough.
 */
export function visitLongRuns(
  bytes: Uint8Array,
  from: number,
  to: number,
  visit: (start: number, stop: number) => number,
): number {
  let start = afterRunAt(bytes, from);
  // From `start` to before `known` there are word characters only.
  let known = start;
  while (start < to && start + SHORTEST_RUN <= bytes.length) {
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
      while (stop < bytes.length && isWord[bytes[stop] as number] === 1) {
        stop++;
      }
      start = visit(start, stop);
      known = start;
    }
  }
  return start;
}

function afterRunAt(bytes: Uint8Array, from: number): number {
  let at = from;
  while (
    at > 0 &&
    at < bytes.length &&
    isWord[bytes[at - 1] as number] === 1 &&
    isWord[bytes[at] as number] === 1
  ) {
    at++;
  }
  return at;
}
