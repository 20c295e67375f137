import type { Bridge } from '../../src-main/contract/bridge.ts';
import type { Connection, Revocation } from '../../src-main/contract/connection.ts';
import type { Status, UnlockMethod } from '../../src-main/contract/status.ts';
import { AddTokenState } from './add-token.svelte.ts';
import { Clock } from './clock.svelte.ts';
import { ConnectState } from './connect.svelte.ts';
import { isRevocable, nameOf } from './connection-facts.ts';
import { ConnectionListState } from './connection-list.svelte.ts';
import { ConnectionsState } from './connections.svelte.ts';
import { DetailState } from './detail.svelte.ts';
import { inBackground } from './in-background.ts';
import { JournalState } from './journal.svelte.ts';
import { LeakDeskState } from './leak-desk.svelte.ts';
import { LeavingState } from './leaving.svelte.ts';
import { NoticeState } from './notice.svelte.ts';
import { PreviewsState } from './previews.svelte.ts';
import { ProofState } from './proof.svelte.ts';
import { actFor, canBeForgotten, canBeRevoked } from './revocation-facts.ts';
import { RevocationsState } from './revocations.svelte.ts';
import { ServicesState } from './services.svelte.ts';
import { Speech } from './speech.svelte.ts';
import { StatusState } from './status.svelte.ts';

export const places = ['apps', 'leaks', 'journal', 'settings'] as const;
export type Place = (typeof places)[number];

/** Everything the window shows, put together once; and the acts that touch more than one part of it. */
export class WindowState {
  place = $state<Place>('apps');
  areKeysShown = $state(false);
  /** What a screen reader is to say now. */
  announcement = $state('');
  readonly clock = new Clock();
  readonly speech: Speech;
  readonly notice = new NoticeState();
  readonly status: StatusState;
  readonly connections: ConnectionsState;
  readonly list: ConnectionListState;
  readonly detail: DetailState;
  readonly previews: PreviewsState;
  readonly revocations: RevocationsState;
  readonly leaving: LeavingState;
  readonly proof: ProofState;
  readonly connect: ConnectState;
  readonly addToken: AddTokenState;
  readonly services: ServicesState;
  readonly journal: JournalState;
  readonly leaks: LeakDeskState;
  readonly #bridge: Bridge;
  #isReloading = false;
  #newsCount = 0;

  constructor(bridge: Bridge, systemLanguage = 'en') {
    this.#bridge = bridge;
    this.speech = new Speech(systemLanguage.startsWith('ru') ? 'ru' : 'en');
    this.status = new StatusState(bridge);
    this.connections = new ConnectionsState(bridge);
    this.list = new ConnectionListState(this.connections, this.clock);
    this.detail = new DetailState(bridge);
    this.previews = new PreviewsState(bridge);
    this.revocations = new RevocationsState(bridge, this.connections, this.notice);
    this.leaving = new LeavingState(this.revocations);
    this.proof = new ProofState(bridge);
    this.connect = new ConnectState(bridge);
    this.addToken = new AddTokenState(bridge);
    this.services = new ServicesState(bridge);
    this.journal = new JournalState(bridge);
    this.leaks = new LeakDeskState(bridge);
  }

  /** Listens to the wallet and reads how it stands. Returns the function that ends the listening. */
  start(): () => void {
    const endings = [
      this.clock.start(),
      this.leaving.start(),
      this.#bridge.on('connectionsChanged', () => {
        this.previews.becomeStale();
        inBackground(this.reload());
      }),
      this.#bridge.on('revocationsChanged', (run) => {
        this.revocations.heard(run);
      }),
      this.#bridge.on('connectionPointedAt', ({ id }) => {
        inBackground(this.showConnection(id));
      }),
      this.#bridge.on('attemptChanged', (attempt) => {
        this.connect.heard(attempt);
      }),
      this.#bridge.on('leaksChanged', (leakCase) => {
        this.leaks.heard(leakCase);
      }),
      this.#bridge.on('statusChanged', (status) => {
        inBackground(this.#statusBecame(status));
      }),
    ];
    inBackground(this.#readStatus());
    return () => {
      for (const end of endings) {
        end();
      }
    };
  }

  /** Makes the vault of the first run; afterwards the window is open for the first connection. */
  async createVault(method: UnlockMethod, passphrase?: string): Promise<boolean> {
    const isDone = await this.status.createVault(method, passphrase);
    if (isDone) {
      await this.#vaultOpened();
    }
    return isDone;
  }

  async unlock(passphrase?: string): Promise<boolean> {
    const isDone = await this.status.unlock(passphrase);
    if (isDone) {
      await this.#vaultOpened();
    }
    return isDone;
  }

  async lock(): Promise<void> {
    if (await this.status.lock()) {
      this.#clear();
    }
  }

  async changeLanguage(language: Status['settings']['language']): Promise<void> {
    await this.status.changeSettings({ language });
    this.speech.language = this.status.current?.language ?? this.speech.language;
  }

  go(place: Place): void {
    this.place = place;
    this.proof.close();
    if (place === 'journal') {
      inBackground(this.journal.load());
    }
    if (place === 'leaks') {
      inBackground(this.leaks.load());
    }
  }

  openDetail(id: string): void {
    this.list.moveTo(id);
    inBackground(Promise.all([this.detail.open(id), this.previews.look([id])]));
  }

  /** Leads to a row from elsewhere, whatever hides it now. */
  async showConnection(id: string): Promise<void> {
    if (this.connections.find(id) === undefined) {
      await this.connections.load();
    }
    if (this.connections.find(id) !== undefined) {
      this.go('apps');
      this.list.reveal(id);
      this.openDetail(id);
    }
  }

  /** Whether the keys of the list mean the list. */
  get isListShown(): boolean {
    return this.place === 'apps' && !this.proof.isOpen;
  }

  /** What Escape does: closes the proof, else the details, else unpicks, else clears the search. */
  stepBack(): void {
    if (this.proof.isOpen) {
      this.proof.close();
    } else if (this.detail.openId !== null) {
      this.detail.close();
    } else if (this.list.pickedIds.length > 0) {
      this.list.unpickAll();
    } else {
      this.list.showAll();
    }
  }

  async check(id: string): Promise<void> {
    // Of one that is revoked, or about to be, its outcome tells.
    if (!this.#canBeRevoked(id)) {
      return;
    }
    await this.connections.check(id);
    await this.detail.reload();
    const connection = this.connections.find(id);
    if (connection?.lastCheck && this.connections.problemOf(id) === undefined) {
      const { alive, dead, unknown } = this.speech.text.journal.answers;
      const { lastCheck } = connection;
      const answer = lastCheck.alive === null ? unknown : lastCheck.alive ? alive : dead;
      this.announcement = `${nameOf(connection)}. ${answer}`;
    }
  }

  async refresh(id: string): Promise<void> {
    await this.connections.refresh(id);
    await this.detail.reload();
    const connection = this.connections.find(id);
    if (connection !== undefined && this.connections.problemOf(id) === undefined) {
      this.announcement = this.speech.text.renewed(nameOf(connection));
    }
  }

  /** One is revoked at once, and its row tells the outcome; several are begun, and the strip above the list tells how it goes. */
  async revoke(ids: readonly string[]): Promise<void> {
    const revocable = ids.filter((id) => this.#canBeRevoked(id));
    if (revocable.length > 1) {
      this.list.unpickAll();
      await this.revocations.start(revocable);
      return;
    }
    const revocations = await this.connections.revoke(revocable);
    this.announcement = revocations.map((revocation) => this.#sentenceOf(revocation)).join(' ');
    for (const { id } of revocations) {
      this.list.pick(id, false);
    }
    await this.detail.reload();
  }

  /** What the key for revoking does: begins, or goes on with, a revocation, and never anything else. */
  async takeBack(id: string | undefined): Promise<void> {
    const connection = id === undefined ? undefined : this.connections.find(id);
    if (connection !== undefined && ['revoke', 'retry', 'try-now'].includes(actFor(connection))) {
      await this.actOn(connection.id);
    }
  }

  /** Does the one thing that can be done about a connection now. */
  async actOn(id: string): Promise<void> {
    const connection = this.connections.find(id);
    if (connection === undefined) {
      return;
    }
    switch (actFor(connection)) {
      case 'revoke':
      case 'retry':
        return this.revoke([id]);
      case 'try-now':
        this.announcement = this.speech.text.waiting.tryingNow;
        return this.revocations.tryNow([id]);
      case 'open-page':
        return this.revocations.openPage(id);
      case 'forget':
        return this.forget([id]);
      case 'wait':
        return undefined;
    }
  }

  /** Gives up a revocation that waits. */
  async giveUp(id: string): Promise<void> {
    await this.revocations.giveUp([id]);
    const connection = this.connections.find(id);
    this.announcement = connection === undefined ? '' : this.speech.text.waiting.givenUp(nameOf(connection));
  }

  /** Removes from the wallet, and offers the way back. */
  async forget(ids: readonly string[]): Promise<void> {
    const found = ids.map((id) => this.connections.find(id)).filter((one) => one !== undefined);
    const connections = found.filter(canBeForgotten);
    if (connections.length === 0) {
      if (found.length > 0) {
        this.notice.tell(this.speech.text.waiting.giveUpFirst);
      }
      return;
    }
    const going = connections.map(({ id }) => id);
    this.list.leave(going);
    const answer = await this.connections.forget(going);
    if (!answer.ok) {
      this.notice.fail(answer.error);
      return;
    }
    if (this.detail.openId !== null && going.includes(this.detail.openId)) {
      this.detail.close();
    }
    const stillAlive = connections.some(isRevocable);
    const names = connections.map(nameOf);
    this.notice.tell(this.speech.text.forgotten(names, stillAlive), () => this.#restore(answer.value.ids));
  }

  /** Puts the typed token in, and shows what became of it. */
  async add(): Promise<void> {
    const added = await this.addToken.add();
    const [first] = added ?? [];
    if (added !== undefined && first !== undefined) {
      await this.connections.load();
      this.list.showAll();
      this.go('apps');
      this.openDetail(first.id);
      this.notice.tell(this.speech.text.addToken.added(added.map(nameOf)));
    }
  }

  async rename(id: string, label: string): Promise<void> {
    const answer = await this.#bridge.invoke('connections.rename', { id, label });
    if (answer.ok) {
      await Promise.all([this.connections.load(), this.detail.reload()]);
    } else {
      this.notice.fail(answer.error);
    }
  }

  /** Deletes what the wallet registered at a service, and says what came of it. */
  async forgetServer({ issuer, name }: Connection['service']): Promise<void> {
    const answer = await this.#bridge.invoke('servers.forget', { issuer });
    const text = this.speech.text.detail;
    if (!answer.ok) {
      this.notice.fail(answer.error);
      return;
    }
    const sentences = {
      done: text.serverForgotten(name),
      gone: text.serverGone(name),
      unsupported: text.serverCannot,
    };
    this.notice.tell(sentences[answer.value.outcome]);
    await Promise.all([this.connections.load(), this.detail.reload()]);
  }

  async copy(text: string): Promise<boolean> {
    const answer = await this.#bridge.invoke('clipboard.copy', { text });
    if (!answer.ok) {
      this.notice.fail(answer.error);
    }
    return answer.ok;
  }

  async #restore(ids: readonly string[]): Promise<void> {
    const answer = await this.connections.restore(ids);
    if (!answer.ok) {
      this.notice.fail(answer.error);
    }
  }

  #canBeRevoked(id: string): boolean {
    const connection = this.connections.find(id);
    return connection !== undefined && canBeRevoked(connection);
  }

  #sentenceOf(revocation: Revocation): string {
    const connection: Connection | undefined = this.connections.find(revocation.id);
    return `${connection === undefined ? '' : nameOf(connection)}: ${this.speech.text.outcome.titles[revocation.outcome]}.`;
  }

  async #readStatus(): Promise<void> {
    await this.status.load();
    if (this.status.current !== null) {
      await this.#statusBecame(this.status.current);
    }
  }

  async #statusBecame(status: Status): Promise<void> {
    this.status.current = status;
    this.speech.language = status.language;
    if (status.vault.state !== 'open') {
      this.#clear();
    } else if (!this.connections.isLoaded) {
      await this.#vaultOpened();
    }
  }

  async #vaultOpened(): Promise<void> {
    await Promise.all([
      this.connections.load(),
      this.revocations.load(),
      this.connect.resume(),
      this.services.load(),
      this.leaks.load(),
    ]);
  }

  /** Reads anew what is shown. What changes meanwhile is read once, afterwards, however often it was told. */
  async reload(): Promise<void> {
    this.#newsCount += 1;
    if (this.#isReloading) {
      return;
    }
    this.#isReloading = true;
    for (let readCount = 0; readCount !== this.#newsCount;) {
      readCount = this.#newsCount;
      if (this.status.current?.vault.state === 'open') {
        const journal = this.place === 'journal' ? this.journal.load() : undefined;
        await Promise.all([this.connections.load(), this.detail.reload(), journal]);
      }
    }
    this.#isReloading = false;
  }

  /** Drops all that was read from the vault: it is locked now. */
  #clear(): void {
    this.announcement = '';
    this.connections.clear();
    this.list.clear();
    this.detail.close();
    this.previews.clear();
    this.revocations.clear();
    this.proof.close();
    this.addToken.close();
    this.journal.clear();
    this.leaks.clear();
    this.notice.dismiss();
  }
}
