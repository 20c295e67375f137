import type { Clock } from '../ports.ts';
import { systemClock } from '../system-clock.ts';
import type { OpenVault, VaultWriter } from './vault.ts';

/**
 * Syncing the disk stops everything else in this process. After each time it is left alone for so many times as long, and
 * never longer than so, while whatever comes is gathered. A transaction that comes alone waits for nothing. What the
 * pieces themselves take is not counted: gathering more of them would save none of it, and all at once they would hold
 * up the services' next answers.
 */
const REST_FACTOR = 10;
const MOST_REST_MS = 200;
/** Even a disk that is always ready is not bothered with each piece by itself. */
const LEAST_REST_MS = 10;

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
    const piecesMs = writeAll();
    const syncMs = Math.abs(clock.now() - beganAtMs) - piecesMs;
    const restMs = Math.max(LEAST_REST_MS, Math.min(REST_FACTOR * syncMs, MOST_REST_MS));
    cancelTimer = clock.after(restMs, writeAndRest);
  }

  /** Answers with how long the pieces took, without the disk. */
  function writeAll(): number {
    let group = pieces;
    let piecesMs = 0;
    pieces = [];
    while (group.length > 0) {
      const { failed, tookMs } = write(group);
      piecesMs += tookMs;
      // The others of the group are innocent, and nothing of them has been written yet.
      group = failed === undefined ? [] : group.filter((piece) => piece !== failed);
    }
    return piecesMs;
  }

  /** Answers with the piece that threw; without one the group is done with, one way or the other. */
  function write(group: readonly Piece[]): { readonly failed: Piece | undefined; readonly tookMs: number } {
    let current: Piece | undefined;
    let tookMs = 0;
    try {
      opened().write((writer) => {
        const beganAtMs = clock.now();
        for (current of group) {
          current.work(writer);
        }
        current = undefined;
        tookMs = Math.abs(clock.now() - beganAtMs);
      });
    } catch (error) {
      for (const piece of current === undefined ? group : [current]) {
        piece.reject(error);
      }
      return { failed: current, tookMs };
    }
    for (const piece of group) {
      piece.resolve();
    }
    return { failed: undefined, tookMs };
  }
}
