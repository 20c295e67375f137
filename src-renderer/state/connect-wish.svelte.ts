import { SvelteSet } from 'svelte/reactivity';
import type { Flow, Server } from '../../src-main/contract/attempt.ts';
import type { InputOf } from '../../src-main/contract/contract.ts';

/** With which app the service knows the wallet: a fresh registration, one typed in, or one that the wallet has. */
export type ClientChoice = 'register' | 'typed' | `known:${string}`;

type KnownClient = Server['clients'][number];
type StartInput = InputOf<'connect.start'>;

/** What is to be asked of a service: by which app, for which rights, in which way. */
export class ConnectWish {
  readonly scopes = new SvelteSet<string>();
  client = $state<ClientChoice>('register');
  flow = $state<Flow>('browser');
  appName = $state('');
  clientId = $state('');
  clientSecret = $state('');
  moreScopes = $state('');
  resource = $state('');
  details = $state('');
  #clients = $state.raw<readonly KnownClient[]>([]);

  readonly #allScopes: readonly string[] = $derived([
    ...this.scopes,
    ...this.moreScopes.split(/[\s,]+/).filter((scope) => scope !== '' && !this.scopes.has(scope)),
  ]);

  /** Whether there is enough to begin with. */
  readonly isComplete: boolean = $derived(this.client !== 'typed' || this.clientId.trim() !== '');

  clear(): void {
    this.scopes.clear();
    this.client = 'register';
    this.flow = 'browser';
    this.appName = '';
    this.clientId = '';
    this.clientSecret = '';
    this.moreScopes = '';
    this.resource = '';
    this.details = '';
    this.#clients = [];
  }

  /** Begins with what suits a service; an API may have named the rights that it takes. */
  suit(server: Server, api?: { readonly resource: string; readonly scopes: readonly string[] }): void {
    const wanted = [...server.scopesSuggested, ...(api?.scopes ?? [])];
    this.scopes.clear();
    for (const scope of wanted.filter((name) => server.scopesSupported.includes(name))) {
      this.scopes.add(scope);
    }
    this.moreScopes = wanted.filter((name) => !server.scopesSupported.includes(name)).join(' ');
    this.resource = api?.resource ?? '';
    this.#clients = server.clients;
    this.client = firstChoice(server);
    this.flow = server.flows[0] ?? 'browser';
  }

  toggleScope(scope: string): void {
    if (!this.scopes.delete(scope)) {
      this.scopes.add(scope);
    }
  }

  /** Whether the service would refuse what is wanted to an app that the wallet has registered for less. */
  wantsMoreThan({ registeredByWallet, registeredScopes }: KnownClient): boolean {
    return registeredByWallet && this.#allScopes.some((scope) => !registeredScopes.includes(scope));
  }

  /** All that the wallet is to be told, but for the service itself. */
  toInput(): Omit<StartInput, 'issuer' | 'service' | 'host'> {
    const resource = this.resource.trim();
    const authorizationDetails = this.details.trim();
    return {
      scopes: [...this.#allScopes],
      flow: this.flow,
      ...(resource === '' ? {} : { resource }),
      ...(authorizationDetails === '' ? {} : { authorizationDetails }),
      ...this.#clientInput(),
    };
  }

  #clientInput(): Pick<StartInput, 'clientId' | 'clientSecret' | 'appName'> {
    if (this.client.startsWith('known:')) {
      const clientId = this.client.slice('known:'.length);
      const known = this.#clients.find((client) => client.clientId === clientId);
      return known !== undefined && this.wantsMoreThan(known) ? { appName: known.appName } : { clientId };
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
