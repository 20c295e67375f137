import { isWorthAnotherTry } from '../../oauth/no-answer.ts';
import { createPace } from '../../pace.ts';
import { pause } from '../../pause.ts';
import { createGroupCommit } from '../../vault/group-commit.ts';
import type { PendingRevocation } from '../../vault/records.ts';
import { nothingIfExpected } from '../../wallet-error.ts';
import { type Answered, createWorkOff } from '../../work-off.ts';
import type { ConnectionContext } from '../context.ts';
import { createBatchLeases, LEASE_MS } from './batch-leases.ts';
import { type Answer, cutConnection, cutOnItsOwn, type TryWorld } from './cut-connection.ts';
import { changePending } from './mark-revocations.ts';
import { createPartyCache } from './party-cache.ts';
import type { QueueItem } from './queue-item.ts';
import type { RunCounter } from './revocation-run.ts';
import { createReadAhead } from './read-ahead.ts';
import { createServiceOutages, PATIENCE_MS } from './service-outages.ts';
import { leaveToConnection, wouldEndConnection } from './spare-late-tokens.ts';
import { createWaitingItems, mostUrgentFirst, type WaitingItems } from './waiting-items.ts';
import { worstOf } from './try-to-cut.ts';

/** A service that says so often in a row that it is busy is given up for this time. */
const MOST_TIMES_BUSY = 5;
/** A timer stands still while the computer sleeps: this is how late something is noticed at the latest. */
const LOOK_MS = 60_000;
/** How often it is tried whether another process is done. */
const FREE_AFTER_MS = 1_000;
/** The vault could not be written. */
const TROUBLE_MS = 60_000;

/** Works off the revocations that are not finished; those of other processes only when these have died. */
export interface RevocationQueue {
  readonly items: WaitingItems;
  isInLine(id: string): boolean;
  /** Tries these now. Resolves when each has been tried, here or in an earlier call; other processes are left alone. */
  tryNow(items: readonly QueueItem[]): Promise<void>;
  /**
   * The same for whoever does not stay to look again: waits for what a killed process had begun until that is free, and
   * no longer. A process that lives keeps what it works on.
   */
  tryUntilFree(items: readonly QueueItem[]): Promise<void>;
  /** Takes out of line what has not begun, and answers with it. */
  drop(): readonly QueueItem[];
  /** Reads the vault anew. */
  read(): void;
  /** Tries from now on whatever is due, also what other processes have left behind. */
  begin(): void;
  /** Resolves when nothing is in line any more. */
  settled(): Promise<void>;
  close(): void;
}

/** Calls `changed` whenever something was tried, or is in line no more. */
export function createRevocationQueue(
  context: ConnectionContext,
  run: RunCounter,
  { inBackground, changed }: { readonly inBackground: boolean; readonly changed: () => void },
): RevocationQueue {
  const { clock, vault, activities } = context;
  const group = createGroupCommit(() => vault.opened());
  const partiesOf = createPartyCache(context);
  const world: TryWorld = { context, partiesOf, group, random: Math.random };
  const items = createWaitingItems(context.services, clock);
  const outages = createServiceOutages(clock);
  const leases = createBatchLeases(vault, clock, (batch) => {
    for (const { id } of drop((item) => item.batch === batch)) {
      run.leave(id);
    }
  });
  const pace = createPace();
  const inLine = new Map<string, { readonly batch: string; readonly ended: Promise<void> }>();
  const timesBusy = new Map<string, number>();
  const line = createWorkOff<QueueItem>({ laneOf: ({ lane }) => lane, atOnce: pace.atOnce, work, clock });
  const ahead = createReadAhead(vault, clock, ({ lane }, count) => line.following(lane, count));
  let cancelLook = (): void => undefined;
  let looksAtMs = Infinity;

  return {
    items,
    isInLine: (id) => inLine.has(id),
    tryNow: async (wanted) => {
      await tryNow(wanted);
    },
    tryUntilFree: async (wanted) => {
      const untilMs = clock.now() + LEASE_MS + FREE_AFTER_MS;
      let left = await tryNow(wanted);
      while (left.length > 0 && clock.now() < untilMs) {
        await pause(clock, FREE_AFTER_MS);
        read();
        left = await tryNow(left.flatMap(({ id }) => items.all.get(id) ?? []));
      }
    },
    drop: () => drop(() => true),
    read,
    begin: () => {
      if (inBackground) {
        read();
        look();
      }
    },
    settled: async () => {
      while (inLine.size > 0) {
        await Promise.all([...inLine.values()].map(({ ended }) => ended.catch(nothingIfExpected)));
      }
    },
    close: () => {
      cancelLook();
      drop(() => true);
      line.close();
      ahead.forget();
      if (vault.isOpen()) {
        group.flush();
      }
      leases.close();
      items.clear();
    },
  };

  function read(): void {
    ahead.forget();
    items.readFrom(vault.opened());
    run.keepOnly((id) => inLine.has(id) || items.all.has(id));
  }

  /** Answers with what another process has. */
  async function tryNow(wanted: readonly QueueItem[]): Promise<readonly QueueItem[]> {
    outages.forget();
    // What the person wants begun is under way for them, even where it first has to wait for another process.
    return put(wanted, ({ attempts }, isMine) => isMine || (inBackground && attempts === 0));
  }

  /**
   * What counts as part of a run is told to the window as such; a try that was put off belongs to the run it was in.
   * Answers with what another process has.
   */
  async function put(
    wanted: readonly QueueItem[],
    isOfRun: (item: QueueItem, isMine: boolean) => boolean,
  ): Promise<readonly QueueItem[]> {
    const earlier = wanted.flatMap(({ id }) => inLine.get(id)?.ended ?? []);
    const waiting = wanted.filter(({ id }) => !inLine.has(id));
    const mine = take(new Set(waiting.map(({ batch }) => batch)));
    const fresh = waiting.filter(({ batch }) => mine.has(batch));
    run.begin(waiting.filter((item) => isOfRun(item, mine.has(item.batch))).map(({ id }) => id));
    const start = Promise.withResolvers<undefined>();
    const ended = start.promise.then(() => line.add(mostUrgentFirst(fresh)));
    for (const { id, batch } of fresh) {
      inLine.set(id, { batch, ended });
    }
    start.resolve(undefined);
    changed();
    try {
      await Promise.all([ended, ...new Set(earlier)]);
    } finally {
      releaseBatches();
      if (inLine.size === 0) {
        partiesOf.clear();
        ahead.forget();
        pace.forget();
      }
      changed();
      lookLater(0);
    }
    return waiting.filter(({ batch }) => !mine.has(batch));
  }

  /** Those of the batches that no other process has; they are ours from now on. */
  function take(batches: ReadonlySet<string>): ReadonlySet<string> {
    const mine = new Set([...batches].filter((batch) => leases.hold(batch)));
    for (const batch of batches) {
      if (!mine.has(batch)) {
        items.postpone(batch, LEASE_MS);
      } else if (items.takeUp(batch)) {
        // The rest of it, which was left alone as well, belongs to the same run.
        lookLater(0);
      }
    }
    return mine;
  }

  function drop(isDropped: (item: QueueItem) => boolean): readonly QueueItem[] {
    const dropped: QueueItem[] = [];
    line.drop((item) => {
      if (!isDropped(item)) {
        return false;
      }
      dropped.push(item);
      inLine.delete(item.id);
      return true;
    });
    return dropped;
  }

  /** One turn of one item: what the service says decides whether it stays in line. */
  async function work(item: QueueItem, answered: (how?: Answered) => void): Promise<void> {
    let staysInLine = false;
    try {
      staysInLine = await (item.isOnItsOwn
        ? turn(item, answered)
        : activities.during(item.id, 'revoking', () => turn(item, answered)));
    } catch (error) {
      // The mark in the vault is untouched. Where it cannot be written at all, that need not be tried every moment.
      items.postpone(item.id, TROUBLE_MS);
      throw error;
    } finally {
      if (!staysInLine) {
        inLine.delete(item.id);
        timesBusy.delete(item.id);
      }
    }
  }

  async function turn(item: QueueItem, answered: (how?: Answered) => void): Promise<boolean> {
    const outage = outages.of(item.lane);
    if (outage !== undefined) {
      answered();
      await group.commit((writer) => {
        changePending(writer, item, { nextAttemptAtMs: outage.untilMs });
      });
      items.update(item.id, pendingOf(item));
      run.ended(item.id, 'queued');
      return false;
    }
    const answer = await begin(item);
    if (answer === undefined) {
      items.update(item.id, pendingOf(item));
      run.leave(item.id);
      return false;
    }
    const [first, ...others] = answer.verdicts;
    const verdict = first && worstOf([first, ...others]);
    if (verdict !== undefined) {
      outages.learn(item.lane, verdict);
      const told = isWorthAnotherTry(verdict.reason) ? pace.fellBehind : pace.keptUp;
      told(item.lane);
      const restMs = (verdict.retryAfterSeconds ?? 0) * 1000;
      const busy = (timesBusy.get(item.id) ?? 0) + 1;
      if (restMs > 0 && restMs <= PATIENCE_MS && busy <= MOST_TIMES_BUSY) {
        timesBusy.set(item.id, busy);
        answered({ restMs, again: true });
        return true;
      }
    }
    answered();
    const { revocation, pending } = await answer.store();
    items.update(item.id, pending);
    run.ended(item.id, revocation?.outcome ?? verdict?.outcome ?? 'failed');
    changed();
    lookLater(pending === null ? Infinity : pending.nextAttemptAtMs - clock.now());
    return false;
  }

  /** What is in the vault now decides; undefined where nothing is left to be done, or it was stopped meanwhile. */
  async function begin(item: QueueItem): Promise<Answer | undefined> {
    if (item.isOnItsOwn) {
      const late = vault.opened().read('lateTokens', item.id);
      const pending = late?.pending ?? null;
      if (late === undefined || pending === null || pending.isStopped) {
        return undefined;
      }
      if (wouldEndConnection(context, vault.opened(), late)) {
        await group.commit((writer) => {
          leaveToConnection(writer, item.id);
        });
        return undefined;
      }
      return cutOnItsOwn(world, late, pending);
    }
    const begun = ahead.read(item);
    const pending = begun?.record.pending ?? null;
    return begun === undefined || pending === null || pending.isStopped
      ? undefined
      : cutConnection(world, begun, pending);
  }

  function pendingOf({ id, isOnItsOwn }: QueueItem): PendingRevocation | null {
    return vault.opened().read(isOnItsOwn ? 'lateTokens' : 'connection', id)?.pending ?? null;
  }

  function releaseBatches(): void {
    const needed = new Set([...inLine.values()].map(({ batch }) => batch));
    leases.releaseAllBut(needed);
  }

  function look(): void {
    looksAtMs = Infinity;
    if (!vault.isOpen()) {
      return;
    }
    const due = items.due((id) => inLine.has(id));
    if (due.items.length > 0) {
      put(due.items, ({ id, attempts }, isMine) => isMine && attempts === 0 && !run.knows(id)).catch(
        (error: unknown) => {
          // Such as a vault that another process writes to just now: nothing else would look at what is due again.
          lookLater(TROUBLE_MS);
          nothingIfExpected(error);
        },
      );
    }
    lookLater(due.nextAtMs - clock.now());
  }

  /** The earliest of all wishes counts. */
  function lookLater(waitMs: number): void {
    if (!inBackground || waitMs === Infinity) {
      return;
    }
    const atMs = clock.now() + Math.min(Math.max(waitMs, 0), LOOK_MS);
    if (atMs < looksAtMs) {
      cancelLook();
      looksAtMs = atMs;
      cancelLook = clock.after(atMs - clock.now(), look);
    }
  }
}
