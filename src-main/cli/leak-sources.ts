import { createReadStream, type Stats, statSync } from 'node:fs';
import { opendir } from 'node:fs/promises';
import { join } from 'node:path';
import { addAbortSignal } from 'node:stream';
import type { LeakSource } from '../wallet/leaks/read/leak-source.ts';
import { WrongUse } from './arguments.ts';

/**
 * What the words after `leak scan` name: files, folders with all that is in them, and `-` for standard input.
 *
 * A folder that cannot be looked into is one source that cannot be read. Once the signal is aborted nobody waits for
 * standard input any more. Throws `WrongUse` for a word that names nothing.
 */
export function leakSources(words: readonly string[], signal: AbortSignal): AsyncIterable<LeakSource> {
  const places = words.filter((word) => word !== '-').map((path) => ({ path, isFolder: isFolder(path) }));
  return (async function* sources() {
    if (words.includes('-')) {
      yield { name: 'standard input', open: () => addAbortSignal(signal, process.stdin) };
    }
    for (const { path, isFolder: walks } of places) {
      yield* walks ? filesIn(path) : [fileAt(path)];
    }
  })();
}

/**
 * Links in a folder are not followed: they may lead in circles, and out of what the person meant. Nor are pipes, sockets
 * and devices read, which may have no end.
 */
async function* filesIn(folder: string): AsyncIterable<LeakSource> {
  try {
    for await (const entry of await opendir(folder)) {
      const path = join(folder, entry.name);
      if (entry.isDirectory()) {
        yield* filesIn(path);
      } else if (entry.isFile()) {
        yield fileAt(path);
      }
    }
  } catch {
    // What cannot be listed cannot be read as a file either, and so counts as unreadable.
    yield fileAt(folder);
  }
}

function fileAt(path: string): LeakSource {
  return { name: path, open: () => createReadStream(path) };
}

function isFolder(path: string): boolean {
  const found = statOf(path);
  if (found === undefined) {
    throw new WrongUse(`There is no file or folder ${path}.`);
  }
  return found !== 'unknown' && found.isDirectory();
}

/** `unknown` where even that may not be asked; reading it then says so. */
function statOf(path: string): Stats | 'unknown' | undefined {
  try {
    return statSync(path, { throwIfNoEntry: false });
  } catch {
    return 'unknown';
  }
}
