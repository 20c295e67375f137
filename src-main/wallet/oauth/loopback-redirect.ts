import { once } from 'node:events';
import { createServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { WalletError } from '../wallet-error.ts';
import { loopbackPage, pageHeaders } from './loopback-page.ts';

/** How an attempt ended, for the page that the browser shows. */
export type LoopbackEnding = 'done' | 'denied' | 'failed' | 'too-late';

/**
 * The one-shot web server that receives the browser's answer (RFC 8252 section 7.3).
 *
 * It listens on 127.0.0.1, on a port chosen by the system.
 */
export interface LoopbackRedirect {
  /** `http://127.0.0.1:PORT/callback` */
  readonly redirectUri: string;
  /**
   * The first GET to the callback address that carries `code` or `error`; whether its `state` is the right one is
   * checked by who awaits this. The browser's page stays open until `conclude` is called, so that it can tell the truth.
   */
  readonly answer: Promise<URL>;
  /** Shows the ending in the browser, then stops listening. Without an answer it only stops. */
  conclude(ending: LoopbackEnding, text: { readonly title: string; readonly message: string }): Promise<void>;
}

/** What a stranger on this computer may cost us. */
export interface LoopbackLimits {
  /** A browser sends the cookies of everything else that runs on 127.0.0.1 along, so this is not too small. */
  readonly maxHeaderBytes: number;
  /** A request that is not complete by then is closed. */
  readonly requestTimeoutMs: number;
  readonly maxConnections: number;
}

const defaultLimits: LoopbackLimits = { maxHeaderBytes: 32_768, requestTimeoutMs: 5_000, maxConnections: 64 };

/** Where a service sends the browser: with port 0 the system chooses one, as it should be (RFC 8252 section 7.3). */
export interface LoopbackPlace {
  readonly host: '127.0.0.1' | 'localhost';
  readonly port: number;
  readonly path: string;
}

export const anyPort: LoopbackPlace = { host: '127.0.0.1', port: 0, path: '/callback' };

/** Starts to listen. Rejects with `loopback-failed`. */
export async function openLoopbackRedirect(
  place: LoopbackPlace = anyPort,
  limits: LoopbackLimits = defaultLimits,
): Promise<LoopbackRedirect> {
  const server = createServer({
    maxHeaderSize: limits.maxHeaderBytes,
    requestTimeout: limits.requestTimeoutMs,
    connectionsCheckingInterval: Math.min(1_000, limits.requestTimeoutMs),
  });
  server.maxConnections = limits.maxConnections;
  // What is not HTTP, too large or too slow gets no answer.
  server.on('clientError', (_, socket) => socket.destroy());
  const origin = await listen(server, place);

  const first = Promise.withResolvers<URL>();
  let browser: ServerResponse | undefined;
  server.on('request', (request, response) => {
    const answer = answerIn(request, origin, place.path);
    if (answer === undefined || browser !== undefined) {
      sendNotFound(response);
      return;
    }
    browser = response;
    first.resolve(answer);
  });

  return {
    redirectUri: `${origin}${place.path}`,
    answer: first.promise,
    async conclude(ending, text) {
      server.close();
      if (browser !== undefined && !browser.closed) {
        const closed = once(browser, 'close');
        browser.writeHead(200, { ...pageHeaders, 'content-type': 'text/html; charset=utf-8' });
        browser.end(loopbackPage(ending, text));
        await closed;
      }
      server.closeAllConnections();
    },
  };
}

async function listen(server: Server, { host, port }: LoopbackPlace): Promise<string> {
  try {
    server.listen(port, '127.0.0.1');
    await once(server, 'listening');
  } catch (error) {
    const problem = error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
    throw new WalletError('loopback-failed', { problem }, { cause: error });
  }
  return `http://${host}:${(server.address() as AddressInfo).port}`;
}

/**
 * The browser's answer, or undefined for any other request.
 *
 * The Host header is compared because a page elsewhere can point a name of its own at 127.0.0.1 (DNS rebinding); there
 * must be one only (RFC 9112 section 3.2).
 */
function answerIn(request: IncomingMessage, origin: string, path: string): URL | undefined {
  const { method, headersDistinct: headers, url = '' } = request;
  const isForUs = headers.host?.map((host) => `http://${host}`).join() === origin;
  const hasBody = headers['content-length'] !== undefined || headers['transfer-encoding'] !== undefined;
  if (method !== 'GET' || hasBody || !isForUs || !url.startsWith(`${path}?`)) {
    return undefined;
  }
  const answer = URL.parse(url, origin);
  const isAnswer = answer !== null && ['code', 'error'].some((name) => answer.searchParams.has(name));
  return isAnswer ? answer : undefined;
}

function sendNotFound(response: ServerResponse): void {
  response.writeHead(404, { ...pageHeaders, 'content-type': 'text/plain; charset=utf-8' }).end('Not found\n');
}
