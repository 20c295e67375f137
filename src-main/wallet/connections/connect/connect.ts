import type { Attempt, Flow, Server } from '../../../contract/attempt.ts';
import type { InputOf } from '../../../contract/contract.ts';
import { anyPort, type LoopbackPlace } from '../../oauth/loopback-redirect.ts';
import type { GrantWish } from '../../oauth/oauth.ts';
import { createProofKey } from '../../oauth/proof-key.ts';
import type { Secret } from '../../secret.ts';
import type { Service } from '../../services/service-schema.ts';
import { hostFor, withHost } from '../../services/service-host.ts';
import { redirectUriOf } from '../../services/summarise-service.ts';
import { WalletError } from '../../wallet-error.ts';
import { type AttemptUnderWay, beginAttempt } from './attempt-under-way.ts';
import { chooseClient } from './choose-client.ts';
import { completeGrant } from './complete-grant.ts';
import { createBrowserFarewell } from './conclude-in-browser.ts';
import type { ConnectionContext } from '../context.ts';
import { defaultScopes, describeServer, flowsOf } from './describe-server.ts';
import { type FoundServer, findServerByIssuer, findServerOfService } from './find-server.ts';
import { nameOfService, serverNotes } from './grant.ts';
import { grantWish } from './grant-wish.ts';
import { obtainGrant, type ObtainedGrant, type Waiting } from './obtain-grant.ts';
import { REDIRECT_URI } from './redirect-uri.ts';
import type { StoredGrant } from './store-grant.ts';
import { readAuthority, trustAtServer } from './trust-authority.ts';

export type ConnectWish = InputOf<'connect.start'>;
export type ConnectTarget = InputOf<'connect.inspect'>;

/** Attempts to connect, of which at most one is under way. */
export interface Connector {
  inspect(target: ConnectTarget): Promise<Server>;
  /** Resolves as soon as the attempt waits for the person, or has ended. */
  start(wish: ConnectWish): Promise<Attempt>;
  current(): Attempt | null;
  openBrowserAgain(id: string): Promise<void>;
  /** Takes the last address of a browser on another machine; throws where it is not the answer to this attempt. */
  answer(id: string, text: string): Attempt;
  cancel(id: string): Attempt;
  /** Resolves when the attempt under way is over and all its tidying up is done. */
  settled(): Promise<void>;
  close(): void;
}

interface Latest {
  readonly attempt: AttemptUnderWay;
  readonly run: Promise<void>;
  waiting: Waiting;
}

export function createConnector(context: ConnectionContext): Connector {
  const { browser, oauth, tell, vault } = context;
  const farewell = createBrowserFarewell(context.clock, context.language);
  let latest: Latest | undefined;

  return {
    inspect: async (target) => describeServer(await find(target), context.services, vault.opened()),
    start: async (wish) => {
      // A grant that cannot be kept would be lost the moment it is given, so the vault is tried first.
      vault.opened().proveWritable();
      latest?.attempt.stop(new WalletError('attempt-replaced'));
      const attempt = beginAttempt(context, targetName(wish), wish.flow ?? 'browser');
      const nowWaiting = Promise.withResolvers<Waiting>();
      const own: Latest = { attempt, waiting: {}, run: run(attempt, wish, nowWaiting.resolve) };
      latest = own;
      void nowWaiting.promise.then((waiting) => (own.waiting = waiting)).catch(() => undefined);
      await Promise.race([
        nowWaiting.promise,
        own.run,
        attempt.until(nowWaiting.promise).catch(() => undefined),
      ]);
      return attempt.view();
    },
    current: () => latest?.attempt.view() ?? null,
    openBrowserAgain: async (id) => {
      const { address } = underWay(id).waiting;
      if (address === undefined) {
        throw new WalletError('attempt-not-found');
      }
      await browser.open(address);
    },
    answer: (id, text) => {
      const { attempt, waiting } = underWay(id);
      if (waiting.answer === undefined) {
        throw new WalletError('attempt-not-found');
      }
      waiting.answer(text);
      return attempt.view();
    },
    cancel: (id) => {
      const { attempt } = underWay(id);
      attempt.stop(new WalletError('attempt-cancelled'));
      return attempt.view();
    },
    settled: async () => latest?.run,
    close: () => {
      latest?.attempt.stop(new WalletError('attempt-cancelled'));
      farewell.close();
    },
  };

  function underWay(id: string): Latest {
    if (latest?.attempt.view().id !== id || latest.attempt.isOver()) {
      throw new WalletError('attempt-not-found');
    }
    return latest;
  }

  async function find(target: ConnectTarget): Promise<FoundServer> {
    const authority = readAuthority(target.certificateAuthority);
    const service =
      target.service === undefined || target.service === ''
        ? undefined
        : context.services.get(target.service);
    // Needed for the metadata already, whose host is all that is known so far.
    trustAtServer(context, { issuer: addressOf(target, service), metadata: {} }, authority);
    const found = await (service === undefined
      ? findServerByIssuer(context, target.issuer ?? '')
      : findServerOfService(oauth, service, target.host));
    trustAtServer(context, found.server, authority);
    return found;
  }

  async function run(
    attempt: AttemptUnderWay,
    wish: ConnectWish,
    nowWaiting: (waiting: Waiting) => void,
  ): Promise<void> {
    const stored = await pursue(attempt, wish, nowWaiting);
    if (stored?.isReplacement === true) {
      await context.cutLateTokens(stored.connection.id);
    }
  }

  /** The attempt from discovery to the last page in the browser. Its failures end up in the attempt. */
  async function pursue(
    attempt: AttemptUnderWay,
    wish: ConnectWish,
    nowWaiting: (waiting: Waiting) => void,
  ): Promise<StoredGrant | undefined> {
    let obtained: ObtainedGrant | undefined;
    try {
      const found = await attempt.until(find(wish));
      const { server, service, host } = found;
      const name = nameOfService(server, service, host);
      const flow: Flow = wish.flow ?? flowsOf(found)[0] ?? 'browser';
      attempt.update({ service: { name, issuer: server.issuer }, notes: serverNotes(server), flow });

      const requested = wish.scopes.length > 0 ? wish.scopes : [...defaultScopes(found)];
      const redirectUri = redirectUriOf(service?.redirect, REDIRECT_URI);
      const authMethod = service?.client.authentication;
      const client = await attempt.until(
        chooseClient(context, server, { ...wish, scopes: requested, redirectUri, authMethod }),
      );
      const asked: GrantWish = grantWish(wish, requested, service);
      const proofKey = await proofKeyFor(found);
      const place = placeOf(service);
      obtained = await obtainGrant[flow](context, {
        ...{ attempt, found, client, wish: asked, proofKey, place, farewell, nowWaiting },
      });
      const stored = await completeGrant(context, attempt, {
        ...{ found, client, requested, proofKey, reply: obtained.reply },
        certificateAuthority: readAuthority(wish.certificateAuthority),
        resource: asked.resource ?? null,
        detailsRequested: wish.authorizationDetails ?? null,
      });
      attempt.update({
        state: 'done',
        connectionId: stored.connection.id,
        replaced: stored.isReplacement,
        notes: [...stored.connection.notes],
      });
      tell('connectionsChanged', {});
      await obtained.conclude();
      return stored;
    } catch (error) {
      attempt.fail(error);
      await obtained?.conclude(error);
      return undefined;
    }
  }
}

/** A key to bind the tokens to, where the server can do that (RFC 9449 section 5.1). */
async function proofKeyFor({ server }: FoundServer): Promise<Secret | null> {
  const algorithms = server.metadata['dpop_signing_alg_values_supported'];
  return Array.isArray(algorithms) && algorithms.includes('ES256') ? createProofKey() : null;
}

/** Where the service sends the browser; a random port unless it insists on a fixed one. */
function placeOf(service: Service | undefined): LoopbackPlace {
  const { host, port, path } = service?.redirect ?? anyPort;
  return { host, port: port ?? anyPort.port, path: path ?? anyPort.path };
}

/** Where the metadata of a target is, as far as its words tell. */
function addressOf(target: ConnectTarget, service: Service | undefined): string {
  return service === undefined
    ? (target.issuer?.trim() ?? '')
    : withHost(service.issuer ?? '', hostFor(service, target.host));
}

function targetName(target: ConnectTarget): string {
  return target.service ?? target.issuer ?? '';
}
