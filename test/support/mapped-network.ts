import type { Fetch } from '../../src-main/wallet/ports.ts';
import { type ReplayServer, startReplayServer } from './replay-server.ts';

/** The internet on one replay server: `https://HOST/PATH` is answered by the route `/HOST/PATH`. */
export interface MappedNetwork extends AsyncDisposable {
  readonly fetch: Fetch;
  readonly routes: ReplayServer['routes'];
  /** What was asked so far, such as `GET api.github.com/user`. */
  readonly asked: readonly string[];
  /** Everything that was sent, with its headers and body. */
  sent(): string;
}

export async function startMappedNetwork(): Promise<MappedNetwork> {
  const server = await startReplayServer();
  return {
    routes: server.routes,
    fetch: (address, init) => {
      const { host, pathname, search } = new URL(address);
      return fetch(`${server.origin}/${host}${pathname}${search}`, init);
    },
    get asked() {
      return server.received.map(({ method, path }) => `${method} ${path.slice(1)}`);
    },
    sent: () => JSON.stringify(server.received),
    [Symbol.asyncDispose]: () => server[Symbol.asyncDispose](),
  };
}
