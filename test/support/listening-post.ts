import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { createServer } from 'node:net';
import type { AddressInfo, Socket } from 'node:net';

/** A place on this computer that writes down whoever as much as knocks: every TCP connection, every UDP packet. */
export interface ListeningPost extends AsyncDisposable {
  /** The same one for TCP and UDP. */
  readonly port: number;
  readonly heard: readonly string[];
}

export async function openListeningPost(): Promise<ListeningPost> {
  const heard: string[] = [];
  const visitors = new Set<Socket>();
  const tcp = createServer((socket) => {
    visitors.add(socket);
    heard.push('a TCP connection');
    socket.on('error', () => undefined);
    socket.on('data', (bytes: Buffer) => {
      heard.push(bytes.toString('latin1').split('\r\n', 1)[0] ?? '');
      socket.end('HTTP/1.1 200 OK\r\naccess-control-allow-origin: *\r\ncontent-length: 0\r\n\r\n');
    });
  });
  tcp.listen(0, '127.0.0.1');
  await once(tcp, 'listening');
  const { port } = tcp.address() as AddressInfo;
  const udp = createSocket('udp4', () => {
    heard.push('a UDP packet');
  });
  udp.bind(port, '127.0.0.1');
  await once(udp, 'listening');
  return {
    port,
    heard,
    [Symbol.asyncDispose]: async () => {
      udp.close();
      tcp.close();
      visitors.forEach((socket) => socket.destroy());
      await once(tcp, 'close');
    },
  };
}
