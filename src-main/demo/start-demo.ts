import { once, type EventEmitter } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout } from 'node:timers/promises';
import { demoAccounts } from './accounts.ts';
import { issueGrant, type GrantWish, type IssuedGrant } from './issue-grant.ts';
import { rehearseLeak, type Leak, type LeakWish } from './leak/rehearse-leak.ts';
import { createMemoryStore } from './memory-store.ts';
import type { Context, Middleware } from './middleware.ts';
import { aboutPage } from './pages/about.ts';
import { languageOf } from './pages/language.ts';
import { sendPage } from './pages/layout.ts';
import { servePhotos } from './photo-api.ts';
import { createProvider, readyClientId } from './provider.ts';
import type { Trouble } from './trouble.ts';
import { createTruth, serveTruth, type Truth } from './truth.ts';

export interface RunningDemo {
  /** `http://127.0.0.1:PORT`, without a slash at the end. */
  readonly issuer: string;
  /** Where the photo service answers, such as `${api}/photos`; without a slash at the end. */
  readonly api: string;
  readonly users: readonly { readonly login: string; readonly password: string }[];
  /** What the service itself knows of its tokens; also at `${api}/truth`. */
  readonly truth: Truth;
  /** What it puts in the way just now; may be changed at any time. */
  readonly trouble: Set<Trouble>;
  /** Issues tokens as if a person had allowed it. */
  issue(wish: GrantWish): Promise<IssuedGrant>;
  /** Issues tokens that got out, and writes down how; resolves when all of it is written. */
  leak(wish: LeakWish): Promise<Leak>;
  /** Stops answering and forgets everything. */
  stop(): Promise<void>;
}

export interface DemoWish {
  /** The system chooses one unless it is given. */
  readonly port?: number;
  /** Every answer takes so much longer, as if the service were not on this computer. */
  readonly distanceMs?: number;
}

/**
 * Starts the demo service: an authorization server and a photo service behind it, on one loopback port, in memory.
 *
 * Rejects with Node's own error where the port is taken.
 */
export async function startDemo({ port = 0, distanceMs = 0 }: DemoWish = {}): Promise<RunningDemo> {
  const server = createServer();
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const store = createMemoryStore();
  const truth = createTruth(store);
  const leakedGrants = new Set<string>();
  const trouble = new Set<Trouble>();
  const provider = createProvider(issuer, { store, leakedGrants, trouble });
  if (distanceMs > 0) {
    provider.use(async (_context, next) => {
      await setTimeout(distanceMs);
      await next();
    });
  }
  provider.use(servePhotos(provider));
  provider.use(serveTruth(truth));
  provider.use(serveAboutPage(issuer));
  // Koa's own event, which the types of oidc-provider leave out.
  (provider as EventEmitter).on('error', tellOfBug);
  const answer = provider.callback();
  server.on('request', (request, response) => {
    if (trouble.has('offline')) {
      request.socket.destroy();
      return;
    }
    answer(request, response).catch(() => response.destroy());
  });
  return {
    issuer,
    api: issuer,
    users: demoAccounts.map(({ login, password }) => ({ login, password })),
    truth,
    trouble,
    issue: (wish) => issueGrant(provider, wish),
    leak: (wish) => rehearseLeak(provider, leakedGrants, trouble, wish),
    stop: () => stop(server),
  };
}

function serveAboutPage(issuer: string): Middleware {
  return async (context, next) => {
    if (context.method === 'GET' && context.path === '/') {
      sendPage(context, aboutPage(languageOf(context), issuer, readyClientId));
    } else {
      await next();
    }
  };
}

/** A connection that breaks off is no news; anything else that reaches Koa is a mistake of ours. */
function tellOfBug(error: Error, context?: Context): void {
  const brokeOff = context !== undefined && (!context.req.complete || context.req.socket.destroyed);
  if (!brokeOff) {
    process.emitWarning(error);
  }
}

async function stop(server: Server): Promise<void> {
  const closed = once(server, 'close');
  server.close();
  server.closeAllConnections();
  await closed;
}
