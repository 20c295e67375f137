/** Where in a document the wanted values are: keys, and `*` for every element of a list. Empty for the document itself. */
export type JsonPath = readonly string[];

/** Longer ones are no findings, and are passed over. */
const LONGEST_ELEMENT = 4 * 1024 * 1024;

/** Longer ones are no keys of a path. */
const LONGEST_KEY = 1_000;

interface Level {
  readonly isList: boolean;
  key: string;
  /** In an object: whether the next string is a key. */
  isKeyNext: boolean;
}

/**
 * Takes the objects at one path out of a JSON text that comes in pieces and may be larger than the memory; of several
 * documents one after the other, too (JSON lines). What is no JSON is passed over as well as it goes.
 */
export class JsonElements {
  readonly #path: JsonPath;
  readonly #levels: Level[] = [];
  #isInString = false;
  #isEscaped = false;
  #string = '';
  /** The wanted object as far as it was read, and how deep it lies; -1 outside of one. */
  #element = '';
  #depth = -1;
  /** How much of the wanted object are whole members, without the comma behind them. */
  #wholeLength = 0;

  constructor(path: JsonPath) {
    this.#path = path;
  }

  /** The JSON of the objects that end in this piece. */
  add(text: string): readonly string[] {
    const elements: string[] = [];
    let from = 0;
    for (let at = 0; at < text.length; at++) {
      const character = text.charAt(at);
      if (this.#isInString) {
        this.#inString(character);
        continue;
      }
      switch (character) {
        case '"':
          this.#isInString = true;
          this.#string = '';
          break;
        case '{':
        case '[':
          if (this.#depth < 0 && character === '{' && this.#isWanted()) {
            this.#depth = this.#levels.length;
            from = at;
            this.#wholeLength = 0;
          }
          this.#levels.push({ isList: character === '[', key: '*', isKeyNext: character === '{' });
          break;
        case '}':
        case ']':
          this.#levels.pop();
          if (this.#depth === this.#levels.length) {
            elements.push(this.#element + text.slice(from, at + 1));
            this.#element = '';
            this.#depth = -1;
          }
          break;
        case ',':
          this.#nextKey(true);
          if (this.#levels.length === this.#depth + 1) {
            this.#wholeLength = this.#element.length + at - from;
          }
          break;
        case ':':
          this.#nextKey(false);
          break;
      }
    }
    if (this.#depth >= 0 && this.#element.length < LONGEST_ELEMENT) {
      this.#element += text.slice(from);
    }
    return elements;
  }

  /** The object in which the text broke off, if it did: what of it is whole, closed as JSON, and all of it. */
  unfinished(): { readonly json: string; readonly text: string } | undefined {
    const text = this.#element;
    return text === '' ? undefined : { json: `${text.slice(0, this.#wholeLength)}}`, text };
  }

  #inString(character: string): void {
    if (this.#isEscaped) {
      this.#isEscaped = false;
    } else if (character === '\\') {
      this.#isEscaped = true;
    } else if (character === '"') {
      this.#isInString = false;
      const level = this.#levels.at(-1);
      if (level?.isKeyNext === true && !level.isList) {
        level.key = this.#string;
      }
    } else if (this.#depth < 0 && this.#string.length < LONGEST_KEY) {
      this.#string += character;
    }
  }

  #nextKey(isNext: boolean): void {
    const level = this.#levels.at(-1);
    if (level !== undefined) {
      level.isKeyNext = isNext;
    }
  }

  #isWanted(): boolean {
    return (
      this.#levels.length === this.#path.length &&
      this.#levels.every(({ key, isList }, depth) => (isList ? '*' : key) === this.#path[depth])
    );
  }
}
