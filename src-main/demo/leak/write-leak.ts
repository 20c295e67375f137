import { createWriteStream, existsSync, statSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { IssuedGrant } from '../issue-grant.ts';
import { leakedLog } from './leaked-log.ts';
import { leakedRepository } from './leaked-repository.ts';

/** Writes the leak as one file, or as a repository where `out` is a folder. Answers with its absolute path. */
export async function writeLeak(
  grants: readonly IssuedGrant[],
  service: string,
  out: string,
): Promise<string> {
  const path = resolve(out);
  if (out.endsWith('/') || (existsSync(path) && statSync(path).isDirectory())) {
    for (const [name, lines] of leakedRepository(grants, service)) {
      await writeLines(join(path, name), lines);
    }
  } else {
    await writeLines(path, leakedLog(grants, service));
  }
  return path;
}

async function writeLines(file: string, lines: Iterable<string>): Promise<void> {
  await mkdir(dirname(file), { recursive: true });
  await pipeline(endLines, createWriteStream(file));

  function* endLines(): Iterable<string> {
    for (const line of lines) {
      yield `${line}\n`;
    }
  }
}
