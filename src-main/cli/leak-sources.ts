import { createReadStream, lstatSync } from 'node:fs';
import { opendir } from 'node:fs/promises';
import { join } from 'node:path';
import type { LeakSource } from '../wallet/leaks/read/leak-source.ts';
import { WrongUse } from './arguments.ts';

/** What the words after `leak scan` name: files, folders with all that is in them, and `-` for standard input. */
export function leakSources(words: readonly string[]): AsyncIterable<LeakSource> {
  const places = words.filter((word) => word !== '-').map((path) => ({ path, isFolder: isFolder(path) }));
  return (async function* sources() {
    if (words.includes('-')) {
      yield { name: 'standard input', open: () => process.stdin };
    }
    for (const { path, isFolder: walks } of places) {
      yield* walks ? filesIn(path) : [fileAt(path)];
    }
  })();
}

/** Links are not followed: they may lead in circles, and out of what the person meant. */
async function* filesIn(folder: string): AsyncIterable<LeakSource> {
  for await (const entry of await opendir(folder)) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) {
      yield* filesIn(path);
    } else if (entry.isFile()) {
      yield fileAt(path);
    }
  }
}

function fileAt(path: string): LeakSource {
  return { name: path, open: () => createReadStream(path) };
}

function isFolder(path: string): boolean {
  try {
    return lstatSync(path).isDirectory();
  } catch {
    throw new WrongUse(`There is no file or folder ${path}.`);
  }
}
