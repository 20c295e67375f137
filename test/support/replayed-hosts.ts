import type { Fetch } from '../../src-main/wallet/ports.ts';
import {
  type ReceivedRequest,
  type Replay,
  type ReplayServer,
  replay,
  startReplayServer,
} from './replay-server.ts';

/** Answers by what is asked: `POST https://api.example.com/oauth/revoke`, without the query. */
export type HostRoutes = Readonly<Record<string, Replay>>;

/** The hosts of the world as far as a test needs them, each one a replay server of its own on this computer. */
export interface ReplayedHosts extends AsyncDisposable {
  /** Goes to the replay server of the address's host; a host without one cannot be reached. */
  readonly fetch: Fetch;
  /** Every call that was tried, in order, with its query; of hosts that have no server too. */
  readonly tried: readonly string[];
  /** What a host received of one kind of call. */
  received(call: string): readonly ReceivedRequest[];
}

export async function startReplayedHosts(routes: HostRoutes): Promise<ReplayedHosts> {
  const servers = new Map<string, ReplayServer>();
  const tried: string[] = [];
  for (const [call, answer] of Object.entries(routes)) {
    const { method, host, path } = partsOf(call);
    const server = servers.get(host) ?? (await startReplayServer());
    servers.set(host, server);
    const others = server.routes[path];
    server.routes[path] = (request, response) => {
      replay(request.method === method ? answer : (others ?? { status: 404 }), request, response);
    };
  }
  return {
    tried,
    fetch: async (address, init) => {
      const { host, pathname, search } = new URL(address);
      tried.push(`${init?.method ?? 'GET'} ${address}`);
      const server = servers.get(host);
      if (server === undefined) {
        throw new TypeError('fetch failed');
      }
      return fetch(`${server.origin}${pathname}${search}`, init);
    },
    received: (call) => {
      const { method, host, path } = partsOf(call);
      const all = servers.get(host)?.received ?? [];
      return all.filter((request) => request.method === method && request.path.replace(/\?.*$/, '') === path);
    },
    async [Symbol.asyncDispose]() {
      await Promise.all([...servers.values()].map((server) => server[Symbol.asyncDispose]()));
    },
  };
}

function partsOf(call: string): { readonly method: string; readonly host: string; readonly path: string } {
  const [method = '', address = ''] = call.split(' ');
  const { host, pathname } = new URL(address);
  return { method, host, path: pathname };
}
