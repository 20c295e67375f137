import type { IncomingMessage } from 'node:http';

const usualBytes = 16 * 1024;

/** Reads a body, or answers undefined where it is larger than what is expected there or breaks off. */
export async function readBody(
  request: IncomingMessage,
  largestBytes = usualBytes,
): Promise<string | undefined> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  try {
    for await (const chunk of request as AsyncIterable<Buffer>) {
      bytes += chunk.length;
      if (bytes > largestBytes) {
        return undefined;
      }
      chunks.push(chunk);
    }
  } catch {
    return undefined;
  }
  return Buffer.concat(chunks).toString('utf8');
}
