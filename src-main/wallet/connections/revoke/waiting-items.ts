import type { Clock } from '../../ports.ts';
import type { ServiceDirectory } from '../../services/service-directory.ts';
import type { PendingRevocation } from '../../vault/records.ts';
import type { VaultReader } from '../../vault/vault.ts';
import { dueAtMs } from './next-try.ts';
import { itemOfConnection, itemOfLateTokens, type QueueItem, scheduleOf } from './queue-item.ts';

/** The revocations that are not finished, as far as this process knows. */
export interface WaitingItems {
  readonly all: ReadonlyMap<string, QueueItem>;
  add(items: readonly QueueItem[]): void;
  /** Takes over what a try has changed; null: finished. */
  update(id: string, pending: PendingRevocation | null): void;
  /**
   * Leaves one alone for a while, because the vault cannot be written, or a whole batch, because another process works
   * on it. What is left alone already is so no longer for it.
   */
  postpone(idOrBatch: string, waitMs: number): void;
  /** The batch is ours now: what was left alone of it need not be any more. Answers with whether it was. */
  takeUp(batch: string): boolean;
  /** Reads everything anew, for what other processes have done. */
  readFrom(vault: VaultReader): void;
  /** Those whose time has come, the most urgent first, and when the next comes. */
  due(isAside: (id: string) => boolean): { readonly items: readonly QueueItem[]; readonly nextAtMs: number };
  clear(): void;
}

export function createWaitingItems(services: ServiceDirectory, clock: Clock): WaitingItems {
  const all = new Map<string, QueueItem>();
  const postponedUntilMs = new Map<string, number>();
  return {
    all,
    add,
    update: (id, pending) => {
      const item = all.get(id);
      postponedUntilMs.delete(id);
      if (pending === null || item === undefined) {
        all.delete(id);
      } else {
        all.set(id, { ...item, ...scheduleOf(pending) });
      }
    },
    postpone: (idOrBatch, waitMs) => {
      const nowMs = clock.now();
      if (aloneUntilMs(idOrBatch, nowMs) <= nowMs) {
        postponedUntilMs.set(idOrBatch, nowMs + waitMs);
      }
    },
    takeUp: (batch) => postponedUntilMs.delete(batch),
    readFrom: (vault) => {
      all.clear();
      for (const record of vault.readAll('connection').records) {
        if (record.pending !== null) {
          add([itemOfConnection(services, record, record.pending)]);
        }
      }
      for (const record of vault.readAll('lateTokens').records) {
        if (record.pending !== null) {
          add([itemOfLateTokens(services, record, record.pending)]);
        }
      }
    },
    due: (isAside) => {
      const nowMs = clock.now();
      const items: QueueItem[] = [];
      let nextAtMs = Infinity;
      for (const item of all.values()) {
        if (item.isStopped || isAside(item.id)) {
          continue;
        }
        const atMs = Math.max(
          dueAtMs(item.nextAttemptAtMs, nowMs),
          aloneUntilMs(item.id, nowMs),
          aloneUntilMs(item.batch, nowMs),
        );
        if (atMs <= nowMs) {
          items.push(item);
        } else {
          nextAtMs = Math.min(nextAtMs, atMs);
        }
      }
      return { items: mostUrgentFirst(items), nextAtMs };
    },
    clear: () => {
      all.clear();
      postponedUntilMs.clear();
    },
  };

  function aloneUntilMs(idOrBatch: string, nowMs: number): number {
    return dueAtMs(postponedUntilMs.get(idOrBatch) ?? 0, nowMs);
  }

  function add(items: readonly QueueItem[]): void {
    for (const item of items) {
      all.set(item.id, item);
    }
  }
}

/** Of those that are equally urgent the first stays the first. */
export function mostUrgentFirst(items: readonly QueueItem[]): readonly QueueItem[] {
  return items.toSorted((one, other) => other.urgency - one.urgency);
}
