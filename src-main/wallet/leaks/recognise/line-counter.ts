const NEW_LINE = 10;

/** Counts lines and columns of a text in UTF-8 that is gone through from its beginning to its end. */
export class LineCounter {
  #at = 0;
  #line = 1;
  #column = 1;

  /** Both from 1; the column in characters. */
  get position(): { readonly line: number; readonly column: number } {
    return { line: this.#line, column: this.#column };
  }

  /** What lies behind is not gone back to. */
  goTo(bytes: Buffer, at: number): void {
    if (at <= this.#at) {
      return;
    }
    const lines = countNewLines(bytes, this.#at, at);
    let from = this.#at;
    if (lines > 0) {
      this.#line += lines;
      this.#column = 1;
      from = bytes.lastIndexOf(NEW_LINE, at - 1) + 1;
    }
    for (let byte = from; byte < at; byte++) {
      // All bytes of a character but its first are 10xxxxxx.
      this.#column += ((bytes[byte] as number) & 0xc0) === 0x80 ? 0 : 1;
    }
    this.#at = at;
  }

  /** The bytes before `count` are no longer there. */
  forget(count: number): void {
    this.#at -= count;
  }
}

const BYTES_OF_WORD = 4;
/** How many words there may be until a count that has eight bits must be taken out of its lane. */
const WORDS_OF_BLOCK = 255;

/** Four bytes at a time, or counting lines would take as long as finding tokens. */
function countNewLines(bytes: Buffer, from: number, to: number): number {
  const start = from + ((BYTES_OF_WORD - ((bytes.byteOffset + from) % BYTES_OF_WORD)) % BYTES_OF_WORD);
  const length = Math.floor(Math.max(0, to - start) / BYTES_OF_WORD);
  if (length === 0) {
    return countOneByOne(bytes, from, to);
  }
  const words = new Int32Array(bytes.buffer, bytes.byteOffset + start, length);
  let count = 0;
  for (let block = 0; block < length; block += WORDS_OF_BLOCK) {
    const end = Math.min(length, block + WORDS_OF_BLOCK);
    let lanes = 0;
    for (let word = block; word < end; word++) {
      const others = (words[word] as number) ^ 0x0a0a0a0a;
      // 1 in each byte that is 0 now.
      lanes += (~(((others & 0x7f7f7f7f) + 0x7f7f7f7f) | others | 0x7f7f7f7f) >>> 7) & 0x01010101;
    }
    count += (lanes & 0xff) + ((lanes >>> 8) & 0xff) + ((lanes >>> 16) & 0xff) + (lanes >>> 24);
  }
  return count + countOneByOne(bytes, from, start) + countOneByOne(bytes, start + length * BYTES_OF_WORD, to);
}

function countOneByOne(bytes: Uint8Array, from: number, to: number): number {
  let count = 0;
  for (let at = from; at < to; at++) {
    count += bytes[at] === NEW_LINE ? 1 : 0;
  }
  return count;
}
