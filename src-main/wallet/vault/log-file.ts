import { closeSync, fdatasync, openSync } from 'node:fs';

/** SQLite's write-ahead log, in which every transaction gets to the disk. */
export class LogFile {
  readonly #path: string;
  #descriptor: number | undefined;
  #syncing = 0;
  #isClosed = false;

  constructor(database: string) {
    this.#path = `${database}-wal`;
  }

  /** Resolves when all that has been written so far is on the disk. Nothing else in this process waits for it. */
  async synced(): Promise<void> {
    // Only a descriptor that may write can be synced on Windows. The log stays the same file while its database is open.
    const descriptor = (this.#descriptor ??= openSync(this.#path, 'r+'));
    this.#syncing += 1;
    const { promise, resolve, reject } = Promise.withResolvers<undefined>();
    fdatasync(descriptor, (error) => {
      this.#syncing -= 1;
      this.#closeIfDone();
      if (error === null) {
        resolve(undefined);
      } else {
        reject(error);
      }
    });
    return promise;
  }

  close(): void {
    this.#isClosed = true;
    this.#closeIfDone();
  }

  /** The system may give the number of a closed descriptor to another file, which would be synced instead. */
  #closeIfDone(): void {
    if (this.#isClosed && this.#syncing === 0 && this.#descriptor !== undefined) {
      closeSync(this.#descriptor);
      this.#descriptor = undefined;
    }
  }
}
