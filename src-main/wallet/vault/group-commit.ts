import type { Clock } from '../ports.ts';
import { systemClock } from '../system-clock.ts';
import type { OpenVault, VaultWriter } from './vault.ts';

/**
 * After each transaction what comes is gathered for so long, because every transaction has its price; and no longer, for
 * many pieces at once would hold up the services' next answers. A transaction that comes alone waits for nothing.
 */
const REST_MS = 10;

/** Many small pieces of writing in one transaction, because each transaction waits for the disk. */
export interface GroupCommit {
  /**
   * Resolves when the work is on the disk, rejects with why it is not. A piece that throws takes no other with it.
   */
  commit(work: (writer: VaultWriter) => void): Promise<void>;
  /** Writes at once whatever still waits. */
  flush(): void;
}

interface Piece {
  readonly work: (writer: VaultWriter) => void;
  readonly resolve: () => void;
  readonly reject: (reason: unknown) => void;
}

/**
 * Groups what is written. Its time is the disk's and not the wallet's: a clock that stands still, or is set back, must
 * not keep anything from the disk.
 */
export function createGroupCommit(opened: () => OpenVault, clock: Clock = systemClock): GroupCommit {
  let pieces: Piece[] = [];
  let cancelRest: (() => void) | undefined;
  let isResting = false;
  /** The disk is at work on the last transaction, and nothing else in this process waits for it. */
  let isSyncing = false;

  return {
    commit: (work) =>
      new Promise((resolve, reject) => {
        pieces.push({ work, resolve, reject });
        if (!isResting && !isSyncing) {
          rest(0);
        }
      }),
    flush: () => {
      cancelRest?.();
      isResting = false;
      for (const { resolve } of writeAll('write')) {
        resolve();
      }
    },
  };

  function rest(restMs: number): void {
    isResting = true;
    cancelRest = clock.after(restMs, () => {
      isResting = false;
      proceed();
    });
  }

  function proceed(): void {
    if (isResting || isSyncing || pieces.length === 0) {
      return;
    }
    const written = writeAll('writeUnsynced');
    rest(REST_MS);
    if (written.length > 0) {
      isSyncing = true;
      opened()
        .synced()
        .then(
          () => {
            written.forEach(({ resolve }) => {
              resolve();
            });
          },
          (error: unknown) => {
            written.forEach(({ reject }) => {
              reject(error);
            });
          },
        )
        .finally(() => {
          isSyncing = false;
          proceed();
        });
    }
  }

  /** Writes in one transaction all that waits, and answers with it. A piece that throws is told why, and left out. */
  function writeAll(way: 'write' | 'writeUnsynced'): readonly Piece[] {
    let group: readonly Piece[] = pieces;
    pieces = [];
    while (group.length > 0) {
      const failure = write(group, way);
      if (failure === undefined) {
        return group;
      }
      for (const piece of failure.pieces) {
        piece.reject(failure.error);
      }
      // The others of the group are innocent, and nothing of them has been written yet.
      group = group.filter((piece) => !failure.pieces.includes(piece));
    }
    return [];
  }

  /** Answers with why nothing has been written, and with the piece that is to blame; with all of them where none is. */
  function write(
    group: readonly Piece[],
    way: 'write' | 'writeUnsynced',
  ): { readonly pieces: readonly Piece[]; readonly error: unknown } | undefined {
    let current: Piece | undefined;
    try {
      opened()[way]((writer) => {
        for (current of group) {
          current.work(writer);
        }
        current = undefined;
      });
      return undefined;
    } catch (error) {
      return { pieces: current === undefined ? group : [current], error };
    }
  }
}
