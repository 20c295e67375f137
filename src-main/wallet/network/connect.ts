import { once } from 'node:events';
import { connect as connectPlainly, isIP } from 'node:net';
import type { Socket } from 'node:net';
import { connect as connectProtected } from 'node:tls';
import { hostnameOf, portOf } from './host-and-port.ts';
import { openTunnel } from './proxy-tunnel.ts';
import type { Trust } from './trust.ts';

interface Way {
  readonly proxy: URL | null;
  readonly trust: Trust;
  readonly extraCertificates: readonly string[];
  readonly signal: AbortSignal | undefined;
}

/** A connection to the server of an address, protected and verified where it is an https address. */
export async function connect(url: URL, { proxy, trust, extraCertificates, signal }: Way): Promise<Socket> {
  const host = hostnameOf(url);
  if (url.protocol !== 'https:') {
    const socket = connectPlainly({ host, port: portOf(url) });
    await opened(socket, 'connect', signal);
    return socket;
  }
  const tunnel = proxy === null ? undefined : await openTunnel(proxy, url, { trust, signal });
  const socket = connectProtected({
    host,
    port: portOf(url),
    // RFC 6066 section 3: only a name may be sent as the name of the server. An IP address is verified through `host`.
    ...(isIP(host) === 0 && { servername: host }),
    ...(tunnel !== undefined && { socket: tunnel }),
    secureContext: trust(extraCertificates),
    // Said aloud, because the environment variable NODE_TLS_REJECT_UNAUTHORIZED would else turn it off.
    rejectUnauthorized: true,
  });
  await opened(socket, 'secureConnect', signal);
  return socket;
}

/** The signal concerns the opening only: the connection may serve other requests later. */
async function opened(
  socket: Socket,
  event: 'connect' | 'secureConnect',
  signal: AbortSignal | undefined,
): Promise<void> {
  // An error that nobody listens to would end the process; whoever uses the connection hears of it too.
  socket.on('error', () => undefined);
  try {
    await once(socket, event, { signal });
  } catch (error) {
    socket.destroy();
    throw error;
  }
}
