import type { UseCases } from '../../../contract/contract.ts';
import type { RevocationRun } from '../../../contract/revocation.ts';
import type { ConnectionRecord } from '../../vault/records.ts';
import { nothingIfExpected } from '../../wallet-error.ts';
import { moment } from '../../moment.ts';
import { type ConnectionContext, findConnection } from '../context.ts';
import { lateTokensOf } from './late-tokens.ts';
import { listAfterwards, listWaiting, type WaitingRevocation } from './list-waiting.ts';
import { makeProof } from './make-proof.ts';
import { changePending, giveUp, isProvedDead, noteBegun } from './mark-revocations.ts';
import { openServicePage } from './open-service-page.ts';
import { previewFor } from './preview-for.ts';
import { itemOfConnection, itemOfLateTokens, type QueueItem } from './queue-item.ts';
import { isEndedByHand } from './store-try.ts';
import { createRevocationQueue } from './revocation-queue.ts';
import { createRunCounter } from './revocation-run.ts';
import { createThrottle } from '../../throttle.ts';

export type RevocationUseCases = Pick<
  UseCases,
  Extract<keyof UseCases, 'connections.revoke' | `revocations.${string}`>
>;

/** Everything that takes connections back: at once, many, and whatever has to wait. */
export interface Revocations {
  readonly useCases: RevocationUseCases;
  /** Cuts late tokens that are in the vault by now; resolves when that has been tried once. */
  cutLateTokens(connectionId: string): Promise<void>;
  /** The vault has been opened: goes on with what is not finished. */
  begin(): void;
  /** Resolves when everything that was begun in this process has been tried. */
  settled(): Promise<void>;
  /** What is not finished. */
  waiting(): readonly WaitingRevocation[];
  /** How those stand now that were waiting. */
  afterwards(before: readonly WaitingRevocation[]): readonly WaitingRevocation[];
  /** Ends all waiting; what is not finished stays in the vault. */
  close(): void;
}

/** How often the window hears of a run: as often as a person can read. */
const TELL_MS = 250;
/** How often the vault is read anew while other processes change it. */
const READ_MS = 2_000;

/** `inBackground`: works off by itself what waits. Without it, as in a terminal, only what is begun here is tried, once. */
export function createRevocations(
  context: ConnectionContext,
  { inBackground }: { readonly inBackground: boolean },
): Revocations {
  const { vault, clock, services, tell } = context;
  const run = createRunCounter(clock);
  const tellRun = createThrottle(clock, TELL_MS, () => {
    tell('revocationsChanged', view());
  });
  const queue = createRevocationQueue(context, run, { inBackground, changed: tellRun.wish });
  const { items } = queue;
  const underWay = new Set<Promise<void>>();
  // While another process works off thousands, there is something new every moment.
  const readLater = createThrottle(clock, READ_MS, () => {
    if (vault.isOpen()) {
      queue.begin();
      tellRun.wish();
    }
  });
  let endWatch = (): void => undefined;

  return {
    useCases: {
      'connections.revoke': async ({ ids }) => {
        const wanted = [...new Set(ids)];
        await tryOnce(begin(wanted));
        return vault
          .opened()
          .reading((reader) => wanted.map((id) => reader.read('connection', id)?.revocation ?? null))
          .filter((revocation) => revocation !== null);
      },
      'revocations.start': async ({ ids }) => {
        inTheBackground(begin([...new Set(ids)]));
        return view();
      },
      'revocations.run': async () => view(),
      'revocations.stop': async () => {
        stop();
        return changed();
      },
      'revocations.resume': async () => {
        queue.read();
        inTheBackground(goingOn([...items.all.values()].filter(({ isStopped }) => isStopped)));
        return changed();
      },
      'revocations.tryNow': async ({ ids }) => {
        queue.read();
        inTheBackground(goingOn(ids.length === 0 ? [...items.all.values()] : itemsOf(ids)));
        return changed();
      },
      'revocations.giveUp': async ({ ids }) => {
        vault.opened().write((writer) => {
          for (const id of ids) {
            giveUp(writer, id);
          }
        });
        queue.read();
        return changed();
      },
      'revocations.preview': async ({ ids }) => previewFor(context, ids),
      'revocations.openPage': async ({ id }) => {
        const opened = await openServicePage(context, id);
        queue.begin();
        return opened;
      },
      'revocations.proof': async ({ ids }) => makeProof(context, ids),
    },
    cutLateTokens: async (connectionId) => {
      const opened = vault.opened();
      const record = opened.read('connection', connectionId);
      const pending = record?.pending ?? null;
      const found = lateTokensOf(opened, connectionId).flatMap((late) =>
        late.pending === null ? [] : itemOfLateTokens(services, late, late.pending),
      );
      if (record !== undefined && pending !== null) {
        found.push(itemOfConnection(services, record, pending));
      }
      items.add(found);
      await queue.tryNow(found);
    },
    begin: () => {
      queue.begin();
      endWatch();
      endWatch = inBackground ? vault.onChangedElsewhere(readLater.wish) : endWatch;
      tellRun.wish();
    },
    settled: async () => {
      await queue.settled();
      await Promise.all(underWay);
    },
    waiting: () => listWaiting(vault.opened()),
    afterwards: (before) => listAfterwards(vault.opened(), before),
    close: () => {
      endWatch();
      readLater.end();
      tellRun.end();
      queue.close();
    },
  };

  /**
   * Marks what is to be revoked before any service is asked, all of it or nothing, so that what was begun is finished
   * whatever happens to this process. An unknown id is told, and takes the transaction back.
   */
  function begin(ids: readonly string[]): readonly QueueItem[] {
    const [begun, waiting]: [QueueItem[], QueueItem[]] = [[], []];
    vault.opened().write((writer) => {
      const wanted: ConnectionRecord[] = [];
      for (const id of ids) {
        const record = findConnection(writer, id);
        if (record.pending !== null && !isEndedByHand(record, record.pending)) {
          waiting.push(itemOfConnection(services, record, record.pending));
        } else if (!isProvedDead(record)) {
          wanted.push(record);
        }
      }
      if (wanted.length > 0) {
        const pending = writer.markForRevocation(
          clock.now(),
          wanted.map(({ id }) => id),
        );
        begun.push(...wanted.map((record) => itemOfConnection(services, record, pending)));
        noteBegun(writer, wanted);
      }
    });
    items.add(begun);
    tell('connectionsChanged', {});
    return [...begun, ...goingOn(waiting)];
  }

  /** Those that wait, and are not to be stopped any longer. */
  function goingOn(waiting: readonly QueueItem[]): readonly QueueItem[] {
    const going = waiting.map((item) => ({ ...item, isStopped: false }));
    const stopped = waiting.filter(({ isStopped }) => isStopped);
    if (stopped.length > 0) {
      vault.opened().write((writer) => {
        for (const item of stopped) {
          changePending(writer, item, { isStopped: false });
        }
      });
    }
    items.add(going);
    return going;
  }

  /** What has not begun begins no more, until the person says so. What waits for another try goes on waiting. */
  function stop(): void {
    queue.read();
    const dropped = queue.drop();
    const unbegun = [...items.all.values()].filter(
      ({ id, attempts, isStopped }) => attempts === 0 && !isStopped && !queue.isInLine(id),
    );
    const stopped = new Map([...dropped, ...unbegun].map((item) => [item.id, item]));
    vault.opened().write((writer) => {
      for (const item of stopped.values()) {
        changePending(writer, item, { isStopped: true });
      }
      writer.note({
        action: 'revocation-stopped',
        connectionId: null,
        about: { count: String(stopped.size) },
      });
    });
    queue.read();
    run.stop();
  }

  /** A window that finds something taken by another process looks at it again; a terminal does not stay. */
  function tryOnce(wanted: readonly QueueItem[]): Promise<void> {
    return inBackground ? queue.tryNow(wanted) : queue.tryUntilFree(wanted);
  }

  /** Answers to the person come at once; how it goes on is told by events, and whatever fails stays in the vault. */
  function inTheBackground(wanted: readonly QueueItem[]): void {
    const tried = tryOnce(wanted)
      .catch(nothingIfExpected)
      .finally(() => underWay.delete(tried));
    underWay.add(tried);
  }

  function itemsOf(connectionIds: readonly string[]): readonly QueueItem[] {
    const wanted = new Set(connectionIds);
    return [...items.all.values()].filter(({ connectionId }) => wanted.has(connectionId));
  }

  function changed(): RevocationRun {
    tell('connectionsChanged', {});
    tellRun.now();
    return view();
  }

  function view(): RevocationRun {
    const waiting = [...items.all.values()].filter(({ id, isStopped }) => !isStopped && !queue.isInLine(id));
    const nextAtMs = waiting.reduce(
      (first, { nextAttemptAtMs }) => Math.min(first, nextAttemptAtMs),
      Infinity,
    );
    return run.view({
      waiting: waiting.length,
      nextAttemptAt: nextAtMs === Infinity ? null : moment(nextAtMs),
    });
  }
}
