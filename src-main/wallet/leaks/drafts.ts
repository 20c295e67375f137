import { randomUUID } from 'node:crypto';
import type { InputOf, OutputOf } from '../../contract/contract.ts';
import { WalletError } from '../wallet-error.ts';
import { emptyScan, mergeScans } from './merge-scans.ts';
import type { LeakScan } from './recognise/scanned-token.ts';
import type { LeakSource } from './read/leak-source.ts';
import type { ScanProgress } from './recognise/scan-leak.ts';

type Scan = (source: LeakSource, onProgress: (progress: ScanProgress) => void) => Promise<LeakScan>;

/** Texts that are being read; in memory only, until they become a case or are dropped. */
export interface Drafts {
  begin(): OutputOf<'leaks.begin'>;
  /** Hands over a piece; resolves when it has been read, so that whoever feeds is not faster than the reading. */
  feed(piece: InputOf<'leaks.feed'>): Promise<OutputOf<'leaks.feed'>>;
  /** What was found in the sources that ended. Throws `leak-empty` where they held nothing. */
  found(draft: string): LeakScan;
  drop(draft: string): void;
  close(): void;
}

/** A source that is being read, and the scan that reads it. */
interface Reading {
  readonly pieces: Pieces;
  readonly ended: Promise<LeakScan>;
  progress: ScanProgress;
}

interface Draft {
  found: LeakScan;
  readonly underWay: Map<string, Reading>;
}

/** `shownName`: the name of a source that was not read, as it may be shown and kept. */
export function createDrafts(scan: Scan, shownName: (name: string) => string): Drafts {
  const drafts = new Map<string, Draft>();
  const drop = (id: string): void => {
    for (const { pieces } of drafts.get(id)?.underWay.values() ?? []) {
      pieces.end();
    }
    drafts.delete(id);
  };
  return {
    begin: () => {
      const id = randomUUID();
      drafts.set(id, { found: emptyScan, underWay: new Map() });
      return { draft: id };
    },
    feed: async ({ draft: id, source, text, isLast, skipped }) => {
      const draft = find(id);
      if (skipped !== undefined) {
        draft.underWay.get(source)?.pieces.end();
        draft.underWay.delete(source);
        draft.found = mergeScans(draft.found, {
          ...emptyScan,
          files: { ...emptyScan.files, [skipped]: [shownName(source)] },
        });
        return progressOf(draft);
      }
      const reading = draft.underWay.get(source) ?? beginReading(source);
      draft.underWay.set(source, reading);
      // A scan that has read enough, of a binary file for example, takes no further piece.
      await Promise.race([reading.pieces.add(Buffer.from(text)), reading.ended.catch(() => undefined)]);
      if (isLast) {
        reading.pieces.end();
        const found = await reading.ended;
        draft.underWay.delete(source);
        draft.found = mergeScans(draft.found, found);
      }
      return progressOf(draft);
    },
    found: (id) => {
      const { found } = find(id);
      requireContent(found);
      return found;
    },
    drop,
    close: () => {
      [...drafts.keys()].forEach(drop);
    },
  };

  function find(id: string): Draft {
    const draft = drafts.get(id);
    if (draft === undefined) {
      throw new WalletError('draft-not-found');
    }
    return draft;
  }

  function beginReading(name: string): Reading {
    const pieces = createPieces();
    const reading: Reading = {
      pieces,
      progress: { bytes: 0, files: 0, tokens: 0 },
      ended: scan({ name, open: () => pieces.read() }, (progress) => {
        reading.progress = progress;
      }),
    };
    // Whoever hands over the last piece hears of a failure; a draft that is dropped before needs nobody to.
    reading.ended.catch(() => undefined);
    return reading;
  }
}

/** Throws `leak-empty` where there was nothing to read. What could not be read is told by name instead. */
export function requireContent({ bytes, files }: LeakScan): void {
  if (bytes === 0 && files.binary.length + files.unreadable.length === 0) {
    throw new WalletError('leak-empty');
  }
}

function progressOf({ found, underWay }: Draft): OutputOf<'leaks.feed'> {
  const readings = [...underWay.values()];
  const sum = (of: 'bytes' | 'tokens'): number =>
    readings.reduce((all, { progress }) => all + progress[of], 0);
  return { bytes: found.bytes + sum('bytes'), tokens: found.tokens.length + sum('tokens') };
}

/** What is handed over on one side and read on the other. */
interface Pieces {
  /** Resolves when the piece has been taken. */
  add(piece: Uint8Array): Promise<void>;
  end(): void;
  read(): AsyncGenerator<Uint8Array>;
}

function createPieces(): Pieces {
  const waiting: { readonly piece: Uint8Array; readonly taken: () => void }[] = [];
  let isOver = false;
  let wake = (): void => undefined;
  return {
    add: (piece) =>
      new Promise((resolve) => {
        if (isOver || piece.length === 0) {
          resolve();
          return;
        }
        waiting.push({ piece, taken: resolve });
        wake();
      }),
    end: () => {
      isOver = true;
      wake();
    },
    read: async function* read() {
      for (;;) {
        const next = waiting.shift();
        if (next !== undefined) {
          yield next.piece;
          next.taken();
        } else if (isOver) {
          return;
        } else {
          await new Promise<void>((resolve) => {
            wake = resolve;
          });
        }
      }
    },
  };
}
