import type { TokenKind } from '../../services/service-schema.ts';
import type { TokenFlaw, TokenMark } from './scanned-token.ts';

/** A string that was seen, and where it begins. */
export interface Sighting {
  readonly value: string;
  readonly at: number;
  /** null: nothing says that it is a token. */
  readonly mark: TokenMark | null;
  readonly flaw: TokenFlaw | null;
  /** What stands around it calls it so; null where that says nothing. */
  readonly kind: TokenKind | null;
  /** The name of the field it stands in, where that says "key" or "secret": it counts only as one of that service. */
  readonly keyName: string | null;
}

/** A sighting, and where the text after it goes on. */
export interface Found {
  readonly sighting: Sighting;
  readonly end: number;
}

/** A part of a text in UTF-8, and where to begin and to stop looking. */
export interface TextPiece {
  readonly bytes: Buffer;
  readonly from: number;
  readonly to: number;
}

/** A row of word characters from `start` to before `stop`, and the text around it. */
export interface Run {
  readonly bytes: Uint8Array;
  /** The same as the bytes, one character each: what tokens consist of is the same in it, and so are all places. */
  readonly text: string;
  readonly start: number;
  readonly stop: number;
  /** Whether an escape ends where it begins, such as `%3D`. */
  readonly isAfterEscape: boolean;
  /** Where it may begin on the line before, if lines were broken; else -1. */
  readonly beginning: number;
}

export function sighting(
  value: string,
  at: number,
  mark: TokenMark | null,
  more: Partial<Sighting> = {},
): Sighting {
  return { value, at, mark, flaw: null, kind: null, keyName: null, ...more };
}
