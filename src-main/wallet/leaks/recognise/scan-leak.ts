import type { LeakSource } from '../read/leak-source.ts';
import type { Service } from '../../services/service-schema.ts';
import type { LeakScan } from './scanned-token.ts';

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
  options: ScanOptions,
): Promise<LeakScan> {
  throw new Error(`not yet: ${typeof sources} ${typeof options}`);
}
