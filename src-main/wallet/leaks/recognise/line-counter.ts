import { countLines } from './sixteen-at-once.ts';

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
    const lines = countLines(bytes, this.#at, at);
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
