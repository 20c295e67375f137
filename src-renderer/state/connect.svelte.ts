import { SvelteSet } from 'svelte/reactivity';
import type { Attempt, AttemptState, Server } from '../../src-main/contract/attempt.ts';
import type { Bridge } from '../../src-main/contract/bridge.ts';
import type { InputOf } from '../../src-main/contract/contract.ts';
import type { ErrorValue } from '../../src-main/contract/error.ts';
import type { Demo } from '../../src-main/contract/status.ts';

/** Where the dialog is: which service, which app and rights, or what comes of the attempt. */
export type ConnectStep = 'service' | 'rights' | 'attempt';

/** With which app the service knows the wallet: a fresh registration, one typed in, or one that the wallet has. */
export type ClientChoice = 'register' | 'typed' | `known:${string}`;

/** What the demo is asked for at first: enough to see that photos can be uploaded and messages not read. */
const DEMO_SCOPES = ['openid', 'profile', 'email', 'offline_access', 'photos.read', 'photos.write'];

/** Asked for at first wherever they are offered: they say whose account it is, and keep the access renewable. */
const MODEST_SCOPES = ['openid', 'profile', 'email', 'offline_access'];

/** How far an attempt has got, so that news that arrives late does not turn it back. */
const progress: Readonly<Record<AttemptState, number>> = {
  preparing: 0,
  waiting: 1,
  exchanging: 2,
  done: 3,
  failed: 3,
};

/** The dialog that connects an app: what was typed so far, and the attempt under way. */
export class ConnectState {
  isOpen = $state(false);
  step = $state<ConnectStep>('service');
  isBusy = $state(false);
  error = $state.raw<ErrorValue | null>(null);
  server = $state.raw<Server | null>(null);
  attempt = $state.raw<Attempt | null>(null);
  /** The demo service, once it was started from here: its users can be shown to sign in with. */
  demo = $state.raw<Demo | null>(null);
  readonly scopes = new SvelteSet<string>();
  client = $state<ClientChoice>('register');
  issuer = $state('');
  appName = $state('');
  clientId = $state('');
  clientSecret = $state('');
  moreScopes = $state('');
  readonly #bridge: Bridge;

  constructor(bridge: Bridge) {
    this.#bridge = bridge;
  }

  /** Shows the dialog: the attempt that is under way, else the first question. */
  open(): void {
    if (!this.isUnderWay()) {
      this.#startOver();
    }
    this.isOpen = true;
  }

  /** Starts the demo service and shows the dialog when it is ready to be connected to. */
  async openDemo(): Promise<void> {
    this.#startOver();
    this.#begin();
    const answer = await this.#bridge.invoke('demo.start', {});
    if (answer.ok) {
      this.demo = answer.value;
      this.issuer = answer.value.issuer;
      await this.inspect();
      this.#pickScopes(DEMO_SCOPES);
    } else {
      this.isBusy = false;
      this.error = answer.error;
    }
    this.isOpen = true;
  }

  /** Hides the dialog. An attempt that waits for the browser goes on, and the list says so. */
  close(): void {
    this.isOpen = false;
    this.clientSecret = '';
    if (!this.isUnderWay()) {
      this.#startOver();
    }
  }

  isUnderWay(): boolean {
    return this.attempt !== null && progress[this.attempt.state] < progress.done;
  }

  /** Asks the service what it offers. */
  async inspect(): Promise<void> {
    const issuer = this.issuer.trim();
    this.#begin();
    const answer = await this.#bridge.invoke('connect.inspect', { issuer });
    this.isBusy = false;
    if (issuer !== this.issuer.trim()) {
      return;
    }
    if (!answer.ok) {
      this.error = answer.error;
      return;
    }
    this.server = answer.value;
    this.issuer = answer.value.issuer;
    this.client = firstChoice(answer.value);
    this.#pickScopes(MODEST_SCOPES);
    this.step = 'rights';
  }

  back(): void {
    this.issuer = this.attempt?.service.issuer ?? this.issuer;
    this.step = this.step === 'attempt' && this.server !== null ? 'rights' : 'service';
    this.error = null;
    this.clientSecret = '';
    this.attempt = null;
  }

  /** Starts the attempt; the browser opens. A typed secret leaves the window here and is dropped. */
  async start(): Promise<void> {
    const input = this.#startInput();
    this.clientSecret = '';
    this.#begin();
    this.attempt = null;
    this.step = 'attempt';
    const answer = await this.#bridge.invoke('connect.start', input);
    this.isBusy = false;
    if (answer.ok) {
      this.heard(answer.value);
    } else {
      this.error = answer.error;
      this.step = 'rights';
    }
  }

  /** Takes in what the wallet tells about an attempt, in whatever order it arrives. */
  heard(attempt: Attempt): void {
    const isNewer = this.attempt === null || progress[this.attempt.state] <= progress[attempt.state];
    const isOther = this.attempt !== null && this.attempt.id !== attempt.id;
    if (isOther ? attempt.state !== 'failed' : isNewer) {
      this.attempt = attempt;
    }
  }

  /** Finds the attempt that was under way before this window was opened. */
  async resume(): Promise<void> {
    const answer = await this.#bridge.invoke('connect.current', {});
    if (answer.ok && answer.value !== null && this.attempt === null) {
      const isUnderWay = progress[answer.value.state] < progress.done;
      this.attempt = isUnderWay ? answer.value : null;
      this.step = isUnderWay ? 'attempt' : this.step;
    }
  }

  async openBrowserAgain(): Promise<void> {
    if (this.attempt !== null) {
      this.error = null;
      const answer = await this.#bridge.invoke('connect.openBrowserAgain', { id: this.attempt.id });
      this.error = answer.ok ? null : answer.error;
    }
  }

  async cancel(): Promise<void> {
    const attempt = this.attempt;
    if (attempt !== null) {
      await this.#bridge.invoke('connect.cancel', { id: attempt.id });
    }
    this.attempt = null;
    this.close();
  }

  toggleScope(scope: string): void {
    if (!this.scopes.delete(scope)) {
      this.scopes.add(scope);
    }
  }

  #begin(): void {
    this.isBusy = true;
    this.error = null;
  }

  #startOver(): void {
    this.step = 'service';
    this.isBusy = false;
    this.error = null;
    this.server = null;
    this.attempt = null;
    this.client = 'register';
    this.issuer = '';
    this.appName = '';
    this.clientId = '';
    this.clientSecret = '';
    this.moreScopes = '';
    this.scopes.clear();
  }

  #pickScopes(wanted: readonly string[]): void {
    const offered = this.server?.scopesSupported ?? [];
    this.scopes.clear();
    for (const scope of wanted.filter((name) => offered.includes(name))) {
      this.scopes.add(scope);
    }
  }

  #startInput(): InputOf<'connect.start'> {
    const typed = this.moreScopes.split(/[\s,]+/).filter((scope) => scope !== '' && !this.scopes.has(scope));
    return {
      issuer: this.issuer.trim(),
      scopes: [...this.scopes, ...typed],
      ...this.#clientInput(),
    };
  }

  #clientInput(): Pick<InputOf<'connect.start'>, 'clientId' | 'clientSecret' | 'appName'> {
    if (this.client.startsWith('known:')) {
      return { clientId: this.client.slice('known:'.length) };
    }
    const name = this.appName.trim();
    const appName = name === '' ? {} : { appName: name };
    if (this.client === 'register') {
      return appName;
    }
    const clientSecret = this.clientSecret === '' ? {} : { clientSecret: this.clientSecret };
    return { clientId: this.clientId.trim(), ...clientSecret, ...appName };
  }
}

function firstChoice(server: Server): ClientChoice {
  const known = server.clients[0];
  if (known !== undefined) {
    return `known:${known.clientId}`;
  }
  return server.registration ? 'register' : 'typed';
}
