import { mask } from '../../services/recognise-token.ts';
import type { CatalogPatterns } from './catalog-patterns.ts';
import { findTokens } from './find-tokens.ts';
import type { See } from './scan-text.ts';
import type { Sighting } from './sighting.ts';

/** The userinfo of an address (RFC 3986 section 3.2.1): a name, and often a password or a token with it. */
const USERINFO = /(?<=:\/\/)[^\s/?#]*@/g;

/** A report may name a hundred thousand files. */
const MOST_REMEMBERED = 10_000;

/**
 * The names of sources as they may be shown and kept: a link in a report and a file that was fetched from an address can
 * have a token in their names, which leaked as well.
 */
export class SourceNames {
  readonly #patterns: CatalogPatterns;
  readonly #see: See;
  readonly #shown = new Map<string, string>();

  /** `see`: takes the tokens in the names, each where it is first asked for. */
  constructor(patterns: CatalogPatterns, see: See) {
    this.#patterns = patterns;
    this.#see = see;
  }

  shown(name: string): string {
    const known = this.#shown.get(name);
    if (known !== undefined) {
      return known;
    }
    const address = withoutUserinfo(name);
    const inAddress = tokensIn(address, this.#patterns);
    const shown = hide(address, inAddress);
    for (const sighting of address === name ? inAddress : tokensIn(name, this.#patterns)) {
      if (sighting.mark !== null && sighting.flaw === null) {
        this.#see(sighting, { source: shown, line: 1, column: 1 });
      }
    }
    if (this.#shown.size >= MOST_REMEMBERED) {
      this.#shown.clear();
    }
    this.#shown.set(name, shown);
    return shown;
  }

  /** The name of the place of a token, without that token: it may be one only because the report says so. */
  shownWithout({ value, flaw }: Sighting, name: string): string {
    const shown = this.shown(name);
    return flaw === 'masked' ? shown : shown.replaceAll(value, mask(value));
  }
}

/** Masks what is or may be a token in a short text that is shown and kept, and takes the userinfo out of addresses. */
export function hideTokens(text: string, patterns: CatalogPatterns): string {
  const address = withoutUserinfo(text);
  return hide(address, tokensIn(address, patterns));
}

function withoutUserinfo(text: string): string {
  return text.replaceAll(USERINFO, '');
}

function hide(address: string, sightings: readonly Sighting[]): string {
  const bytes = Buffer.from(address);
  const whole = sightings.filter(({ flaw }) => flaw !== 'masked');
  // A token with escapes in it does not stand there as such: what comes from there on is left out.
  const encoded = whole.find(
    ({ value, at }) => bytes.toString('utf8', at, at + Buffer.byteLength(value)) !== value,
  );
  const start = encoded === undefined ? address : bytes.toString('utf8', 0, encoded.at) + mask(encoded.value);
  return whole.reduce((shown, { value }) => shown.replaceAll(value, mask(value)), start);
}

/** In the order in which they stand there. */
function tokensIn(text: string, patterns: CatalogPatterns): readonly Sighting[] {
  const bytes = Buffer.from(text);
  const found: Sighting[] = [];
  findTokens({ bytes, from: 0, to: bytes.length }, patterns, (sighting) => {
    found.push({ ...sighting, value: Buffer.from(sighting.value, 'latin1').toString() });
  });
  return found.sort((one, other) => one.at - other.at);
}
