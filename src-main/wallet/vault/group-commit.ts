import type { Clock } from '../ports.ts';
import { systemClock } from '../system-clock.ts';
import type { OpenVault, VaultWriter } from './vault.ts';

/**
 * Syncing the disk stops everything else in this process. After each time it is left alone for so many times as long, and
 * never longer than so, while whatever comes is gathered. A transaction that comes alone waits for nothing.
 */
const REST_FACTOR = 10;
const MOST_REST_MS = 200;

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
  let cancelTimer: (() => void) | undefined;
  let isResting = false;

  return {
    commit: (work) =>
      new Promise((resolve, reject) => {
        pieces.push({ work, resolve, reject });
        if (!isResting) {
          isResting = true;
          cancelTimer = clock.after(0, writeAndRest);
        }
      }),
    flush: () => {
      cancelTimer?.();
      isResting = false;
      writeAll();
    },
  };

  function writeAndRest(): void {
    if (pieces.length === 0) {
      isResting = false;
      return;
    }
    const beganAtMs = clock.now();
    writeAll();
    const tookMs = Math.abs(clock.now() - beganAtMs);
    cancelTimer = clock.after(Math.min(REST_FACTOR * tookMs, MOST_REST_MS), writeAndRest);
  }

  function writeAll(): void {
    let group = pieces;
    pieces = [];
    while (group.length > 0) {
      const failed = write(group);
      if (failed === undefined) {
        return;
      }
      // The others of the group are innocent, and nothing of them has been written yet.
      group = group.filter((piece) => piece !== failed);
    }
  }

  /** Answers with the piece that threw; undefined when the group is done with, one way or the other. */
  function write(group: readonly Piece[]): Piece | undefined {
    let current: Piece | undefined;
    try {
      opened().write((writer) => {
        for (current of group) {
          current.work(writer);
        }
        current = undefined;
      });
    } catch (error) {
      for (const piece of current === undefined ? group : [current]) {
        piece.reject(error);
      }
      return current;
    }
    for (const piece of group) {
      piece.resolve();
    }
    return undefined;
  }
}
