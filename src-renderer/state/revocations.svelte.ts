import type { Bridge } from '../../src-main/contract/bridge.ts';
import type { Connection } from '../../src-main/contract/connection.ts';
import type { Answer } from '../../src-main/contract/error.ts';
import type { RevocationRun } from '../../src-main/contract/revocation.ts';
import type { ConnectionsState } from './connections.svelte.ts';
import type { NoticeState } from './notice.svelte.ts';
import { canBeRevoked, hasFailed, isLeftByHand, isQueued, isStopped, isWaiting } from './revocation-facts.ts';

/** The revocation of many, and everything that could not be finished at once. */
export class RevocationsState {
  run = $state.raw<RevocationRun | null>(null);
  /** The dialog that is open: the question before everything is revoked, or the list of what is left by hand. */
  dialog = $state<'everything' | 'by-hand' | null>(null);
  /** When the run began that this window has seen under way: only its end is news. */
  #seen = $state<string | null>(null);
  readonly #connections: ConnectionsState;
  readonly #notice: NoticeState;
  readonly #bridge: Bridge;

  readonly isUnderWay: boolean = $derived(this.run !== null && this.run.state !== 'idle');
  readonly isOver: boolean = $derived(
    this.run?.state === 'idle' && this.run.total > 0 && this.run.startedAt === this.#seen,
  );
  readonly queued: readonly Connection[] = $derived.by(() => this.#connections.all.filter(isQueued));
  readonly stopped: readonly Connection[] = $derived.by(() => this.#connections.all.filter(isStopped));
  readonly failed: readonly Connection[] = $derived.by(() => this.#connections.all.filter(hasFailed));
  readonly leftByHand: readonly Connection[] = $derived.by(() => this.#connections.all.filter(isLeftByHand));
  readonly revocable: readonly Connection[] = $derived.by(() => this.#connections.all.filter(canBeRevoked));
  /** What is not finished and goes on at the next start if the window closes now. */
  readonly unfinished: readonly Connection[] = $derived.by(() =>
    this.#connections.all.filter((connection) => isWaiting(connection) || isStopped(connection)),
  );
  /** When the queue is tried next; null while nothing waits. */
  readonly nextTryAt: string | null = $derived(
    this.queued.map(({ pending }) => pending?.nextAttemptAt ?? '').toSorted()[0] ?? null,
  );

  constructor(bridge: Bridge, connections: ConnectionsState, notice: NoticeState) {
    this.#bridge = bridge;
    this.#connections = connections;
    this.#notice = notice;
  }

  async load(): Promise<void> {
    await this.#take(this.#bridge.invoke('revocations.run', {}));
  }

  heard(run: RevocationRun): void {
    if (run.state !== 'idle') {
      this.#seen = run.startedAt;
    }
    this.run = run;
  }

  /** Begins to revoke many. Where nothing was to be waited for, the answer is the end already. */
  async start(ids: readonly string[]): Promise<void> {
    if (ids.length > 0 && (await this.#take(this.#bridge.invoke('revocations.start', { ids: [...ids] })))) {
      this.#seen = this.run?.startedAt ?? null;
    }
  }

  async stop(): Promise<void> {
    await this.#take(this.#bridge.invoke('revocations.stop', {}));
  }

  /** Goes on with what was stopped. */
  async resume(): Promise<void> {
    await this.#take(this.#bridge.invoke('revocations.resume', {}));
  }

  /** Tries now what waits; without ids everything. */
  async tryNow(ids: readonly string[]): Promise<void> {
    await this.#take(this.#bridge.invoke('revocations.tryNow', { ids: [...ids] }));
  }

  async giveUp(ids: readonly string[]): Promise<void> {
    await this.#take(this.#bridge.invoke('revocations.giveUp', { ids: [...ids] }));
  }

  async retryFailed(): Promise<void> {
    await this.start(this.failed.map(({ id }) => id));
  }

  /** Opens the service's own page; from then on the wallet asks by itself whether the token is dead. */
  async openPage(id: string): Promise<void> {
    const answer = await this.#bridge.invoke('revocations.openPage', { id });
    if (!answer.ok) {
      this.#notice.fail(answer.error);
    }
  }

  /** The outcome of the run has been read. */
  dismiss(): void {
    this.#seen = null;
  }

  clear(): void {
    this.run = null;
    this.dialog = null;
    this.#seen = null;
  }

  /** Shows how the run stands after what was asked. */
  async #take(asked: Promise<Answer<RevocationRun>>): Promise<boolean> {
    const answer = await asked;
    if (answer.ok) {
      this.heard(answer.value);
    } else {
      this.#notice.fail(answer.error);
    }
    return answer.ok;
  }
}
