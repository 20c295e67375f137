import type { InputOf } from '../../src-main/contract/contract.ts';

const PIECE_BYTES = 1_000_000;
const PROBE_BYTES = 8_192;
/** What the contract allows for the name of a source; of a longer path the end tells more. */
const NAME_LENGTH = 1_000;

/** A piece of a source as `leaks.feed` takes it, and how much of the source is read with it, from 0 to 1. */
export type LeakPiece = Pick<InputOf<'leaks.feed'>, 'text' | 'isLast' | 'skipped'> & {
  readonly share: number;
};

/** Something to look for leaked tokens in: a text that was pasted, or a file. */
export interface LeakSource {
  readonly name: string;
  pieces(): AsyncIterable<LeakPiece>;
}

export function textSource(name: string, text: string): LeakSource {
  return { name, pieces: () => piecesOfText(text) };
}

/** A file is opened only when its turn comes, because some cannot be, and there may be very many. */
export function fileSource(name: string, open: () => Promise<Blob>): LeakSource {
  return { name: name.slice(-NAME_LENGTH), pieces: () => piecesOfFile(open) };
}

export function chosenFiles(files: Iterable<File>): LeakSource[] {
  return Array.from(files, (file) =>
    fileSource(file.webkitRelativePath === '' ? file.name : file.webkitRelativePath, async () => file),
  );
}

/**
 * All files in what was dropped, with those in its folders.
 *
 * The entries have to be asked for at once: after the first wait the browser has taken the dropped things away.
 */
export async function droppedFiles(items: DataTransferItemList): Promise<LeakSource[]> {
  const dropped = Array.from(items, (item) => ({ entry: item.webkitGetAsEntry(), file: item.getAsFile() }));
  const sources = dropped.map(async ({ entry, file }) =>
    // What comes from no file system, such as the attachment of a mail, is a file and no entry.
    entry === null ? chosenFiles(file === null ? [] : [file]) : filesOfEntry(entry),
  );
  return (await Promise.all(sources)).flat();
}

async function filesOfEntry(entry: FileSystemEntry): Promise<LeakSource[]> {
  const name = entry.fullPath.replace(/^\//, '');
  if (isFile(entry)) {
    return [
      fileSource(
        name,
        () =>
          new Promise((resolve, reject) => {
            entry.file(resolve, reject);
          }),
      ),
    ];
  }
  try {
    const entries = await entriesOf((entry as FileSystemDirectoryEntry).createReader());
    return (await Promise.all(entries.map(filesOfEntry))).flat();
  } catch (error) {
    // A folder that cannot be looked into is counted as one source that cannot be read.
    return [
      fileSource(name, () => Promise.reject(error instanceof Error ? error : new Error(String(error)))),
    ];
  }
}

/** A reader of a folder hands out a hundred entries at a time, and none at the end. */
async function entriesOf(reader: FileSystemDirectoryReader): Promise<FileSystemEntry[]> {
  const some = await new Promise<FileSystemEntry[]>((resolve, reject) => {
    reader.readEntries(resolve, reject);
  });
  return some.length === 0 ? [] : [...some, ...(await entriesOf(reader))];
}

function isFile(entry: FileSystemEntry): entry is FileSystemFileEntry {
  return entry.isFile;
}

async function* piecesOfText(text: string): AsyncGenerator<LeakPiece> {
  let from = 0;
  do {
    const to = endOfPiece(text, from + PIECE_BYTES);
    const isLast = to >= text.length;
    yield { text: text.slice(from, to), isLast, share: isLast ? 1 : to / text.length };
    from = to;
  } while (from < text.length);
}

/** Never in the middle of a character that takes two places. */
function endOfPiece(text: string, end: number): number {
  const code = text.charCodeAt(end - 1);
  return code >= 0xd800 && code <= 0xdbff ? end + 1 : end;
}

async function* piecesOfFile(open: () => Promise<Blob>): AsyncGenerator<LeakPiece> {
  try {
    const file = await open();
    const decoder = decoderFor(await bytesOf(file, 0, PROBE_BYTES));
    if (decoder === undefined) {
      yield { text: '', isLast: true, skipped: 'binary', share: 1 };
      return;
    }
    let from = 0;
    do {
      const to = from + PIECE_BYTES;
      const isLast = to >= file.size;
      const text = decoder.decode(await bytesOf(file, from, to), { stream: !isLast });
      yield { text, isLast, share: isLast ? 1 : to / file.size };
      from = to;
    } while (from < file.size);
  } catch {
    yield { text: '', isLast: true, skipped: 'unreadable', share: 1 };
  }
}

async function bytesOf(file: Blob, from: number, to: number): Promise<Uint8Array<ArrayBuffer>> {
  return new Uint8Array(await file.slice(from, to).arrayBuffer());
}

/** UTF-16 says so in its first two bytes; any other file with a zero in it is no text, and has no decoder. */
function decoderFor(start: Uint8Array): TextDecoder | undefined {
  if (start[0] === 0xff && start[1] === 0xfe) {
    return new TextDecoder('utf-16le');
  }
  if (start[0] === 0xfe && start[1] === 0xff) {
    return new TextDecoder('utf-16be');
  }
  return start.includes(0) ? undefined : new TextDecoder();
}
