import type { CatalogPatterns } from './catalog-patterns.ts';
import { isAfterName, isOpaque } from './characters.ts';
import { type Context, contextOf, HINT } from './context.ts';
import { decodeText } from './encodings.ts';
import { looksSecret, mayBeToken } from './randomness.ts';
import { sighting, type Found, type Run } from './sighting.ts';
import { isAtLineEnd, joinFullLines, unwrap } from './wrapped-lines.ts';

/** How much of what stands before a value can say what it is. */
const LONGEST_CONTEXT = 120;

/** RFC 6750 section 2.1, in a mail with its padding escaped. A full stop at the end is the sentence's. */
const VALUE = /^[A-Za-z0-9_.~+/-]*[A-Za-z0-9_~+/-](?:(?:=3D)+|=*)/;
const LONGEST_VALUE = 8_000;

/** A string that nothing but its surroundings calls a token: a header, a parameter, the name of a field. */
export function namedInRun(run: Run, patterns: CatalogPatterns): Found | undefined {
  const starts = run.beginning < 0 ? [startOf(run)] : [startOf(run), run.beginning];
  for (const from of starts) {
    const found = namedAt(run.text, from, patterns);
    if (found !== undefined) {
      return found;
    }
  }
  return undefined;
}

function namedAt(text: string, from: number, patterns: CatalogPatterns): Found | undefined {
  const before =
    isAfterName[text.charCodeAt(from - 1)] === 1 ? text.slice(Math.max(0, from - LONGEST_CONTEXT), from) : '';
  if (!HINT.test(before)) {
    return undefined;
  }
  const { value, end } = valueAt(text, from);
  const context = mayBeToken(value) ? contextIn(before) : undefined;
  switch (context?.says) {
    case undefined:
      return undefined;
    case 'token':
      return { sighting: sighting(value, from, context.mark, { kind: context.kind }), end };
    case 'key':
      return { sighting: sighting(value, from, context.mark, { keyName: context.name }), end };
    case 'basic': {
      const token = tokenInCredentials(value, patterns);
      return token === undefined ? undefined : { sighting: sighting(token, from, context.mark), end };
    }
  }
}

function startOf({ bytes, start, isAfterEscape }: Run): number {
  let from = start;
  while (!isAfterEscape && start - from < LONGEST_VALUE && isOpaque[bytes[from - 1] ?? 0] === 1) {
    from--;
  }
  return from;
}

function valueAt(text: string, from: number): { readonly value: string; readonly end: number } {
  const value = VALUE.exec(text.slice(from, from + LONGEST_VALUE))?.[0] ?? '';
  const unwrapped = isAtLineEnd(text, from + value.length) ? unwrap(text, from, false) : undefined;
  const longer = VALUE.exec(unwrapped?.text ?? '')?.[0] ?? '';
  return unwrapped === undefined || longer.length < value.length
    ? { value: decodeText(value), end: from + value.length }
    : { value: decodeText(longer), end: unwrapped.positionOf(longer.length) };
}

function contextIn(before: string): Context | undefined {
  const lineStart = before.lastIndexOf('\n') + 1;
  return (
    contextOf(decodeText(before.slice(lineStart))) ??
    (lineStart === 0 ? undefined : contextOf(decodeText(joinFullLines(before))))
  );
}

/** People put tokens where a password belongs, and some where the name does. */
function tokenInCredentials(encoded: string, patterns: CatalogPatterns): string | undefined {
  const credentials = Buffer.from(encoded, 'base64').toString('latin1').split(':');
  return credentials.find((part) => part.length > 0 && patterns.endOfToken(part, 0) === part.length);
}

/** A string that nothing calls a token, and that is random enough to be one. */
export function secretInRun(bytes: Buffer, start: number, stop: number): Found | undefined {
  const isPart = isJoining(bytes[start - 1]) || isJoining(bytes[stop]);
  if (isPart || !looksSecret(bytes.subarray(start, stop))) {
    return undefined;
  }
  const before = bytes.toString('latin1', Math.max(0, start - 12), start);
  return /(?:(?:sha\d+|md5)[-:=]?\W?|base64,)$/i.test(before)
    ? undefined
    : { sighting: sighting(bytes.toString('latin1', start, stop), start, null), end: stop };
}

/** In a path, an address or a number in base64 a random part is usual. */
function isJoining(code: number | undefined): boolean {
  return code !== undefined && '.+/=%@\\$#('.includes(String.fromCharCode(code));
}
