import type { RecognisedToken } from '../../../contract/service.ts';
import type { Secret } from '../../secret.ts';
import type { TokenKind } from '../../services/service-schema.ts';

/** Where something was found: the name of the source (a file, or what a report names), line and column from 1. */
export interface Place {
  readonly source: string;
  readonly line: number;
  readonly column: number;
}

/**
 * How a token was recognised:
 *
 * - `pattern`: it has the form of one service's tokens and of nothing else
 * - `jwt`: it reads as a JWT (RFC 7519)
 * - `authorization-header`, `parameter`, `named-field`: by what stands around it alone
 * - `report`: a scanner's report says so
 */
export type TokenMark = 'pattern' | 'jwt' | 'authorization-header' | 'parameter' | 'named-field' | 'report';

/**
 * What keeps a token from being revoked: `masked` by whoever wrote the text, or `cut` short. Either way it takes the
 * whole token, which only its owner or the first source has.
 */
export type TokenFlaw = 'masked' | 'cut';

/** One token, however often it was found. */
export interface ScannedToken {
  readonly token: Secret;
  readonly fingerprint: string;
  /** The first and last four characters; of a short one not even those. */
  readonly masked: string;
  /** By its form, or by the name it was found under; null where neither tells. */
  readonly kind: TokenKind | null;
  /** The services whose tokens look like this one. A token whose checksum fails is none and is not in the list. */
  readonly candidates: RecognisedToken['candidates'];
  /** The id of the one service that it can belong to by its form; null where that is open. */
  readonly service: string | null;
  readonly checksum: 'fits' | 'none';
  /** What a JWT says of itself; nobody vouches for it. */
  readonly claims: RecognisedToken['claims'];
  readonly mark: TokenMark;
  readonly flaw: TokenFlaw | null;
  /** The first `MOST_PLACES` places. */
  readonly places: readonly Place[];
  /** How often it was found in all. */
  readonly placeCount: number;
}

/** A string as random as a token, of no known form and with nothing around it that would call it one. */
export interface UnknownString {
  readonly value: Secret;
  readonly fingerprint: string;
  readonly masked: string;
  readonly places: readonly Place[];
  readonly placeCount: number;
}

export type ReportFormat = 'gitleaks' | 'trufflehog' | 'kingfisher' | 'sarif' | 'github';

/** What a person should know about how the sources were read. */
export type ScanNote =
  /** The source is a scanner's report, and that many findings were taken from it. */
  | {
      readonly kind: 'report';
      readonly source: string;
      readonly format: ReportFormat;
      readonly findings: number;
    }
  /** The source looks like a report of that format and no finding could be taken from it; it was read as text. */
  | { readonly kind: 'report-as-text'; readonly source: string; readonly format: ReportFormat }
  /** The source looks like a report in a format that the wallet does not know; it was read as text. */
  | { readonly kind: 'report-unknown'; readonly source: string }
  /** That many strings look like tokens and are none: their checksums fail. Documentation is full of them. */
  | { readonly kind: 'checksum-failed'; readonly count: number }
  /** There were more strings of unknown form than are listed. */
  | { readonly kind: 'unknown-cut-off'; readonly listed: number; readonly found: number };

/** All that was found in the sources. */
export interface LeakScan {
  readonly tokens: readonly ScannedToken[];
  readonly unknown: readonly UnknownString[];
  readonly files: {
    readonly read: number;
    /** Names of the sources that hold no text, or could not be read (to the end). */
    readonly binary: readonly string[];
    readonly unreadable: readonly string[];
  };
  readonly bytes: number;
  readonly notes: readonly ScanNote[];
}

/** Places that are listed of one token; a token in every line of a log would fill the memory otherwise. */
export const MOST_PLACES = 20;
