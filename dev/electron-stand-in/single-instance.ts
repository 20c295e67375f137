/**
 * One wallet for each data folder. The lock is an exclusive transaction of SQLite on a file there: taken at once, as
 * Electron's call is synchronous, and given back by the operating system however the process ends.
 */
import {
  closeSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  watch,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

/** What the second instance says to the first before it goes. */
export interface SecondInstance {
  readonly argv: string[];
  readonly workingDirectory: string;
  readonly additionalData: unknown;
}

/** True: this process is the one, and hears of later ones. False: another is, and has been told `greeting`. */
export function takeSingleInstanceLock(
  userData: string,
  greeting: SecondInstance,
  onSecondInstance: (second: SecondInstance) => void,
): boolean {
  const folder = join(userData, 'stand-in');
  const greetings = join(folder, 'greetings');
  mkdirSync(greetings, { recursive: true, mode: 0o700 });
  if (!lockedFor(folder)) {
    const file = join(folder, `${process.pid}.json`);
    writeFileSync(file, JSON.stringify(greeting), { mode: 0o600 });
    renameSync(file, join(greetings, `${process.pid}.json`));
    return false;
  }
  const hear = (tell: boolean): void => {
    for (const name of readdirSync(greetings)) {
      const file = join(greetings, name);
      const second = JSON.parse(readFileSync(file, 'utf8')) as SecondInstance;
      rmSync(file);
      if (tell) {
        onSecondInstance(second);
      }
    }
  };
  // What lies there already was said to a process that is gone.
  hear(false);
  watch(greetings, () => {
    hear(true);
  }).unref();
  return true;
}

/** Kept, so that the lock lives as long as the process. */
let lock: DatabaseSync | undefined;

function lockedFor(folder: string): boolean {
  const file = join(folder, 'lock');
  closeSync(openSync(file, 'a', 0o600));
  const database = new DatabaseSync(file);
  try {
    database.exec('BEGIN EXCLUSIVE');
  } catch {
    database.close();
    return false;
  }
  lock = database;
  return true;
}

/** Gives the lock back before the process ends. */
export function releaseSingleInstanceLock(): void {
  lock?.close();
  lock = undefined;
}
