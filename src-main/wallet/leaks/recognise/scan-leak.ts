import { setImmediate as otherWork } from 'node:timers/promises';
import type { LeakSource } from '../read/leak-source.ts';
import { BinarySource, textPieces, UnreadableSource } from '../read/text-pieces.ts';
import type { Service } from '../../services/service-schema.ts';
import { patternsOf } from './catalog-patterns.ts';
import { TextScan } from './scan-text.ts';
import type { LeakScan, ScanNote } from './scanned-token.ts';
import { TokenCollection } from './token-collection.ts';

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
  const [binary, unreadable, notes]: [string[], string[], ScanNote[]] = [[], [], []];
  let [bytes, files] = [0, 0];
  for await (const source of sources) {
    const scan = new TextScan(source.name, patterns, (sighting, place) => {
      found.add(sighting, place);
    });
    try {
      for await (const piece of textPieces(source.open())) {
        signal?.throwIfAborted();
        bytes += piece.length;
        scan.add(piece);
        onProgress?.({ bytes, files, tokens: found.size });
        await otherWork();
      }
      scan.end();
      files++;
    } catch (error) {
      if (error instanceof BinarySource) {
        binary.push(source.name);
      } else if (error instanceof UnreadableSource) {
        unreadable.push(source.name);
      } else {
        throw error;
      }
    }
    onProgress?.({ bytes, files, tokens: found.size });
  }
  return {
    tokens: found.tokens,
    unknown: found.unknown,
    files: { read: files, binary, unreadable },
    bytes,
    notes,
  };
}
