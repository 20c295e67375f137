import type { IncomingMessage } from 'node:http';
import { request as startRequest } from 'node:http';
import { Readable } from 'node:stream';
import type { Fetch } from '../ports.ts';
import { connect } from './connect.ts';
import { type Connection, ConnectionPool } from './connection-pool.ts';
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
/** A body of at most so many bytes is read at once: it is no danger to the memory, and a stream of its own costs more. */
const SMALL_BYTES = 64 * 1024;

const statusesWithoutBody = [204, 205, 304];

/**
 * The wallet's own fetch: HTTP/1.1 over `node:http`, the same in the window and in the terminal.
 *
 * Node's `fetch` takes neither a proxy nor certificates for one request: those sit in its `dispatcher`, whose classes are
 * in the package undici and not in Node. Electron's `net.fetch` refuses redirects that are to be looked at and not
 * followed, and goes through Chromium, which the wallet leaves no network. So it is plain requests, which are enough:
 * no redirect is followed, nothing is cached or compressed, and no cookie is kept.
 */
export function createFetch({ proxyFor, extraCertificates }: WayOut): Fetch {
  const trust = createTrust();
  const pool = new ConnectionPool();
  return async (address, init = {}) => {
    const url = new URL(address);
    const request = await requestFrom(init);
    // Plain http is for services on this computer only, and those are on this side of every proxy.
    const proxy = url.protocol === 'https:' ? await proxyFor(url) : null;
    const trusted = extraCertificates(url.host);
    const connection: Connection = {
      poolKey: [url.origin, proxy?.href ?? '', ...trusted].join(' '),
      open: () => connect(url, { proxy, trust, extraCertificates: trusted, signal: request.signal }),
    };
    return responseFrom(await exchange(pool, connection, url, request));
  };
}

interface OutgoingRequest {
  readonly method: string;
  readonly headers: Headers;
  readonly body: Buffer;
  readonly signal: AbortSignal;
}

/**
 * What a `Request` would make of it. Ten thousand tokens are twenty thousand requests, nearly all of them forms, and
 * making a Request of each takes as long as sending it.
 */
async function requestFrom({
  method = 'GET',
  headers,
  body = null,
  signal,
}: RequestInit): Promise<OutgoingRequest> {
  const isForm = body instanceof URLSearchParams;
  const sent = new Headers(headers);
  if (isForm && !sent.has('content-type')) {
    sent.set('content-type', 'application/x-www-form-urlencoded;charset=UTF-8');
  }
  return {
    method: method.toUpperCase(),
    headers: sent,
    body:
      isForm || typeof body === 'string'
        ? Buffer.from(body.toString())
        : Buffer.from(await new Response(body).arrayBuffer()),
    signal: signal ?? new AbortController().signal,
  };
}

async function exchange(
  pool: ConnectionPool,
  connection: Connection,
  url: URL,
  { method, headers, body, signal }: OutgoingRequest,
): Promise<IncomingMessage> {
  const { promise, resolve, reject } = Promise.withResolvers<IncomingMessage>();
  const outgoing = startRequest({
    ...connection,
    agent: pool,
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

async function responseFrom(incoming: IncomingMessage): Promise<Response> {
  const { statusCode = 0, statusMessage = '', headersDistinct } = incoming;
  const headers = Object.entries(headersDistinct).flatMap(([name, values = []]) =>
    values.map((value): [string, string] => [name, value]),
  );
  const init = { status: statusCode, statusText: statusMessage, headers };
  if (statusesWithoutBody.includes(statusCode)) {
    incoming.resume();
    return new Response(null, init);
  }
  if (Number(incoming.headers['content-length'] ?? Infinity) <= SMALL_BYTES) {
    return new Response(await bytesOf(incoming), init);
  }
  // Node's stream is the one that a Response takes; where the types of a page are known too, they say it is another.
  const body: unknown = Readable.toWeb(incoming);
  return new Response(body as Response['body'], init);
}

/** What `buffer` of Node's stream consumers does, which goes through a Blob. */
async function bytesOf(incoming: IncomingMessage): Promise<Buffer<ArrayBuffer>> {
  const chunks: Buffer[] = [];
  const { promise, resolve, reject } = Promise.withResolvers<Buffer<ArrayBuffer>>();
  incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
  incoming.once('end', () => {
    resolve(Buffer.concat(chunks));
  });
  incoming.once('error', reject);
  return promise;
}
