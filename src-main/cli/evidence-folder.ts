import { mkdirSync, mkdtempSync, rmdirSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { WrongUse } from './arguments.ts';
import { reasonOf } from './secret-file.ts';

/**
 * Makes the folder that evidence is to be written into, and tries whether it can be; answers with what takes away again
 * what was made. Throws `WrongUse`.
 */
export function makeEvidenceFolder(folder: string): () => void {
  try {
    const firstMade = mkdirSync(resolve(folder), { recursive: true, mode: 0o700 });
    rmdirSync(mkdtempSync(join(folder, '.token-wallet-')));
    return () => {
      removeMade(resolve(folder), firstMade);
    };
  } catch (error) {
    throw new WrongUse(`No evidence can be written into the folder ${folder} (${reasonOf(error)}).`);
  }
}

/** From the innermost to the first that was not there before; they are as empty as they were made. */
function removeMade(innermost: string, firstMade: string | undefined): void {
  if (firstMade === undefined) {
    return;
  }
  for (let folder = innermost; folder.length >= firstMade.length; folder = dirname(folder)) {
    rmdirSync(folder);
  }
}
