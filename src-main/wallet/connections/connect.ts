import type { Attempt, Server } from '../../contract/attempt.ts';
import type { InputOf } from '../../contract/contract.ts';
import { type LoopbackRedirect, openLoopbackRedirect } from '../oauth/loopback-redirect.ts';
import { findServiceProfile } from '../services/find-service-profile.ts';
import { WalletError } from '../wallet-error.ts';
import { pageText } from './attempt-texts.ts';
import { type AttemptUnderWay, beginAttempt } from './attempt-under-way.ts';
import { chooseClient } from './choose-client.ts';
import { completeGrant, revokeReplaced } from './complete-grant.ts';
import { createBrowserFarewell } from './conclude-in-browser.ts';
import type { ConnectionContext } from './context.ts';
import { defaultScopes, describeServer } from './describe-server.ts';
import { serverNotes } from './grant.ts';
import type { StoredGrant } from './store-grant.ts';

export type ConnectWish = InputOf<'connect.start'>;

/** Attempts to connect, of which at most one is under way. */
export interface Connector {
  inspect(issuer: string): Promise<Server>;
  /** Resolves as soon as the attempt waits for the person, or has failed. */
  start(wish: ConnectWish): Promise<Attempt>;
  current(): Attempt | null;
  openBrowserAgain(id: string): Promise<void>;
  cancel(id: string): Attempt;
  /** Resolves when the attempt under way is over and all its tidying up is done. */
  settled(): Promise<void>;
  close(): void;
}

export function createConnector(context: ConnectionContext): Connector {
  const { browser, oauth, tell, vault } = context;
  const farewell = createBrowserFarewell(context.clock, context.language);
  let latest: { readonly attempt: AttemptUnderWay; address?: URL; readonly run: Promise<void> } | undefined;

  return {
    inspect: async (issuer) => describeServer(await oauth.discover(issuer), vault.opened()),
    start: async (wish) => {
      // A grant that cannot be kept would be lost the moment it is given, so the vault is tried first.
      vault.opened().proveWritable();
      latest?.attempt.stop(new WalletError('attempt-replaced'));
      const attempt = beginAttempt(context, wish.issuer);
      const waiting = Promise.withResolvers<undefined>();
      latest = { attempt, run: run(attempt, wish, waiting.resolve) };
      await Promise.race([
        waiting.promise,
        latest.run,
        attempt.until(waiting.promise).catch(() => undefined),
      ]);
      return attempt.view();
    },
    current: () => latest?.attempt.view() ?? null,
    openBrowserAgain: async (id) => {
      if (latest?.address === undefined || latest.attempt !== underWay(id)) {
        throw new WalletError('attempt-not-found');
      }
      await browser.open(latest.address);
    },
    cancel: (id) => {
      const attempt = underWay(id);
      attempt.stop(new WalletError('attempt-cancelled'));
      return attempt.view();
    },
    settled: async () => latest?.run,
    close: () => {
      latest?.attempt.stop(new WalletError('attempt-cancelled'));
      farewell.close();
    },
  };

  function underWay(id: string): AttemptUnderWay {
    if (latest?.attempt.view().id !== id || latest.attempt.isOver()) {
      throw new WalletError('attempt-not-found');
    }
    return latest.attempt;
  }

  async function run(
    attempt: AttemptUnderWay,
    wish: ConnectWish,
    nowWaiting: (nothing: undefined) => void,
  ): Promise<void> {
    const stored = await pursue(attempt, wish, nowWaiting);
    if (stored !== undefined) {
      await revokeReplaced(context, stored);
    }
  }

  /** The attempt from discovery to the last page in the browser. Its failures end up in the attempt. */
  async function pursue(
    attempt: AttemptUnderWay,
    wish: ConnectWish,
    nowWaiting: (nothing: undefined) => void,
  ): Promise<StoredGrant | undefined> {
    let redirect: LoopbackRedirect | undefined;
    try {
      const server = await attempt.until(oauth.discover(wish.issuer));
      const service = { name: findServiceProfile(server).name, issuer: server.issuer };
      attempt.update({ service, notes: serverNotes(server) });
      const requested = wish.scopes.length > 0 ? wish.scopes : [...defaultScopes(server)];
      const client = await attempt.until(chooseClient(context, server, { ...wish, scopes: requested }));

      redirect = await openLoopbackRedirect();
      const { redirectUri } = redirect;
      const request = await oauth.authorizationRequest(server, client, { redirectUri, scopes: requested });
      if (latest?.attempt === attempt) {
        latest.address = request.address;
      }
      await attempt.until(browser.open(request.address));
      attempt.update({ state: 'waiting' });
      nowWaiting(undefined);

      const answer = await attempt.until(redirect.answer);
      attempt.update({ state: 'exchanging' });
      const stored = await completeGrant(context, attempt, { server, client, request, requested, answer });
      attempt.update({
        state: 'done',
        connectionId: stored.connection.id,
        replaced: stored.replaced !== undefined,
        notes: [...stored.connection.notes],
      });
      tell('connectionsChanged', {});
      await redirect.conclude('done', pageText(context.language(), 'done'));
      return stored;
    } catch (error) {
      attempt.fail(error);
      if (redirect !== undefined) {
        await farewell.tell(redirect, error);
      }
      return undefined;
    }
  }
}
