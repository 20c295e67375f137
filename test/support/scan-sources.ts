import { createHash } from 'node:crypto';
import type { LeakSource } from '../../src-main/wallet/leaks/read/leak-source.ts';
import { scanLeak, type ScanOptions } from '../../src-main/wallet/leaks/recognise/scan-leak.ts';
import type { LeakScan } from '../../src-main/wallet/leaks/recognise/scanned-token.ts';
import { loadCatalog } from '../../src-main/wallet/services/catalog.ts';

const services = loadCatalog();

/** Scans sources as the wallet does, with a hash in the place of its keyed fingerprint. */
export function scanSources(
  sources: Parameters<typeof scanLeak>[0],
  options: Partial<ScanOptions> = {},
): Promise<LeakScan> {
  return scanLeak(sources, {
    services,
    fingerprint: (token) => createHash('sha256').update(token).digest('hex'),
    ...options,
  });
}

/** A source that hands over its content in pieces of so many bytes. */
export function sourceOf(content: string | Buffer, name = 'the text', bytesPerPiece = 65_536): LeakSource {
  const bytes = Buffer.from(content);
  return {
    name,
    async *open(): AsyncGenerator<Buffer> {
      for (let at = 0; at < bytes.length; at += bytesPerPiece) {
        yield bytes.subarray(at, at + bytesPerPiece);
      }
    },
  };
}

export function scanText(text: string | Buffer): Promise<LeakScan> {
  return scanSources([sourceOf(text)]);
}
