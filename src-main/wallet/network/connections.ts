import type { Socket } from 'node:net';
import { Client } from 'undici';

/**
 * How long a connection may wait for the next request. Services keep one for five seconds at least, so that none is
 * used that the service is just closing; and many requests in a row, as when many tokens are revoked, follow each other
 * faster than this.
 */
const IDLE_MS = 1_000;

/** How a connection comes about, and which connections are as good as each other. */
export interface Way {
  readonly origin: string;
  /** The address of the service, the proxy on the way, and who is trusted. */
  readonly key: string;
  /** The signal concerns the opening only: the connection may serve other requests later. */
  readonly open: (signal: AbortSignal | undefined) => Promise<Socket>;
}

/** A connection that serves one request at a time. */
export interface Connection {
  readonly client: Client;
  /** The request is over, and the next one may have it. */
  readonly release: () => void;
}

/** Keeps connections for a moment after a request (RFC 9112 section 9.3). Free ones do not keep the process alive. */
export class Connections {
  /** By the key of their way; the last one is the one that was used last. */
  readonly #free = new Map<string, OneConnection[]>();

  /** A free connection, or a new one that is opened with the first request. */
  take(way: Way, signal: AbortSignal | undefined): Connection {
    const free = this.#free.get(way.key)?.pop();
    if (free !== undefined) {
      free.signal = signal;
      return free;
    }
    const connection = new OneConnection(way, signal, () => {
      this.#release(way.key, connection);
    });
    connection.client.on('disconnect', () => {
      this.#forget(way.key, connection);
    });
    return connection;
  }

  #release(key: string, connection: OneConnection): void {
    if (connection.client.stats.connected) {
      const free = this.#free.get(key) ?? [];
      free.push(connection);
      this.#free.set(key, free);
    }
  }

  #forget(key: string, connection: OneConnection): void {
    const others = (this.#free.get(key) ?? []).filter((one) => one !== connection);
    if (others.length === 0) {
      this.#free.delete(key);
    } else {
      this.#free.set(key, others);
    }
  }
}

class OneConnection implements Connection {
  readonly client: Client;
  readonly release: () => void;
  /** Of the request that it serves. */
  signal: AbortSignal | undefined;

  constructor({ origin, open }: Way, signal: AbortSignal | undefined, release: () => void) {
    this.signal = signal;
    this.release = release;
    this.client = new Client(origin, {
      allowH2: false,
      keepAliveTimeout: IDLE_MS,
      keepAliveMaxTimeout: IDLE_MS,
      // Whoever sends a request keeps the time.
      headersTimeout: 0,
      bodyTimeout: 0,
      connect: (_options, opened) => {
        open(this.signal).then(
          (socket) => {
            opened(null, socket);
          },
          (error: unknown) => {
            opened(error as Error, null);
          },
        );
      },
    });
  }
}
