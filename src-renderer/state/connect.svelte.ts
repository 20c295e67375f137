import type { Attempt, AttemptState, Flow, Server } from '../../src-main/contract/attempt.ts';
import type { Bridge } from '../../src-main/contract/bridge.ts';
import type { InputOf, OutputOf } from '../../src-main/contract/contract.ts';
import type { ErrorCode, ErrorValue } from '../../src-main/contract/error.ts';
import type { ServiceSummary } from '../../src-main/contract/service.ts';
import type { Demo } from '../../src-main/contract/status.ts';
import { ConnectWish } from './connect-wish.svelte.ts';
import type { ServiceOption } from './service-options.ts';

/**
 * Where the dialog is: which service, and where what was picked needs it, at which host (`host`), by which of the
 * servers that an API named (`servers`), or that its tokens are made by hand (`token-only`); then which app and rights;
 * then what comes of the attempt.
 */
export type ConnectStep = 'service' | 'host' | 'servers' | 'token-only' | 'rights' | 'attempt';

export type ConnectTarget = InputOf<'connect.inspect'>;
export type FoundApi = OutputOf<'connect.findByApi'>;

/** How far an attempt has got, so that news that arrives late does not turn it back. */
const progress: Readonly<Record<AttemptState, number>> = {
  preparing: 0,
  waiting: 1,
  exchanging: 2,
  done: 3,
  failed: 3,
};

/** Where a person said no, no other way is offered. */
const ANSWERED_NO: readonly ErrorCode[] = ['access-denied', 'attempt-cancelled', 'attempt-replaced'];

/** The dialog that connects an app: which service was picked, what is asked of it, and the attempt under way. */
export class ConnectState {
  isOpen = $state(false);
  step = $state<ConnectStep>('service');
  isBusy = $state(false);
  error = $state.raw<ErrorValue | null>(null);
  /** What was typed to find a service, and the one of the catalog that was picked. */
  query = $state('');
  picked = $state.raw<ServiceSummary | null>(null);
  host = $state('');
  api = $state.raw<FoundApi | null>(null);
  target = $state.raw<ConnectTarget>({});
  server = $state.raw<Server | null>(null);
  attempt = $state.raw<Attempt | null>(null);
  /** The demo service, once it was started from here: its users can be shown to sign in with. */
  demo = $state.raw<Demo | null>(null);
  readonly wish = new ConnectWish();
  readonly #bridge: Bridge;
  #questions = 0;
  #usedSecret = false;

  /** The next way to try after the one that failed; undefined where there is none. */
  readonly nextFlow: Flow | undefined = $derived.by(() => {
    const { attempt, server } = this;
    const code = attempt?.error?.code;
    if (code === undefined || attempt === null || server === null || ANSWERED_NO.includes(code)) {
      return undefined;
    }
    const rest = server.flows.slice(server.flows.indexOf(attempt.flow) + 1);
    // An access of the app itself is another thing than one that a person gave it.
    return rest.find((flow) => flow !== 'client-credentials');
  });

  /** The host of the service that is being connected to, as it stands in addresses. */
  get hostName(): string {
    const typed = this.host
      .trim()
      .replace(/^https:\/\//, '')
      .replace(/\/+$/, '');
    return typed === '' ? (URL.parse(this.server?.issuer ?? '')?.host ?? '') : typed;
  }

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
      await this.inspect({ issuer: answer.value.issuer });
    } else {
      this.isBusy = false;
      this.error = answer.error;
    }
    this.isOpen = true;
  }

  /** Hides the dialog. An attempt that waits for the person goes on, and the list says so. */
  close(): void {
    this.isOpen = false;
    this.wish.clientSecret = '';
    if (!this.isUnderWay()) {
      this.#startOver();
    }
  }

  isUnderWay(): boolean {
    return this.attempt !== null && progress[this.attempt.state] < progress.done;
  }

  /** Goes on with a service that was picked from the list, or with what was typed as an address. */
  async choose(option: ServiceOption): Promise<void> {
    this.error = null;
    switch (option.kind) {
      case 'service':
        return this.#choose(option.service);
      case 'issuer':
        return this.inspect({ issuer: option.address });
      case 'api':
        return this.#findByApi(option.address);
    }
  }

  async chooseHost(): Promise<void> {
    if (this.picked !== null) {
      await this.inspect({ service: this.picked.id, host: this.host.trim() });
    }
  }

  /** Asks the service what it offers. An answer that comes after another question counts for nothing. */
  async inspect(target: ConnectTarget): Promise<void> {
    const question = this.#begin();
    const answer = await this.#bridge.invoke('connect.inspect', target);
    if (question !== this.#questions) {
      return;
    }
    this.isBusy = false;
    if (!answer.ok) {
      this.error = answer.error;
      return;
    }
    this.server = answer.value;
    this.target = target.service === undefined ? { issuer: answer.value.issuer } : target;
    this.wish.suit(answer.value, this.api ?? undefined);
    this.step = 'rights';
  }

  back(): void {
    this.error = null;
    this.wish.clientSecret = '';
    this.attempt = null;
    if (this.step === 'attempt' && this.server !== null) {
      this.step = 'rights';
    } else if (this.step === 'rights' && this.#needsHost()) {
      this.step = 'host';
    } else {
      this.#pickAnew();
    }
  }

  /** Starts the attempt. A typed secret leaves the window here and is dropped. */
  async start(): Promise<void> {
    const input = { ...this.target, ...this.wish.toInput() };
    this.#usedSecret = input.clientSecret !== undefined;
    this.wish.clientSecret = '';
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

  /** Tries another way. A secret that was typed for the first one was not kept, so it is asked for again. */
  async tryInstead(flow: Flow): Promise<void> {
    this.wish.flow = flow;
    if (this.#usedSecret) {
      this.back();
    } else {
      await this.start();
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

  /** Hands on the last address of a browser on another machine. Where it is not understood, the attempt goes on. */
  async answer(address: string): Promise<void> {
    if (this.attempt !== null) {
      this.#begin();
      const answer = await this.#bridge.invoke('connect.answer', { id: this.attempt.id, address });
      this.isBusy = false;
      if (answer.ok) {
        this.heard(answer.value);
      } else {
        this.error = answer.error;
      }
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

  async #choose(service: ServiceSummary): Promise<void> {
    this.picked = service;
    if (service.flows.every((flow) => flow === 'token')) {
      this.step = 'token-only';
    } else if (service.host === null) {
      await this.inspect({ service: service.id });
    } else {
      this.host = service.host.usual ?? '';
      this.step = 'host';
    }
  }

  /** An API names the servers that let apps in (RFC 9728); where there is one, nothing needs to be asked. */
  async #findByApi(address: string): Promise<void> {
    const question = this.#begin();
    const answer = await this.#bridge.invoke('connect.findByApi', { address });
    if (question !== this.#questions) {
      return;
    }
    this.isBusy = false;
    if (!answer.ok) {
      this.error = answer.error;
      return;
    }
    this.api = answer.value;
    const [issuer, ...others] = answer.value.issuers;
    if (issuer !== undefined && others.length === 0) {
      await this.inspect({ issuer });
    } else {
      this.step = 'servers';
    }
  }

  #needsHost(): boolean {
    return this.picked !== null && this.picked.host !== null;
  }

  #begin(): number {
    this.isBusy = true;
    this.error = null;
    this.#questions += 1;
    return this.#questions;
  }

  #pickAnew(): void {
    this.step = 'service';
    this.picked = null;
    this.host = '';
    this.api = null;
    this.target = {};
    this.server = null;
  }

  #startOver(): void {
    this.#questions += 1;
    this.#pickAnew();
    this.isBusy = false;
    this.error = null;
    this.query = '';
    this.attempt = null;
    this.wish.clear();
  }
}
