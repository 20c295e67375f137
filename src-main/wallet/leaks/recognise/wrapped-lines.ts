import { isOpaque } from './characters.ts';
import { isEscapedEquals } from './encodings.ts';
import { looksBroken } from './randomness.ts';

/** A text whose lines were broken, put together again. */
export interface Unwrapped {
  readonly text: string;
  /** How much of the text there is at the end of each line. */
  readonly lineEnds: readonly number[];
  /** Where the character before `end` stands in the original, plus one. */
  positionOf(end: number): number;
}

const PART = /[A-Za-z0-9_.~+/=%!|-]*/y;
/** The end of a line, and what quoting a mail puts at the beginning of the next (RFC 3676 section 4.5). */
const LINE_BREAK = /[ \t]*\r?\n(?:[ \t]*>)*[ \t]*/y;
/** `NAME=value`, `NAME="value`: a line of its own, as in a file of settings, and no rest of the one before. */
const ASSIGNMENT = /^[\w.-]+=["']?[\w-]/;
const MOST_LINES = 200;
/** A longer one is seen where it begins. */
const LONGEST_BEGINNING = 20;
const NEW_LINE = 10;
const CARRIAGE_RETURN = 13;
const EQUALS = 61;
/** Nobody's terminal is narrower. */
const SHORTEST_FULL_LINE = 40;
/** A quotation mark after the rest says as much. */
const SHORTEST_QUOTED_LINE = 20;

/**
 * Puts the parts of a token together that terminals and mail programs broke over lines; undefined where the text at
 * `from` goes on in no other line.
 *
 * `isCertain`: the token cannot end with its line, so that whatever comes next belongs to it. Otherwise the line must be
 * full, or end as quoted-printable says that it goes on (RFC 2045 section 6.7), and the next look like a rest.
 */
export function unwrap(text: string, from: number, isCertain: boolean): Unwrapped | undefined {
  const parts: { readonly text: string; readonly from: number }[] = [];
  let lineStart = text.lastIndexOf('\n', from - 1) + 1;
  for (let at = from; parts.length < MOST_LINES;) {
    const part = matchAt(PART, text, at);
    const lineBreak = matchAt(LINE_BREAK, text, at + part.length);
    const next = at + part.length + lineBreak.length;
    const rest = lineBreak === '' ? '' : matchAt(PART, text, next);
    const isSoft = /(?<!=)=$/.test(part);
    const goesOn =
      rest !== '' &&
      (isCertain ||
        isSoft ||
        looksFull(
          at + part.length - lineStart,
          rest,
          text.slice(next + rest.length, next + rest.length + 2),
        ));
    parts.push({ text: goesOn && isSoft ? part.slice(0, -1) : part, from: at });
    if (!goesOn) {
      break;
    }
    lineStart = text.lastIndexOf('\n', next - 1) + 1;
    at = next;
  }
  return parts.length < 2
    ? undefined
    : {
        text: parts.map((part) => part.text).join(''),
        lineEnds: parts.map((_, index) =>
          parts.slice(0, index + 1).reduce((length, part) => length + part.text.length, 0),
        ),
        positionOf: (end) => {
          let before = 0;
          for (const part of parts) {
            if (end <= before + part.text.length) {
              return part.from + end - before;
            }
            before += part.text.length;
          }
          return from;
        },
      };
}

const AT_LINE_END = /=?[ \t]*\r?\n/y;

/** Whether nothing more comes on the line. */
export function isAtLineEnd(text: string, end: number): boolean {
  AT_LINE_END.lastIndex = end;
  return AT_LINE_END.test(text);
}

/** Where the text at `start`, first on its line, may have begun on the line before; -1 where it did not. */
export function beginningOnLineBefore(bytes: Uint8Array, start: number): number {
  let at = start - 1;
  while (isQuoting(bytes[at])) {
    at--;
  }
  if (bytes[at] !== NEW_LINE) {
    return -1;
  }
  at -= bytes[at - 1] === CARRIAGE_RETURN ? 2 : 1;
  const isSoft = bytes[at] === EQUALS;
  at -= isSoft ? 1 : 0;
  const end = at;
  while (isOpaque[bytes[at] ?? 0] === 1 && end - at < LONGEST_BEGINNING) {
    at--;
  }
  if (at === end || isOpaque[bytes[at] ?? 0] === 1) {
    return -1;
  }
  return isSoft && isEscapedEquals(bytes, at + 1) ? at + 3 : at + 1;
}

function isQuoting(code: number | undefined): boolean {
  return code === 32 || code === 9 || code === 62;
}

/**
 * Leaves of a text only what belongs to its last line: the lines before it go with it if they are full. An empty line
 * parts what stands around it, and a comma ends a line where its writer broke it.
 */
export function joinFullLines(text: string): string {
  return text.split(/\r?\n(?:[ \t]*>)*[ \t]*/).reduce((joined, line) => {
    if (joined.length < SHORTEST_FULL_LINE || joined.endsWith(',') || line === '') {
      return line;
    }
    return (/[^=]=$/.test(joined) ? joined.slice(0, -1) : joined) + line;
  });
}

/** `after`: the two characters behind the rest. */
function looksFull(lineLength: number, rest: string, after: string): boolean {
  const isOfItsOwn = rest.startsWith('eyJ') || ASSIGNMENT.test(rest + after);
  if (lineLength < SHORTEST_QUOTED_LINE || rest.length > lineLength || isOfItsOwn) {
    return false;
  }
  if (/^["']/.test(after)) {
    return true;
  }
  if (lineLength < SHORTEST_FULL_LINE) {
    return false;
  }
  return rest.length >= 4 && looksBroken(rest) && (after === '' || /^[\r\n,}&]/.test(after));
}

function matchAt(pattern: RegExp, text: string, at: number): string {
  pattern.lastIndex = at;
  return pattern.exec(text)?.[0] ?? '';
}
