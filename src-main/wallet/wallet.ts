import type { UseCases } from '../contract/contract.ts';
import type { Language, Status, VaultStatus } from '../contract/status.ts';
import { createActivities } from './connections/activities.ts';
import { addTokens } from './connections/added/add-token.ts';
import { checkConnection } from './connections/ask/check.ts';
import { createConnector } from './connections/connect/connect.ts';
import { viewConnection } from './connections/connection-view.ts';
import { type ConnectionContext, findConnection } from './connections/context.ts';
import { createExpiryWatch } from './connections/expiry/expiry-watch.ts';
import { forgetConnections, purgeForgotten, restoreConnections, UNDO_MS } from './connections/forget.ts';
import { REDIRECT_URI } from './connections/connect/redirect-uri.ts';
import { createIntrospectionTrust } from './connections/ask/introspection-trust.ts';
import { forgetServer } from './connections/revoke/forget-server.ts';
import { freshToken } from './connections/refresh/fresh-token.ts';
import { recogniseText } from './connections/added/recognise-foreign-tokens.ts';
import { renameConnection } from './connections/rename.ts';
import { createRefreshes } from './connections/refresh/refreshes.ts';
import { createRevocations, type Revocations } from './connections/revoke/revocations.ts';
import { createLeaks, type Leaks } from './leaks/leaks.ts';
import { boundedFetch, defaultLimits } from './oauth/bounded-fetch.ts';
import { createOAuth } from './oauth/create-oauth.ts';
import type { Ports } from './ports.ts';
import { Secret } from './secret.ts';
import { createSettingsFile, spokenLanguage } from './settings.ts';
import { loadCatalog } from './services/catalog.ts';
import { summariseService } from './services/summarise-service.ts';
import { createServiceDirectory } from './services/service-directory.ts';
import type { Service } from './services/service-schema.ts';
import { trustKeptAuthorities } from './connections/connect/trust-authority.ts';
import { createVault } from './vault/create-vault.ts';
import type { ConnectionRecord } from './vault/records.ts';
import { nothingIfExpected } from './wallet-error.ts';

/** How many entries of the journal a connection's details show. */
const HISTORY_LENGTH = 50;

/** The wallet: every use case of the contract, and what a host needs to begin and to end. */
export interface Wallet {
  readonly useCases: UseCases;
  /** Opens the vault where that asks nobody for anything; otherwise the status says what is missing. */
  start(): Promise<void>;
  /**
   * An access token that is good for at least so long, renewed if need be. Noted in the journal. For the terminal only:
   * it is no use case of the contract, so that no window can ask for it.
   */
  freshToken(id: string, minValidityMs: number): Promise<Secret>;
  /** What the leak desk does besides its use cases: files are read by whoever has them. */
  readonly leaks: Omit<Leaks, 'useCases' | 'begin' | 'close'>;
  /** What waits in the queue of revocations, for the terminal, which works it off only when it is told to. */
  readonly revocations: Pick<Revocations, 'waiting' | 'afterwards' | 'settled'>;
  /** Resolves when the attempt to connect that is under way, if any, is over and tidied up. */
  connectSettled(): Promise<void>;
  /**
   * Asks once more for every answer to a refresh that was lost. The window does so by itself when the vault opens; the
   * terminal for a connection that it uses.
   */
  recover(): Promise<void>;
  /**
   * Begins no refresh and no turn of a leaked token any more, and resolves when the answers to what is under way are
   * kept, or do not come. To be awaited before `close`.
   */
  settle(): Promise<void>;
  close(): void;
}

/** Puts the wallet together from what it needs of the world, and services that a person described. */
export function createWallet(ports: Ports, described: readonly Service[] = []): Wallet {
  const { clock, tell } = ports;
  const settingsFile = createSettingsFile(ports.folder);
  const vault = createVault({ folder: ports.folder, keychain: ports.keychain, clock });
  const oauth = createOAuth({ fetch: ports.fetch, clock });
  const context: ConnectionContext = {
    vault,
    oauth,
    services: createServiceDirectory(loadCatalog(), described),
    introspectionTrust: createIntrospectionTrust(oauth, vault),
    clock,
    fetch: boundedFetch(ports.fetch, clock, defaultLimits),
    trustAuthority: ports.trustAuthority,
    browser: ports.browser,
    tell,
    activities: createActivities(clock, listChanged),
    language,
    version: ports.about.version,
    cutLateTokens: (connectionId) => revocations.cutLateTokens(connectionId),
  };
  const isWindow = ports.about.host !== 'terminal';
  const refreshes = createRefreshes(context, { inBackground: isWindow });
  const { refresh } = refreshes;
  const expiryWatch = createExpiryWatch({ ...context, notifier: ports.notifier });
  const connector = createConnector(context);
  const revocations = createRevocations(context, { inBackground: isWindow });
  const leaks = createLeaks(context, {
    revokeConnections: (ids) => revocations.useCases['connections.revoke']({ ids }),
    evidenceFolder: ports.evidenceFolder,
    version: ports.about.version,
    inBackground: isWindow,
  });
  const endWatch = vault.onChangedElsewhere(listChanged);
  const forgottenHere = new Set<string>();
  let cancelPurge = (): void => undefined;

  const useCases: UseCases = {
    'app.status': status,
    'settings.change': async (settings) => {
      settingsFile.write(settings);
      return tellStatus();
    },
    'clipboard.copy': async ({ text }) => {
      await ports.clipboard.write(text);
      return {};
    },

    'vault.create': ({ method, passphrase }) =>
      changeVault(async () => {
        await vault.create(method, secretOrNothing(passphrase));
        beginWatch();
        revocations.begin();
        leaks.begin();
      }),
    'vault.unlock': ({ passphrase }) => changeVault(() => unlock(secretOrNothing(passphrase))),
    'vault.lock': () =>
      changeVault(async () => {
        await settle();
        connector.close();
        revocations.close();
        leaks.close();
        expiryWatch.close();
        vault.lock();
      }),
    'vault.changeMethod': ({ method, passphrase }) =>
      changeVault(() => vault.changeMethod(method, secretOrNothing(passphrase))),

    'connect.inspect': (target) => connector.inspect(target),
    'connect.start': (wish) => connector.start(wish),
    'connect.current': async () => connector.current(),
    'services.list': async () =>
      context.services.all.map((service) => summariseService(service, REDIRECT_URI)),
    'connect.findByApi': async ({ address }) => {
      const found = await oauth.discoverProtectedResource(address);
      return {
        resource: found.resource,
        issuers: [...found.authorizationServers],
        scopes: [...found.scopesSupported],
      };
    },
    'connect.answer': async ({ id, address }) => connector.answer(id, address),
    'connect.openBrowserAgain': async ({ id }) => {
      await connector.openBrowserAgain(id);
      return {};
    },
    'connect.cancel': async ({ id }) => connector.cancel(id),

    'connections.list': async () =>
      vault
        .opened()
        .readAll('connection')
        .records.filter((record) => record.forgottenAtMs === null)
        .map(view),
    'connections.show': async ({ id }) => ({
      connection: view(findConnection(vault.opened(), id)),
      journal: vault.opened().journalEntries({ limit: HISTORY_LENGTH, connectionId: id }),
    }),
    'connections.check': ({ id }) => checkConnection(context, refresh, id),
    'connections.refresh': async ({ id }) => view(await refresh(id)),
    ...revocations.useCases,
    'connections.forget': async ({ ids }) => {
      forgetConnections(vault.opened(), clock, ids);
      ids.forEach((id) => forgottenHere.add(id));
      purgeLater();
      listChanged();
      return { ids };
    },
    'connections.rename': async ({ id, label }) => {
      const renamed = renameConnection(vault.opened(), id, label);
      listChanged();
      return view(renamed);
    },
    'connections.restore': async ({ ids }) => {
      const restored = restoreConnections(vault.opened(), ids);
      ids.forEach((id) => forgottenHere.delete(id));
      listChanged();
      return restored.map(view);
    },

    'tokens.recognise': async ({ text }) => recogniseText(context.services.all, text, clock.now()),
    'tokens.add': async (wish) => {
      const added = await addTokens(context, wish);
      listChanged();
      return added.map(view);
    },
    'servers.forget': ({ issuer }) => forgetServer(context, issuer),

    ...leaks.useCases,

    'journal.list': async ({ limit, before }) =>
      vault.opened().journalEntries({ limit, ...(before === undefined ? {} : { before }) }),
    'journal.verify': async () => vault.opened().verifyJournal(),

    'demo.start': async () => {
      const demo = await ports.demo.start();
      await tellStatus();
      return demo;
    },
  };

  return {
    useCases,
    start: async () => {
      const { state, method } = await vault.status();
      if (state === 'locked' && method === 'keychain') {
        // Why it could not be opened is part of the vault's status, which the person gets to see.
        await unlock().catch(nothingIfExpected);
      }
    },
    freshToken: (id, minValidityMs) => freshToken(context, refresh, id, minValidityMs),
    recover: () => refreshes.recover(),
    leaks,
    revocations,
    connectSettled: () => connector.settled(),
    settle,
    close: () => {
      connector.close();
      revocations.close();
      leaks.close();
      expiryWatch.close();
      refreshes.close();
      endWatch();
      cancelPurge();
      purge(forgottenHere);
      vault.close();
    },
  };

  async function settle(): Promise<void> {
    await Promise.all([refreshes.settle(), leaks.settle()]);
  }

  function language(): Language {
    return spokenLanguage(settingsFile.read(), ports.about.systemLanguage);
  }

  async function status(): Promise<Status> {
    return {
      version: ports.about.version,
      host: ports.about.host,
      language: language(),
      settings: settingsFile.read(),
      vault: await vault.status(),
      redirectUri: REDIRECT_URI,
      demo: ports.demo.running(),
    };
  }

  async function tellStatus(): Promise<Status> {
    const now = await status();
    tell('statusChanged', now);
    return now;
  }

  async function changeVault(change: () => Promise<void>): Promise<VaultStatus> {
    try {
      await change();
    } finally {
      listChanged();
      await tellStatus();
    }
    return vault.status();
  }

  async function unlock(passphrase?: Secret): Promise<void> {
    await vault.unlock(passphrase);
    trustKeptAuthorities(context, vault.opened());
    refreshes.begin();
    revocations.begin();
    leaks.begin();
    purgeDue();
    beginWatch();
  }

  function purgeDue(): void {
    if (!purge()) {
      purgeLater();
    }
  }

  function purgeLater(): void {
    cancelPurge();
    cancelPurge = clock.after(UNDO_MS, purgeDue);
  }

  /**
   * Other processes may still offer to undo what they have just forgotten, so only what is overdue goes, and these.
   * Answers whether the vault could be written.
   */
  function purge(these?: ReadonlySet<string>): boolean {
    try {
      if (vault.isOpen()) {
        purgeForgotten(vault.opened(), clock.now() - UNDO_MS, these);
      }
      return true;
    } catch (error) {
      nothingIfExpected(error);
      return false;
    }
  }

  function view(record: ConnectionRecord): ReturnType<typeof viewConnection> {
    return viewConnection(record, {
      services: context.services,
      activity: context.activities.of(record.id),
      nowMs: clock.now(),
    });
  }

  function beginWatch(): void {
    if (isWindow) {
      expiryWatch.begin();
    }
  }

  function listChanged(): void {
    tell('connectionsChanged', {});
    if (isWindow) {
      expiryWatch.changed();
    }
  }
}

function secretOrNothing(text: string | undefined): Secret | undefined {
  return text === undefined || text === '' ? undefined : new Secret(text);
}
