import { createSecretKey, randomBytes } from 'node:crypto';
import type { ServiceDirectory } from '../services/service-directory.ts';
import { fingerprintOf } from '../vault/fingerprint-store.ts';
import { requireContent } from './drafts.ts';
import { type Holdings, noHoldings } from './match/holdings.ts';
import type { LeakSource } from './read/leak-source.ts';
import { scanLeak, type ScanOptions } from './recognise/scan-leak.ts';
import type { LeakScan } from './recognise/scanned-token.ts';

export type Sources = Iterable<LeakSource> | AsyncIterable<LeakSource>;
/** How a scan is watched, and ended before its end. */
export type ScanWatch = Pick<ScanOptions, 'onProgress' | 'signal'>;

/**
 * Reads sources and names each token so that it can be compared with what the wallet holds. Rejects with the signal's
 * reason once that is aborted.
 */
export async function scanSources(
  services: ServiceDirectory,
  holdings: Holdings,
  sources: Sources,
  watch: ScanWatch = {},
): Promise<LeakScan> {
  const found = await scanLeak(sources, {
    services: services.all,
    fingerprint: (token) => holdings.fingerprint(token),
    ...watch,
  });
  // A source that ends because of the signal looks like one that cannot be read.
  watch.signal?.throwIfAborted();
  return found;
}

/** The same. Throws `leak-empty` where there was nothing to read. */
export async function scanContent(
  services: ServiceDirectory,
  holdings: Holdings,
  sources: Sources,
  watch: ScanWatch = {},
): Promise<LeakScan> {
  const found = await scanSources(services, holdings, sources, watch);
  requireContent(found);
  return found;
}

/** Good for one scan without a vault: nobody can compare its fingerprints with anything. */
export function throwawayHoldings(): Holdings {
  const key = createSecretKey(randomBytes(32));
  return noHoldings((token) => fingerprintOf(key, token));
}
