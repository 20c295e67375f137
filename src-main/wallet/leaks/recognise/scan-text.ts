import type { CatalogPatterns } from './catalog-patterns.ts';
import { findTokens } from './find-tokens.ts';
import { LineCounter } from './line-counter.ts';
import type { Place } from './scanned-token.ts';
import type { Sighting } from './sighting.ts';

/** How far a token that begins in a piece may reach into the next. */
const LONGEST_TOKEN = 16 * 1024;
/** How far back one looks for what is said about a token. */
const LONGEST_CONTEXT = 1024;

/**
 * Finds the tokens in a text that comes in pieces: `add` takes the next, `end` what is left. What is kept in between is
 * a few kilobytes, however long the text.
 */
export class TextScan {
  readonly #patterns: CatalogPatterns;
  readonly #see: (sighting: Sighting, place: Place) => void;
  readonly #source: string;
  readonly #lines = new LineCounter();
  #kept: Buffer = Buffer.alloc(0);
  /** Where in `#kept` the search goes on. */
  #from = 0;

  constructor(source: string, patterns: CatalogPatterns, see: (sighting: Sighting, place: Place) => void) {
    this.#source = source;
    this.#patterns = patterns;
    this.#see = see;
  }

  add(piece: Buffer): void {
    this.#search(this.#kept.length === 0 ? piece : Buffer.concat([this.#kept, piece]), LONGEST_TOKEN);
  }

  end(): void {
    this.#search(this.#kept, 0);
  }

  #search(bytes: Buffer, ahead: number): void {
    const to = Math.max(this.#from, bytes.length - ahead);
    // One character a byte: what tokens consist of is the same in it, and places are those of the bytes.
    const text = bytes.toString('latin1');
    const seen: Sighting[] = [];
    const next = findTokens({ bytes, text, from: this.#from, to }, this.#patterns, (sighting) => {
      seen.push(sighting);
    });
    for (const sighting of seen.sort((one, other) => one.at - other.at)) {
      this.#lines.goTo(bytes, text, Math.max(0, sighting.at));
      // Decoded it is a copy, too: a part of `text` would keep all of it in memory.
      const value = Buffer.from(sighting.value, 'latin1').toString();
      this.#see({ ...sighting, value }, { source: this.#source, ...this.#lines.position });
    }
    const keepFrom = Math.max(0, next - LONGEST_CONTEXT);
    this.#lines.goTo(bytes, text, next);
    this.#lines.forget(keepFrom);
    this.#kept = Buffer.from(bytes.subarray(keepFrom));
    this.#from = next - keepFrom;
  }
}
