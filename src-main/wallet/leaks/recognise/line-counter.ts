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

  /** `text` is the same as `bytes`, one character a byte. What lies behind is not gone back to. */
  goTo(bytes: Uint8Array, text: string, at: number): void {
    let from = this.#at;
    for (let end = text.indexOf('\n', from); end >= 0 && end < at; end = text.indexOf('\n', from)) {
      this.#line++;
      this.#column = 1;
      from = end + 1;
    }
    for (let byte = from; byte < at; byte++) {
      // All bytes of a character but its first are 10xxxxxx.
      this.#column += ((bytes[byte] ?? NEW_LINE) & 0xc0) === 0x80 ? 0 : 1;
    }
    this.#at = Math.max(this.#at, at);
  }

  /** The bytes before `count` are no longer there. */
  forget(count: number): void {
    this.#at -= count;
  }
}
