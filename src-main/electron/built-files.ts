import { readdirSync, readFileSync } from 'node:fs';
import { extname, join } from 'node:path';

export interface BuiltFile {
  readonly content: Buffer<ArrayBuffer>;
  readonly contentType: string;
}

/** The files of the built renderer, by their path in the window: `/index.html`, `/assets/...`. */
export type BuiltFiles = ReadonlyMap<string, BuiltFile>;

/** Every kind of file that the renderer is built of. Another kind stops the start, so that it is decided here first. */
const contentTypes: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
};

/**
 * Reads the built renderer into memory, once.
 *
 * What is served later comes from this list and never from a path that a request names, so that there is no path to
 * climb out of.
 */
export function readBuiltFiles(folder: string): BuiltFiles {
  return new Map(filesWithin(folder, ''));
}

function filesWithin(folder: string, path: string): [string, BuiltFile][] {
  return readdirSync(join(folder, path), { withFileTypes: true }).flatMap((entry) => {
    const entryPath = `${path}/${entry.name}`;
    return entry.isDirectory()
      ? filesWithin(folder, entryPath)
      : [[entryPath, readBuiltFile(folder, entryPath)]];
  });
}

function readBuiltFile(folder: string, path: string): BuiltFile {
  const contentType = contentTypes[extname(path)];
  if (contentType === undefined) {
    throw new Error(`The renderer was built with ${path}, a kind of file that the window does not serve.`);
  }
  return { content: readFileSync(join(folder, path)), contentType };
}
