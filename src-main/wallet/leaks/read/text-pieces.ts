import { TextDecoder } from 'node:util';
import type { LeakSource } from './leak-source.ts';

/** Enough to be fast, and little enough that other work waits a few milliseconds only. */
const USUAL_BYTES = 512 * 1024;

/** Git takes a file for binary that has a zero byte among as many of its first bytes. */
const LOOKED_AT_FOR_BINARY = 8_000;

/** The source is no text. */
export class BinarySource extends Error {}

/** The source could not be read, or not to its end. */
export class UnreadableSource extends Error {}

/**
 * Reads a source as UTF-8 in parts of a size that is good to work with. A text in UTF-16, which Windows programs write,
 * is known by its byte order mark and turned into UTF-8. Throws `BinarySource` or `UnreadableSource`.
 */
export async function* textPieces(source: LeakSource): AsyncGenerator<Buffer> {
  let decoder: TextDecoder | undefined;
  let isFirst = true;
  for await (const bytes of joined(source)) {
    if (isFirst) {
      decoder = decoderFor(bytes);
      if (decoder === undefined && bytes.subarray(0, LOOKED_AT_FOR_BINARY).includes(0)) {
        throw new BinarySource();
      }
      isFirst = false;
    }
    yield decoder === undefined ? bytes : Buffer.from(decoder.decode(bytes, { stream: true }));
  }
}

async function* joined(source: LeakSource): AsyncGenerator<Buffer> {
  let waiting: Buffer[] = [];
  let size = 0;
  try {
    for await (const chunk of source.open()) {
      for (let at = 0; at < chunk.length; at += USUAL_BYTES) {
        const { buffer, byteOffset, length } = chunk.subarray(at, at + USUAL_BYTES);
        waiting.push(Buffer.from(buffer, byteOffset, length));
        size += length;
        if (size >= USUAL_BYTES) {
          yield together(waiting);
          waiting = [];
          size = 0;
        }
      }
    }
  } catch (cause) {
    throw new UnreadableSource('', { cause });
  }
  if (size > 0) {
    yield together(waiting);
  }
}

function together([first = Buffer.alloc(0), ...others]: readonly Buffer[]): Buffer {
  return others.length === 0 ? first : Buffer.concat([first, ...others]);
}

function decoderFor(bytes: Buffer): TextDecoder | undefined {
  const mark = bytes.subarray(0, 2).toString('hex');
  return mark === 'fffe' || mark === 'feff'
    ? new TextDecoder(mark === 'fffe' ? 'utf-16le' : 'utf-16be')
    : undefined;
}
