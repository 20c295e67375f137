import { isBase64, isJoint, isOpaque } from './characters.ts';
import type { CatalogPatterns } from './catalog-patterns.ts';
import { layersOf } from './encodings.ts';
import { sighting, type Found, type Run } from './sighting.ts';
import { isAtLineEnd, unwrap } from './wrapped-lines.ts';
import { hasEscape, isEdge, mayStartIn, prefixBefore } from './token-starts.ts';

/** What documentation shows in the place of a token. */
const MADE_UP = /([xX*])\1{5}|example|placeholder|redacted|your[_-]/i;
const LONGEST_ENCODED = 2_000;

/** A token of a known form in a run that reads like a name, as one without digits may. */
export function wholeInName({ text, bytes, start, stop }: Run, patterns: CatalogPatterns): Found | undefined {
  const whole = firstIn(text, bytes, start, stop, patterns);
  return whole === undefined ? undefined : lengthened(text, whole, patterns);
}

/** A token of a known form that begins in a run or shortly before it: whole, with escapes in it, or broken over lines. */
export function patternInRun(run: Run, patterns: CatalogPatterns): Found | undefined {
  const { text, bytes, start, stop, beginning, isAfterEscape } = run;
  const isJoined = isAfterEscape || isJoint[bytes[start - 1] ?? 0] === 1;
  const left = isJoined ? prefixBefore(bytes, start) : start;
  const mayStart = mayStartIn(bytes, left, start, stop, patterns);
  if (!mayStart && !isJoined && beginning < 0) {
    return undefined;
  }
  const whole = mayStart
    ? (firstIn(text, bytes, left, stop, patterns) ?? firstIn(text, bytes, start, stop, patterns))
    : undefined;
  if (whole !== undefined) {
    const found = lengthened(text, whole, patterns);
    const decoded = hasEscape(bytes, whole.end, whole.end + 1) ? decodedIn(run, left, patterns) : undefined;
    return decoded?.sighting.value.startsWith(found.sighting.value) ? decoded : found;
  }
  const isBroken = beginning >= 0 || (mayStart && isAtLineEnd(text, stop));
  return (
    (hasEscape(bytes, left, start) || hasEscape(bytes, stop, stop + 1)
      ? decodedIn(run, left, patterns)
      : undefined) ??
    (isBroken ? brokenIn(run, left, patterns) : undefined) ??
    (mayStart ? cutIn(run, left, patterns) : undefined)
  );
}

interface Match {
  readonly from: number;
  readonly end: number;
}

function firstIn(
  text: string,
  bytes: Uint8Array,
  from: number,
  stop: number,
  patterns: CatalogPatterns,
): Match | undefined {
  for (let at = from; at < stop; at++) {
    if ((at === from || isEdge(bytes, at)) && patterns.mayStart(bytes, at, true)) {
      const end = patterns.endOfToken(text, at);
      if (end >= 0 && !isChance(text, at, end)) {
        return { from: at, end };
      }
    }
  }
  return undefined;
}

/** A form whose length is open may go on in the next line. */
function lengthened(text: string, { from, end }: Match, patterns: CatalogPatterns): Found {
  const unwrapped = isAtLineEnd(text, end) ? unwrap(text, from, false) : undefined;
  const longer = unwrapped === undefined ? -1 : patterns.endOfToken(unwrapped.text, 0);
  return unwrapped === undefined || longer <= end - from
    ? { sighting: sighting(text.slice(from, end), from, 'pattern'), end }
    : {
        sighting: sighting(unwrapped.text.slice(0, longer), from, 'pattern'),
        end: unwrapped.positionOf(longer),
      };
}

function decodedIn(
  { text, bytes, start, stop }: Run,
  left: number,
  patterns: CatalogPatterns,
): Found | undefined {
  let end = stop;
  while (end - left < LONGEST_ENCODED && isEncodedCharacter(bytes[end] ?? 0)) {
    end++;
  }
  for (const layer of layersOf(text.slice(left, end)).slice(1)) {
    const match = firstIn(layer, Buffer.from(layer, 'latin1'), 0, layer.length, patterns);
    if (match !== undefined) {
      const at = Math.min(left + match.from, start);
      return { sighting: sighting(layer.slice(match.from, match.end), at, 'pattern'), end };
    }
  }
  return undefined;
}

function isEncodedCharacter(code: number): boolean {
  return isOpaque[code] === 1 || isJoint[code] === 1;
}

function brokenIn(
  { text, start, stop, beginning }: Run,
  left: number,
  patterns: CatalogPatterns,
): Found | undefined {
  const from = beginning < 0 ? left : beginning;
  const unwrapped = unwrap(text, from, true);
  const match =
    unwrapped === undefined
      ? undefined
      : firstIn(
          unwrapped.text,
          Buffer.from(unwrapped.text, 'latin1'),
          0,
          (beginning < 0 ? stop : start) - from,
          patterns,
        );
  return unwrapped === undefined || match === undefined
    ? undefined
    : {
        sighting: sighting(unwrapped.text.slice(match.from, match.end), from + match.from, 'pattern'),
        end: unwrapped.positionOf(match.end),
      };
}

/** The beginning of a token that ends too early. What a mask follows is seen as masked elsewhere. */
function cutIn({ text, bytes, stop }: Run, left: number, patterns: CatalogPatterns): Found | undefined {
  let at = left;
  while (at < stop && !((at === left || isEdge(bytes, at)) && patterns.mayStart(bytes, at, false))) {
    at++;
  }
  const value = text.slice(at, stop);
  const isMasked = /^(?:\.\.\.|\*|\u00e2\u0080)/.test(text.slice(stop, stop + 3));
  return isMasked || MADE_UP.test(value) || !patterns.isBeginning(value)
    ? undefined
    : { sighting: sighting(value, at, 'pattern', { flaw: 'cut' }), end: stop };
}

/**
 * Whether a match is a piece of something larger, such as an image in base64, or was made up: `ghp_xxxxxxxxxxx`, or has
 * escapes left in it. Forms that have a character which base64 lacks cannot be the first.
 */
function isChance(text: string, from: number, end: number): boolean {
  const value = text.slice(from, end);
  if (MADE_UP.test(value) || value.includes('%25')) {
    return true;
  }
  if (/[^A-Za-z0-9+/=]/.test(value)) {
    return false;
  }
  return new Set(value).size < 10 || isInsideBase64(text, from, end);
}

function isInsideBase64(text: string, from: number, end: number): boolean {
  const most = 80;
  let [left, right] = [from, end];
  while (left > 0 && from - left < most && isBase64[text.charCodeAt(left - 1)] === 1) {
    left--;
  }
  while (right < text.length && right - end < most && isBase64[text.charCodeAt(right)] === 1) {
    right++;
  }
  const around = text.slice(left, from) + text.slice(end, right);
  return around.length > 20 && /[+/]/.test(around);
}
