import { readFileSync } from 'node:fs';
import { Secret } from '../wallet/secret.ts';
import { WrongUse } from './arguments.ts';

/**
 * Reads a secret from a file, or from standard input where the file is called `-`.
 *
 * The first line counts, without its line break: that is what editors and `echo` leave behind. A secret is never taken
 * from an argument or the environment, which other processes can read.
 */
export function readSecretFile(file: string, option: string): Secret {
  const [line = ''] = readTextFile(file, option).split(/\r?\n/, 1);
  if (line === '') {
    throw new WrongUse(`The file of --${option} is empty.`);
  }
  return new Secret(line);
}

/** Reads a whole text from a file, or from standard input where the file is called `-`. */
export function readTextFile(file: string, option: string): string {
  try {
    return readFileSync(file === '-' ? 0 : file, 'utf8');
  } catch (error) {
    throw new WrongUse(`The file of --${option} could not be read (${reasonOf(error)}).`);
  }
}

/** What the system says of a file that cannot be used: `ENOENT`. */
export function reasonOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : 'unknown reason';
}
