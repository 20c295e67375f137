/*
 * A look at sixteen bytes at a time, with the vector instructions of the processor, which JavaScript reaches through
 * WebAssembly only (its specification, section "Vector Instructions"). The module is put together here from its
 * instructions: it is one loop, too little for a compiler and a build step of its own.
 */

const SIXTEEN = 16;
const KILOBYTE = 1024;
const MOST_BYTES = 256 * KILOBYTE;
/** Where the answer begins: behind the text. */
const ANSWER_AT = MOST_BYTES + SIXTEEN;
const PAGES = 6;

type Code = readonly number[];

/** The parameters and variables of `look`: numbers but for the last, which is sixteen bytes. */
const [END, ANSWER, AT, WORDS, DOTS, FOUND, BLOCK] = [0, 1, 2, 3, 4, 5, 6] as const;

const get = (variable: number): Code => [0x20, variable];
const set = (variable: number, value: Code): Code => [...value, 0x21, variable];
const number = (value: number): Code => [0x41, ...leb(value)];
const add = (one: Code, other: Code): Code => [...one, ...other, 0x6a];
const both = (one: Code, other: Code): Code => [...one, ...other, 0x71];
const either = (one: Code, other: Code): Code => [...one, ...other, 0x72];
const left = (value: Code, bits: number): Code => [...value, ...number(bits), 0x74];
const right = (value: Code, bits: number): Code => [...value, ...number(bits), 0x76];

const isNot0 = (value: Code): Code => [...value, 0x45, 0x45];
const onesOf = (value: Code): Code => [...value, 0x69];
/** Repeats while it leaves something else than 0. */
const loop = (...codes: readonly Code[]): Code => [0x03, 0x40, ...codes.flat(), 0x0d, 0, 0x0b];
const when = (condition: Code, ...codes: readonly Code[]): Code => [
  ...condition,
  0x04,
  0x40,
  ...codes.flat(),
  0x0b,
];
const isLess = (one: Code, other: Code): Code => [...one, ...other, 0x49];
const store = (at: Code, value: Code): Code => [...at, ...value, 0x36, 2, 0];

// The same of sixteen bytes.
const load = (at: Code): Code => [...at, 0xfd, 0x00, 0, 0];
/** Sixteen times the same: made once, before the loop, and kept in a variable behind BLOCK. */
const constants = new Map<number, number>();
const all = (character: string | number): Code => {
  const value = typeof character === 'number' ? character : character.charCodeAt(0);
  const variable = constants.get(value) ?? BLOCK + 1 + constants.size;
  constants.set(value, variable);
  return get(variable);
};
const is = (character: string | number): Code => [...get(BLOCK), ...all(character), 0xfd, 0x23];
const isFrom = (value: Code, first: string, count: number): Code => [
  ...[...value, ...all(first), 0xfd, 0x71],
  ...all(count),
  ...[0xfd, 0x26],
];
const eitherOf = (one: Code, ...others: readonly Code[]): Code =>
  others.reduce((code, other) => [...code, ...other, 0xfd, 0x50], one);
/** A bit for each byte. */
const bits = (value: Code): Code => [...value, 0xfd, 0x64];

const NEW_LINE = 10;
const LOWER_CASE = 0x20;
const isLetter = isFrom(eitherOf(get(BLOCK), all(LOWER_CASE)), 'a', 26);
const isWordCharacter = eitherOf(isLetter, isFrom(get(BLOCK), '0', 10), is('_'), is('-'));
/** The first byte of an ellipsis and of a bullet in UTF-8. */
const ELLIPSIS = 0xe2;

/** The bits of this block above those of the one before. */
const withBefore = (variable: number, value: Code): Code =>
  set(variable, either(right(get(variable), SIXTEEN), left(value, SIXTEEN)));
/** Leaves of rows of bits those that as many follow. */
const rows = (length: number): Code => set(FOUND, both(get(FOUND), right(get(FOUND), length)));

const next = set(AT, add(get(AT), number(SIXTEEN)));
const isMore = isLess(get(AT), get(END));

const look: Code = [
  ...loop(
    set(BLOCK, load(get(AT))),
    withBefore(WORDS, bits(isWordCharacter)),
    withBefore(DOTS, bits(eitherOf(is('.'), is('*')))),
    // Two in a row, 4, 8, 16, 17: any 17 in a row are within some two blocks.
    set(FOUND, get(WORDS)),
    ...[1, 2, 4, 8, 1].map(rows),
    set(
      FOUND,
      either(
        isNot0(get(FOUND)),
        left(
          isNot0(either(both(get(DOTS), both(right(get(DOTS), 1), right(get(DOTS), 2))), bits(is(ELLIPSIS)))),
          1,
        ),
      ),
    ),
    when(
      get(FOUND),
      store(get(ANSWER), either(get(AT), get(FOUND))),
      set(ANSWER, add(get(ANSWER), number(4))),
    ),
    next,
    isMore,
  ),
  ...get(ANSWER),
];

/** Counts lines; ANSWER is 0 at its beginning. */
const count: Code = [
  ...loop(set(BLOCK, load(get(AT))), set(ANSWER, add(get(ANSWER), onesOf(bits(is('\n'))))), next, isMore),
  ...get(ANSWER),
];

const I32 = 0x7f;
const V128 = 0x7b;
const section = (id: number, content: Code): Code => [id, ...leb(content.length), ...content];
const named = (name: string): Code => [name.length, ...Buffer.from(name)];
const functionOf = (code: Code): Code => {
  const makeConstants = Array.from(constants, ([value, variable]) =>
    set(variable, [...number(value), 0xfd, 0x0f]),
  );
  const body = [2, 4, I32, 1 + constants.size, V128, ...makeConstants.flat(), ...code, 0x0b];
  return [...leb(body.length), ...body];
};

const moduleBytes = Uint8Array.from([
  ...[0x00, 0x61, 0x73, 0x6d, 1, 0, 0, 0],
  ...section(1, [1, 0x60, 2, I32, I32, 1, I32]),
  ...section(3, [2, 0, 0]),
  ...section(5, [1, 0, PAGES]),
  ...section(7, [3, ...named('memory'), 2, 0, ...named('look'), 0, 0, ...named('count'), 0, 1]),
  ...section(10, [2, ...functionOf(look), ...functionOf(count)]),
]);

/** What of WebAssembly is used; its declarations come with those of a browser. */
declare const WebAssembly: {
  validate(bytes: Uint8Array): boolean;
  Module: new (bytes: Uint8Array) => object;
  Instance: new (module: object) => { readonly exports: object };
};

/** Numbers are written seven bits a byte (LEB128); two bytes do for all that are needed here. */
function leb(value: number): Code {
  return [(value & 0x7f) | 0x80, value >>> 7];
}

interface Exports {
  readonly memory: { readonly buffer: ArrayBuffer };
  /** Looks at the bytes before `end`; the answer begins at `answer`, and ends at what is returned. */
  readonly look: (end: number, answer: number) => number;
  readonly count: (end: number, from: 0) => number;
}

const vectors = WebAssembly.validate(moduleBytes)
  ? (new WebAssembly.Instance(new WebAssembly.Module(moduleBytes)).exports as Exports)
  : undefined;
const text = vectors === undefined ? new Uint8Array() : new Uint8Array(vectors.memory.buffer, 0, ANSWER_AT);

const ROW = 1;
const MARK = 2;

export interface Visitor {
  /** Near here are 17 or more word characters in a row. */
  row(begin: number, end: number): void;
  /** Near here are three dots or stars, or an ellipsis or a bullet. */
  mark(begin: number, end: number): void;
}

/**
 * Visits the places of a text that a token can be recognised by, or by what stands for the rest of it; all of the text,
 * where the processor has no such instructions.
 */
export function visitPlaces(bytes: Uint8Array, from: number, to: number, visitor: Visitor): void {
  if (vectors === undefined) {
    visitor.mark(from, to);
    visitor.row(from, to);
    return;
  }
  for (let begin = Math.max(0, from - SIXTEEN); begin < to; begin += MOST_BYTES - SIXTEEN) {
    // What begins shortly before `to` is known by what comes behind it.
    const length = putIn(bytes.subarray(begin, Math.min(begin + MOST_BYTES, to + SIXTEEN)));
    const answers = (vectors.look(length, ANSWER_AT) - ANSWER_AT) / Uint32Array.BYTES_PER_ELEMENT;
    for (const answer of new Uint32Array(vectors.memory.buffer, ANSWER_AT, answers)) {
      const place = begin + (answer & ~(ROW | MARK));
      const [first, last] = [Math.max(from, place - SIXTEEN), Math.min(to, place + SIXTEEN)];
      if ((answer & MARK) !== 0 && first < last) {
        visitor.mark(first, last);
      }
      if ((answer & ROW) !== 0 && first < last) {
        visitor.row(first, last);
      }
    }
  }
}

/** How many lines end in a part of a text. */
export function countLines(bytes: Uint8Array, from: number, to: number): number {
  let lines = 0;
  for (let begin = from; begin < to; begin += MOST_BYTES) {
    const part = bytes.subarray(begin, Math.min(begin + MOST_BYTES, to));
    lines +=
      vectors === undefined ? part.filter((byte) => byte === NEW_LINE).length : vectors.count(putIn(part), 0);
  }
  return lines;
}

/** Zeros behind it belong to nothing. */
function putIn(part: Uint8Array): number {
  text.set(part);
  text.fill(0, part.length, part.length + SIXTEEN);
  return part.length;
}
