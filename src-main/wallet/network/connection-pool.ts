import { Agent } from 'node:http';
import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';

/**
 * How long a connection may wait for the next request. Services keep one for five seconds at least, so that none is
 * used that the service is just closing; and many requests in a row, as when many tokens are revoked, follow each other
 * faster than this.
 */
const IDLE_MS = 1_000;

/** How a connection comes about, and which connections are as good as each other. */
export interface Connection {
  /** The address of the service, the proxy on the way, and who is trusted. */
  readonly poolKey: string;
  readonly open: () => Promise<Socket>;
}

/** Keeps connections for a moment after a request (RFC 9112 section 9.3). Free ones do not keep the process alive. */
export class ConnectionPool extends Agent {
  constructor() {
    super({ keepAlive: true, timeout: IDLE_MS });
  }

  /** What Node calls to find out which free connection may be used. */
  override getName(options?: object): string {
    return connectionIn(options).poolKey;
  }

  override createConnection(
    options: object,
    opened?: (error: Error | null, socket: Duplex) => void,
  ): undefined {
    connectionIn(options)
      .open()
      .then(
        (socket) => opened?.(null, socket),
        // The types leave out that there is no socket where there is an error.
        (error: unknown) => opened?.(error as Error, undefined as unknown as Duplex),
      );
  }
}

/** Node hands the options of a request on, and with them what it does not know. */
function connectionIn(options: object | undefined): Connection {
  return options as unknown as Connection;
}
