import { once } from 'node:events';
import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { createServer } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';

/** What a route of a replay server answers: this, or whatever the function does with the response. */
export type Replay =
  | {
      readonly status?: number;
      readonly headers?: Readonly<Record<string, string>>;
      /** An object is sent as JSON, a string as it is. */
      readonly body?: object | string;
    }
  | ((request: ReceivedRequest, response: ServerResponse) => void);

export interface ReceivedRequest {
  readonly method: string;
  /** With the query. */
  readonly path: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

export interface ReplayServer extends AsyncDisposable {
  readonly origin: string;
  readonly received: readonly ReceivedRequest[];
  /** Routes by their path without the query; may be changed while it runs. */
  readonly routes: Record<string, Replay>;
}

/** A server on 127.0.0.1 that replays answers, good and bad ones; 404 for every path without a route. */
export async function startReplayServer(
  routes: Record<string, Replay> = {},
  tls?: { readonly key: string; readonly cert: string },
): Promise<ReplayServer> {
  const received: ReceivedRequest[] = [];
  const listener: RequestListener = (incoming, response) => {
    const chunks: Buffer[] = [];
    incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
    incoming.on('end', () => {
      const { method = '', url: path = '', headers } = incoming;
      const request = { method, path, headers, body: Buffer.concat(chunks).toString() };
      received.push(request);
      replay(routes[path.replace(/\?.*$/, '')] ?? { status: 404 }, request, response);
    });
  };
  const server = tls === undefined ? createServer(listener) : createTlsServer(tls, listener);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    origin: `${tls === undefined ? 'http' : 'https'}://127.0.0.1:${port}`,
    received,
    routes,
    async [Symbol.asyncDispose]() {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}

/** Gives one answer of a replay server. */
export function replay(answer: Replay, request: ReceivedRequest, response: ServerResponse): void {
  if (typeof answer === 'function') {
    answer(request, response);
    return;
  }
  const { status = 200, headers = {}, body = '' } = answer;
  const isJson = typeof body === 'object';
  response.writeHead(status, { 'content-type': isJson ? 'application/json' : 'text/html', ...headers });
  response.end(isJson ? JSON.stringify(body) : body);
}
