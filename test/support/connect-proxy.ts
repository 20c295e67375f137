import { once } from 'node:events';
import { createServer } from 'node:http';
import { connect } from 'node:net';
import type { AddressInfo, Socket } from 'node:net';

export interface ConnectProxy extends AsyncDisposable {
  /** Such as `127.0.0.1:3128`. */
  readonly host: string;
  /** The hosts, with their ports, to which it was asked to connect. */
  readonly asked: readonly string[];
}

/** What a proxy answers to a request to connect; undefined where it connects. */
type Refusal = (credentials: string | undefined) => string | undefined;

/** A proxy on 127.0.0.1 that speaks CONNECT, and nothing else. */
export async function startConnectProxy(refusal: Refusal = () => undefined): Promise<ConnectProxy> {
  const asked: string[] = [];
  const sockets = new Set<Socket>();
  const server = createServer((_request, response) => response.writeHead(405).end());
  server.on('connection', (socket: Socket) => sockets.add(socket));
  server.on('connect', ({ url = '', headers }, client: Socket, head) => {
    asked.push(url);
    const refused = refusal(headers['proxy-authorization']);
    if (refused !== undefined) {
      client.end(`HTTP/1.1 ${refused}\r\n\r\n`);
      return;
    }
    const { hostname, port } = new URL(`http://${url}`);
    const upstream = connect(Number(port), hostname, () => {
      client.write('HTTP/1.1 200 Connection established\r\n\r\n');
      upstream.write(head);
      upstream.pipe(client).pipe(upstream);
    });
    // What ends on one side ends on the other, however it ends.
    for (const [one, other] of [
      [client, upstream],
      [upstream, client],
    ] as const) {
      one.on('error', () => other.destroy()).on('close', () => other.destroy());
    }
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    host: `127.0.0.1:${(server.address() as AddressInfo).port}`,
    asked,
    async [Symbol.asyncDispose]() {
      const closed = once(server, 'close');
      server.close();
      for (const socket of sockets) {
        socket.destroy();
      }
      await closed;
    },
  };
}

/** Lets through whoever gives this name and password (RFC 7617). */
export function withPassword(name: string, password: string): Refusal {
  const expected = `Basic ${Buffer.from(`${name}:${password}`).toString('base64')}`;
  return (credentials) =>
    credentials === expected
      ? undefined
      : '407 Proxy Authentication Required\r\nProxy-Authenticate: Basic realm="proxy"';
}
