import type { IncomingMessage } from 'node:http';
import { request as startRequest } from 'node:http';
import type { Socket } from 'node:net';
import { Readable } from 'node:stream';
import type { Fetch } from '../ports.ts';
import { connect } from './connect.ts';
import { createTrust } from './trust.ts';

/** How requests leave this computer. */
export interface WayOut {
  /**
   * The proxy for an https address, such as `http://name:password@proxy.example:3128`; null where there is none.
   * Rejects with a WalletError where there is one that the wallet cannot speak to.
   */
  readonly proxyFor: (address: URL) => Promise<URL | null>;
  /** Certificate authorities, as PEM, that a person trusts for this host (with its port) besides the usual ones. */
  readonly extraCertificates: (host: string) => readonly string[];
}

/** Answers that have no body by definition; a Response of these cannot be constructed with one. */
const statusesWithoutBody = [204, 205, 304];

/**
 * The wallet's own fetch: HTTP/1.1 over `node:http`, the same in the window and in the terminal.
 *
 * Node's `fetch` takes neither a proxy nor certificates for one request: those sit in its `dispatcher`, whose classes are
 * in the package undici and not in Node. Electron's `net.fetch` refuses redirects that are to be looked at and not
 * followed, and goes through Chromium, which the wallet leaves no network. So it is plain requests, which are enough:
 * no redirect is followed, nothing is cached or compressed, no cookie is kept, and each request has a connection of its
 * own, so that none is lost on a connection that the server is just closing.
 */
export function createFetch({ proxyFor, extraCertificates }: WayOut): Fetch {
  const trust = createTrust();
  return async (address, init) => {
    const request = new Request(address, init);
    const url = new URL(address);
    const body = Buffer.from(await request.arrayBuffer());
    const socket = await connect(url, {
      // Plain http is for services on this computer only, and those are on this side of every proxy.
      proxy: url.protocol === 'https:' ? await proxyFor(url) : null,
      trust,
      extraCertificates: extraCertificates(url.host),
      signal: request.signal,
    });
    return responseFrom(await exchange(socket, url, request, body));
  };
}

async function exchange(
  socket: Socket,
  url: URL,
  { method, headers, signal }: Request,
  body: Buffer,
): Promise<IncomingMessage> {
  const { promise, resolve, reject } = Promise.withResolvers<IncomingMessage>();
  const outgoing = startRequest({
    createConnection: () => socket,
    method,
    path: url.pathname + url.search,
    headers: {
      host: url.host,
      accept: '*/*',
      'accept-encoding': 'identity',
      // GitHub, for one, refuses requests that do not say who is asking.
      'user-agent': 'token-wallet',
      ...Object.fromEntries(headers),
      // Node leaves it out of a DELETE, which has a body at some services.
      ...((body.length > 0 || method === 'POST') && { 'content-length': body.length }),
    },
    signal,
  });
  outgoing.once('response', resolve);
  // Stays for as long as the answer is being read: an error that nobody listens to would end the process.
  outgoing.on('error', reject);
  outgoing.end(body);
  return promise;
}

function responseFrom(incoming: IncomingMessage): Response {
  const { statusCode = 0, statusMessage = '', headersDistinct } = incoming;
  const headers = Object.entries(headersDistinct).flatMap(([name, values = []]) =>
    values.map((value): [string, string] => [name, value]),
  );
  const init = { status: statusCode, statusText: statusMessage, headers };
  if (statusesWithoutBody.includes(statusCode)) {
    incoming.resume();
    return new Response(null, init);
  }
  // Node's stream is the one that a Response takes; where the types of a page are known too, they say it is another.
  const body: unknown = Readable.toWeb(incoming);
  return new Response(body as Response['body'], init);
}
