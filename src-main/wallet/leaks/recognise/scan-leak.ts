import { setImmediate as otherWork } from 'node:timers/promises';
import type { LeakSource } from '../read/leak-source.ts';
import { reportIn } from '../read/report-format.ts';
import { BinarySource, textPieces, UnreadableSource } from '../read/text-pieces.ts';
import type { Service } from '../../services/service-schema.ts';
import { type CatalogPatterns, patternsOf } from './catalog-patterns.ts';
import { ReportScan } from './scan-report.ts';
import { SourceNames } from './source-names.ts';
import { type See, type SourceScan, TextScan } from './scan-text.ts';
import type { LeakScan, ScanNote } from './scanned-token.ts';
import { TokenCollection } from './token-collection.ts';

/** As much of a source as it takes to know a report. */
const LONGEST_BEGINNING = 64 * 1024;

export interface ScanProgress {
  readonly bytes: number;
  readonly files: number;
  readonly tokens: number;
}

export interface ScanOptions {
  readonly services: readonly Service[];
  /** The name of a token that does not give it away: keyed, so that nobody can try tokens against it. */
  readonly fingerprint: (token: string) => string;
  readonly onProgress?: (progress: ScanProgress) => void;
  /** Ends the scan; it rejects with the signal's reason. */
  readonly signal?: AbortSignal;
}

/**
 * Finds the tokens in any number of sources of any size, offline: nothing is sent anywhere and nothing is kept but what
 * is returned. Other work goes on in between.
 */
export async function scanLeak(
  sources: Iterable<LeakSource> | AsyncIterable<LeakSource>,
  { services, fingerprint, onProgress, signal }: ScanOptions,
): Promise<LeakScan> {
  const patterns = patternsOf(services);
  const found = new TokenCollection(services, fingerprint);
  const notes: ScanNote[] = [];
  const [binary, unreadable]: [string[], string[]] = [[], []];
  let [bytes, files] = [0, 0];
  const tell = (): void => onProgress?.({ bytes, files, tokens: found.size });
  const names = new SourceNames(patterns, (sighting, place) => {
    found.add(sighting, place);
  });
  const see: See = (sighting, place) => {
    found.add(sighting, { ...place, source: names.shownWithout(sighting, place.source) });
  };
  for await (const source of sources) {
    const name = names.shown(source.name);
    try {
      let scan: SourceScan | undefined;
      for await (const piece of textPieces(source)) {
        signal?.throwIfAborted();
        bytes += piece.length;
        scan ??= scanFor(source.name, piece, patterns, see, () => {
          notes.push({ kind: 'report-unknown', source: name });
        });
        scan.add(piece);
        tell();
        await otherWork();
      }
      scan?.end();
      if (scan instanceof ReportScan) {
        notes.push(scan.note(name));
      }
      files++;
    } catch (error) {
      if (error instanceof BinarySource) {
        binary.push(name);
      } else if (error instanceof UnreadableSource) {
        unreadable.push(name);
      } else {
        throw error;
      }
    }
    tell();
  }
  return {
    tokens: found.tokens,
    unknown: found.unknown,
    files: { read: files, binary, unreadable },
    bytes,
    notes: [...notes, ...found.notes],
  };
}

/** A report is known by its beginning. */
function scanFor(
  name: string,
  beginning: Buffer,
  patterns: CatalogPatterns,
  see: See,
  onUnknownReport: () => void,
): SourceScan {
  const mayBeReport = /^\W*[[{]/.test(beginning.toString('latin1', 0, 16));
  const report = mayBeReport ? reportIn(beginning.toString('utf8', 0, LONGEST_BEGINNING)) : undefined;
  if (report === 'unknown') {
    onUnknownReport();
  }
  return report === undefined || report === 'unknown'
    ? new TextScan(name, patterns, see)
    : new ReportScan(name, report, patterns, see);
}
