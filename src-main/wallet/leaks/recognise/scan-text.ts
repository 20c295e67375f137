import type { CatalogPatterns } from './catalog-patterns.ts';
import { findTokens, LONGEST_REST } from './find-tokens.ts';
import { LineCounter } from './line-counter.ts';
import type { Place } from './scanned-token.ts';
import type { Sighting } from './sighting.ts';

/** How far back one looks for what is said about a token. */
const LONGEST_CONTEXT = 1024;

export type See = (sighting: Sighting, place: Place) => void;

/** Reads one source: `add` takes the next piece of it, and `end` what is left. */
export interface SourceScan {
  add(piece: Buffer): void;
  end(): void;
}

/**
 * Finds the tokens in a text that comes in pieces. What is kept in between is a few kilobytes, however long the
 * text.
 */
export class TextScan implements SourceScan {
  readonly #patterns: CatalogPatterns;
  readonly #see: See;
  readonly #source: string;
  readonly #lines = new LineCounter();
  #kept: Buffer = Buffer.alloc(0);
  /** Where in `#kept` the search goes on. */
  #from = 0;

  constructor(source: string, patterns: CatalogPatterns, see: See) {
    this.#source = source;
    this.#patterns = patterns;
    this.#see = see;
  }

  add(piece: Buffer): void {
    this.#search(this.#kept.length === 0 ? piece : Buffer.concat([this.#kept, piece]), 2 * LONGEST_REST);
  }

  end(): void {
    this.#search(this.#kept, 0);
  }

  #search(bytes: Buffer, ahead: number): void {
    const to = Math.max(this.#from, bytes.length - ahead);
    const seen: Sighting[] = [];
    const next = findTokens({ bytes, from: this.#from, to }, this.#patterns, (sighting) => {
      seen.push(sighting);
    });
    for (const sighting of seen.sort((one, other) => one.at - other.at)) {
      this.#lines.goTo(bytes, Math.max(0, sighting.at));
      // Decoded it is a copy, too: a part of a larger text would keep all of that in memory.
      const value = Buffer.from(sighting.value, 'latin1').toString();
      this.#see({ ...sighting, value }, { source: this.#source, ...this.#lines.position });
    }
    const keepFrom = Math.max(0, next - LONGEST_CONTEXT);
    this.#lines.goTo(bytes, next);
    this.#lines.forget(keepFrom);
    this.#kept = Buffer.from(bytes.subarray(keepFrom));
    this.#from = next - keepFrom;
  }
}
