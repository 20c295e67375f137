import { Readable } from 'node:stream';
import type { Fetch } from '../ports.ts';
import { addressOf } from './address-of.ts';
import { connect } from './connect.ts';
import type { Connections } from './connections.ts';
import { exchange, type IncomingAnswer, type OutgoingRequest } from './exchange.ts';
import { createTrust } from './trust.ts';
import { headersFrom, wholeResponse } from './whole-response.ts';

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

/**
 * The wallet's own fetch: HTTP/1.1 over undici's connections, the same in the window and in the terminal.
 *
 * `fetch` itself takes neither a proxy nor certificates for one request alone, and ten thousand tokens are twenty
 * thousand requests, for each of which it makes a Request and three streams. Electron's `net.fetch` refuses redirects
 * that are to be looked at and not followed, and goes through Chromium, which the wallet leaves no network. So it is
 * plain requests, which are enough: no redirect is followed, nothing is cached or compressed, and no cookie is kept.
 */
export function createFetch({ proxyFor, extraCertificates }: WayOut): Fetch {
  const trust = createTrust();
  // Loading undici takes longer than most commands in the terminal do without it.
  const load = async (): Promise<Connections> => new (await import('./connections.ts')).Connections();
  let connections: Promise<Connections> | undefined;
  return async (address, init = {}) => {
    const url = addressOf(address);
    const request = requestFrom(url, init, textOf(init.body) ?? (await bytesOf(init.body)));
    // Plain http is for services on this computer only, and those are on this side of every proxy.
    const proxy = url.protocol === 'https:' ? await proxyFor(url) : null;
    const trusted = extraCertificates(url.host);
    const way = {
      origin: url.origin,
      key: [url.origin, proxy?.href ?? '', ...trusted].join(' '),
      open: (signal: AbortSignal | undefined) =>
        connect(url, { proxy, trust, extraCertificates: trusted, signal }),
    };
    connections ??= load();
    const kept = await connections;
    request.signal?.throwIfAborted();
    return responseFrom(await exchange(kept.take(way, request.signal), request));
  };
}

/** What a `Request` would make of it. */
function requestFrom(
  url: URL,
  { method = 'GET', headers: wanted, body, signal }: RequestInit,
  content: OutgoingRequest['body'],
): OutgoingRequest {
  const headers: Record<string, string> = {
    accept: '*/*',
    'accept-encoding': 'identity',
    // GitHub, for one, refuses requests that do not say who is asking.
    'user-agent': 'token-wallet',
  };
  const named = wanted instanceof Headers || Array.isArray(wanted) ? wanted : Object.entries(wanted ?? {});
  for (const [name = '', value = ''] of named) {
    headers[name.toLowerCase()] = value;
  }
  if (body instanceof URLSearchParams) {
    headers['content-type'] ??= 'application/x-www-form-urlencoded;charset=UTF-8';
  }
  return {
    method: method.toUpperCase(),
    path: url.pathname + url.search,
    headers,
    body: content,
    signal: signal ?? undefined,
  };
}

/** The body of nearly every request: a form, a text, or none. Undefined for what has to be read first. */
function textOf(body: RequestInit['body']): string | undefined {
  if (body instanceof URLSearchParams || typeof body === 'string') {
    return body.toString();
  }
  return body ? undefined : '';
}

async function bytesOf(body: RequestInit['body']): Promise<Buffer> {
  return Buffer.from(await new Response(body ?? null).arrayBuffer());
}

/** Without the reason phrase, which may be anything and has no meaning (RFC 9112 section 4). */
function responseFrom({ status, headers, body }: IncomingAnswer): Response {
  if (Buffer.isBuffer(body)) {
    return wholeResponse(body, { status, headers });
  }
  // Node's stream is the one that a Response takes; where the types of a page are known too, they say it is another.
  const stream: unknown = Readable.toWeb(body);
  return new Response(stream as Response['body'], { status, headers: headersFrom(headers) });
}
