const ESCAPE =
  /%([0-9A-Fa-f]{2})|\\u00([0-9A-Fa-f]{2})|\\x([0-9A-Fa-f]{2})|\\(["'/\\nrtbf])|&(quot|amp|#x27|#39|#61);|=(3D)/g;

const spaces: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', b: ' ', f: ' ' };
const entities: Readonly<Record<string, string>> = {
  quot: '"',
  amp: '&',
  '#x27': "'",
  '#39': "'",
  '#61': '=',
};

/** Takes one layer of escapes out of a text: of addresses, JSON, HTML and quoted-printable. */
function decodeOnce(text: string): string {
  return text.replace(ESCAPE, (_whole: string, ...groups: readonly (string | undefined)[]) => {
    const [url, json, hex, plain, entity, mail] = groups;
    const code = url ?? json ?? hex ?? mail;
    return code === undefined
      ? (spaces[plain ?? ''] ?? plain ?? entities[entity ?? ''] ?? '')
      : String.fromCharCode(Number.parseInt(code, 16));
  });
}

/** Takes out the escapes of a text, and those within those. */
export function decodeText(text: string): string {
  const layers = layersOf(text);
  return layers[layers.length - 1] ?? text;
}

/** A text, and what it is under each layer of escapes, three at the most. */
export function layersOf(text: string): readonly string[] {
  const layers = [text];
  for (let last = text; layers.length < 4 && /[%\\&=]/.test(last);) {
    const next = decodeOnce(last);
    if (next === last) {
      break;
    }
    layers.push(next);
    last = next;
  }
  return layers;
}

/** By the sign before them: %3D and %253D; \u003d, \x3d and \n as in JSON; a colour of the terminal. */
const restOfEscape: ReadonlyMap<number, RegExp> = new Map([
  [37, /(?:25)?[0-9A-Fa-f]{2}/y],
  [92, /u00[0-9A-Fa-f]{2}|x[0-9A-Fa-f]{2}|[nrtbf]/y],
  [91, /\d{0,3}m/y],
]);

const EQUALS = 61;
const [THREE, CAPITAL_D] = [51, 68];
const AROUND = 300;
/** A `=` that quoted-printable would not write: there every one is followed by two digits, or by the end of the line. */
const BARE_EQUALS = /=(?![0-9A-F]{2}|[ \t]*\r?\n|\\[rn]|[0-9A-F]?$)/;
const EMPTY_LINE = /\r?\n(?:[ \t]*>)*[ \t]*\r?\n/;

/** Whether `3D` stands at `start` behind `=`, as quoted-printable writes every `=` (RFC 2045 section 6.7). */
export function isEscapedEquals(bytes: Uint8Array, start: number): boolean {
  return bytes[start - 1] === EQUALS && bytes[start] === THREE && bytes[start + 1] === CAPITAL_D;
}

/**
 * Whether the paragraph around a place can be of a mail in quoted-printable: the headers above it are not encoded. Where
 * there is no other `=` it is taken for one, since of the tokens that begin at random one in 4096 begins with "3D".
 */
export function mayBeQuotedPrintable(bytes: Buffer, at: number): boolean {
  const before =
    bytes
      .toString('latin1', Math.max(0, at - AROUND), at)
      .split(EMPTY_LINE)
      .at(-1) ?? '';
  const behind = bytes.toString('latin1', at, at + AROUND).split(EMPTY_LINE)[0] ?? '';
  return !BARE_EQUALS.test(before + behind);
}

/** How many characters at `start` are the rest of an escape that began before. */
export function escapeLengthAt(bytes: Uint8Array, text: string, start: number): number {
  const rest = restOfEscape.get(bytes[start - 1] ?? 0);
  if (rest === undefined) {
    return 0;
  }
  rest.lastIndex = start;
  return rest.test(text) ? rest.lastIndex - start : 0;
}
