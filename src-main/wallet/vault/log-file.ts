import { closeSync, fdatasync, openSync, realpathSync } from 'node:fs';

/** SQLite's write-ahead log, in which every transaction gets to the disk. */
export class LogFile {
  readonly #database: string;
  #descriptor: number | undefined;
  #syncing = 0;
  #isClosed = false;

  constructor(database: string) {
    this.#database = database;
  }

  /** Whether it can be synced. It is not there before something is written, and other programs may hold it for a moment. */
  isAtHand(): boolean {
    try {
      // Beside the database itself, where a link leads to it. Only a descriptor that may write can be synced on Windows.
      // The log stays the same file while its database is open.
      this.#descriptor ??= openSync(`${realpathSync(this.#database)}-wal`, 'r+');
      return true;
    } catch {
      return false;
    }
  }

  /** Resolves when all that has been written so far is on the disk. Nothing else in this process waits for it. */
  async synced(): Promise<void> {
    const descriptor = this.#descriptor;
    if (descriptor === undefined) {
      // Nobody has written without syncing, because it could not be synced.
      return;
    }
    this.#syncing += 1;
    const { promise, resolve, reject } = Promise.withResolvers<undefined>();
    fdatasync(descriptor, (error) => {
      this.#syncing -= 1;
      if (error === null) {
        resolve(undefined);
      } else {
        reject(error);
      }
      this.#closeIfDone();
    });
    return promise;
  }

  close(): void {
    this.#isClosed = true;
    this.#closeIfDone();
  }

  /** The system may give the number of a closed descriptor to another file, which would be synced instead. */
  #closeIfDone(): void {
    const descriptor = this.#descriptor;
    if (this.#isClosed && this.#syncing === 0 && descriptor !== undefined) {
      this.#descriptor = undefined;
      try {
        closeSync(descriptor);
      } catch {
        // What was written has been synced or told to have failed; nobody is left to be told more.
      }
    }
  }
}
