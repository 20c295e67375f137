import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createFetch } from '../../src-main/wallet/network/create-fetch.ts';
import { environmentProxy } from '../../src-main/wallet/network/environment-proxy.ts';
import { boundedFetch, defaultLimits } from '../../src-main/wallet/oauth/bounded-fetch.ts';
import { createOAuth } from '../../src-main/wallet/oauth/create-oauth.ts';
import type { Fetch } from '../../src-main/wallet/ports.ts';
import { systemClock } from '../../src-main/wallet/system-clock.ts';
import { startConnectProxy, withPassword } from '../support/connect-proxy.ts';
import type { ReplayServer } from '../support/replay-server.ts';
import { startReplayServer } from '../support/replay-server.ts';
import { selfSignedCertificate } from '../support/self-signed.ts';
import { createTerminal } from '../support/terminal.ts';

const certificate = selfSignedCertificate('localhost');
const openid = '/.well-known/openid-configuration';

let server: ReplayServer;
/** The server by the name that its certificate is for. */
let origin: string;
let host: string;

beforeEach(async () => {
  server = await startReplayServer({ '/hello': { body: { hello: 'there' } } }, certificate);
  origin = server.origin.replace('127.0.0.1', 'localhost');
  ({ host } = new URL(origin));
  server.routes[openid] = {
    body: {
      issuer: origin,
      authorization_endpoint: `${origin}/authorize`,
      token_endpoint: `${origin}/token`,
    },
  };
});

afterEach(() => server[Symbol.asyncDispose]());

/** The wallet's fetch in such an environment, which trusts the server; its failures are WalletErrors. */
function fetchIn(environment: Readonly<Record<string, string>>, trusted = [certificate.cert]): Fetch {
  const fetch = createFetch({
    proxyFor: (address) => Promise.resolve(environmentProxy(environment, address) ?? null),
    extraCertificates: (asked) => (asked === host ? trusted : []),
  });
  return boundedFetch(fetch, systemClock, { ...defaultLimits, timeoutMs: 5_000 });
}

function refusalOf(answer: Promise<Response>): Promise<unknown> {
  return answer.then(
    ({ status }) => expect.fail(`answered with ${status}`),
    (error: unknown) => error,
  );
}

describe('a request', () => {
  it('may be answered in words that are no ASCII', async () => {
    const head = 'HTTP/1.1 200 Хорошо\r\nServer: Сервер\r\nX-One: 1\r\nContent-Length: 5';
    const raw = createServer((socket) => {
      socket.once('data', () => socket.end(`${head}\r\n\r\nhello`));
    }).listen(0, '127.0.0.1');
    await once(raw, 'listening');
    const { port } = raw.address() as AddressInfo;
    const response = await fetchIn({})(`http://127.0.0.1:${port}/`);
    expect([response.status, response.headers.get('x-one'), await response.text()]).toEqual([
      200,
      '1',
      'hello',
    ]);
    raw.close();
  });

  it('arrives as it was made, and its answer too', async () => {
    server.routes['/form'] = {
      status: 201,
      headers: { 'x-one': '1', 'set-cookie': 'a=1' },
      body: { made: true },
    };
    const response = await fetchIn({})(`${origin}/form?x=1`, {
      method: 'POST',
      headers: { authorization: 'Bearer t' },
      body: new URLSearchParams({ a: 'b c' }),
    });
    expect([response.status, response.headers.get('x-one'), await response.json()]).toEqual([
      201,
      '1',
      { made: true },
    ]);
    expect(server.received).toMatchObject([
      {
        method: 'POST',
        path: '/form?x=1',
        body: 'a=b+c',
        headers: {
          host,
          authorization: 'Bearer t',
          'content-type': 'application/x-www-form-urlencoded;charset=UTF-8',
        },
      },
    ]);
  });

  it('to delete carries its body along', async () => {
    server.routes['/grant'] = { status: 204 };
    const response = await fetchIn({})(`${origin}/grant`, { method: 'DELETE', body: '{"access_token":"t"}' });
    expect([response.status, await response.text()]).toEqual([204, '']);
    expect(server.received[0]?.body).toBe('{"access_token":"t"}');
  });

  it('is not sent on to where it is redirected', async () => {
    server.routes['/moved'] = { status: 302, headers: { location: '/hello' } };
    const response = await fetchIn({})(`${origin}/moved`);
    expect([response.status, server.received.length]).toEqual([302, 1]);
  });
});

describe('a certificate that nobody vouches for', () => {
  it('is refused, whatever the environment says of it', async () => {
    process.env['NODE_TLS_REJECT_UNAUTHORIZED'] = '0';
    try {
      const error = await refusalOf(fetchIn({}, [])(`${origin}/hello`));
      expect(error).toMatchObject({
        code: 'tls-failed',
        detail: { host, problem: 'its certificate is signed by nobody whom this computer trusts' },
      });
    } finally {
      delete process.env['NODE_TLS_REJECT_UNAUTHORIZED'];
    }
    expect(server.received).toEqual([]);
  });

  it('is accepted from the host that it is trusted for, and from no other', async () => {
    const fetch = fetchIn({});
    expect((await fetch(`${origin}/hello`)).status).toBe(200);
    await using other = await startReplayServer({ '/hello': {} }, certificate);
    const there = other.origin.replace('127.0.0.1', 'localhost');
    expect(await refusalOf(fetch(`${there}/hello`))).toMatchObject({ code: 'tls-failed' });
  });

  it('is refused for another name, however trusted', async () => {
    ({ host } = new URL(server.origin));
    expect(await refusalOf(fetchIn({})(`${server.origin}/hello`))).toMatchObject({
      code: 'tls-failed',
      detail: { problem: 'its certificate is for another name' },
    });
  });
});

describe('a proxy', () => {
  it('connects the wallet to the service, and sees nothing but its host', async () => {
    await using proxy = await startConnectProxy();
    const fetch = fetchIn({ HTTPS_PROXY: `http://${proxy.host}` });
    expect(await (await fetch(`${origin}/hello`)).json()).toEqual({ hello: 'there' });
    expect(proxy.asked).toEqual([host]);
  });

  it('does not make a certificate trusted', async () => {
    await using proxy = await startConnectProxy();
    const error = await refusalOf(fetchIn({ HTTPS_PROXY: proxy.host }, [])(`${origin}/hello`));
    expect([error, proxy.asked]).toMatchObject([{ code: 'tls-failed' }, [host]]);
  });

  it('is left out for the hosts of NO_PROXY', async () => {
    await using proxy = await startConnectProxy();
    await fetchIn({ HTTPS_PROXY: proxy.host, NO_PROXY: 'example.com, localhost' })(`${origin}/hello`);
    expect([server.received.length, proxy.asked]).toEqual([1, []]);
  });

  it('is left out for plain http, which is this computer', async () => {
    await using plain = await startReplayServer({ '/hello': {} });
    await using proxy = await startConnectProxy();
    await fetchIn({ HTTPS_PROXY: proxy.host, HTTP_PROXY: proxy.host })(`${plain.origin}/hello`);
    expect([plain.received.length, proxy.asked]).toEqual([1, []]);
  });

  it('that asks for a password is given the one in its address', async () => {
    await using proxy = await startConnectProxy(withPassword('ann', 'p@ss 100%'));
    const fetch = fetchIn({ HTTPS_PROXY: `http://ann:p%40ss%20100%25@${proxy.host}` });
    expect((await fetch(`${origin}/hello`)).status).toBe(200);
  });

  it.each(['', 'ann:wrong-one@', 'ann:50%@'])(
    'that asks for a password and gets "%s" says so, and the error does not tell it',
    async (given) => {
      await using proxy = await startConnectProxy(withPassword('ann', 'secret'));
      const error = await refusalOf(
        fetchIn({ HTTPS_PROXY: `http://${given}${proxy.host}` })(`${origin}/hello`),
      );
      expect(error).toMatchObject({ code: 'proxy-password-needed', detail: { host, proxy: proxy.host } });
      expect(JSON.stringify(error) + String(error)).not.toMatch(/wrong-one|50%/);
      expect(server.received).toEqual([]);
    },
  );

  it('that refuses is named with what it answered', async () => {
    await using proxy = await startConnectProxy(() => '403 Forbidden');
    expect(await refusalOf(fetchIn({ HTTPS_PROXY: proxy.host })(`${origin}/hello`))).toMatchObject({
      code: 'proxy-unreachable',
      detail: { host, proxy: proxy.host, problem: 'it answered with status 403' },
    });
  });

  it('that points at a page to sign in is a captive portal', async () => {
    await using proxy = await startConnectProxy(() => '302 Found\r\nLocation: http://hotel.example/sign-in');
    expect(await refusalOf(fetchIn({ HTTPS_PROXY: proxy.host })(`${origin}/hello`))).toMatchObject({
      code: 'captive-portal',
    });
  });

  it('that is not there is not walked around', async () => {
    const proxy = await startConnectProxy();
    await proxy[Symbol.asyncDispose]();
    expect(await refusalOf(fetchIn({ HTTPS_PROXY: proxy.host })(`${origin}/hello`))).toMatchObject({
      code: 'proxy-unreachable',
      detail: { problem: 'it does not answer' },
    });
    expect(server.received).toEqual([]);
  });

  it.each(['stays silent', 'leads to a silent service'])(
    'that %s is given up, and nothing is left open',
    async (how) => {
      await using proxy = await startConnectProxy();
      const silent = createServer().listen(0, '127.0.0.1');
      await once(silent, 'listening');
      const connected = once(silent, 'connection');
      const { port } = silent.address() as AddressInfo;
      const fetch = createFetch({
        proxyFor: () =>
          Promise.resolve(new URL(`http://${how === 'stays silent' ? `127.0.0.1:${port}` : proxy.host}`)),
        extraCertificates: () => [],
      });
      const { abort, signal } = abortable();
      const answer = refusalOf(fetch(`https://127.0.0.1:${port}`, { signal }));
      const [socket] = (await connected) as [NodeJS.ReadWriteStream];
      socket.resume();
      const closed = once(socket, 'close');
      abort();
      await answer;
      await closed;
      silent.close();
    },
  );
});

describe('a captive portal', () => {
  const page = '<form action="/in"><input name="room"><input type="password" name="code"></form>';

  it.each([
    ['the status made for it', { status: 511, body: page }],
    ['its page', { body: page }],
    ['a redirect to its page', { status: 307, headers: { location: 'http://hotel.example/welcome' } }],
  ])('is known by %s, where the metadata was due', async (_sign, answer) => {
    server.routes[openid] = answer;
    const oauth = createOAuth({ fetch: fetchIn({}), clock: systemClock });
    await expect(oauth.discover(origin)).rejects.toMatchObject({ code: 'captive-portal', detail: { host } });
  });

  it('is not suspected behind an ordinary page, nor behind a service that moved', async () => {
    const oauth = createOAuth({ fetch: fetchIn({}), clock: systemClock });
    server.routes[openid] = { body: '<h1>Welcome</h1>' };
    await expect(oauth.discover(origin)).rejects.toMatchObject({ code: 'metadata-not-json' });
    server.routes[openid] = { status: 301, headers: { location: `https://www.example.com${openid}` } };
    await expect(oauth.discover(origin)).rejects.toMatchObject({ code: 'metadata-missing' });
  });
});

describe('the terminal', () => {
  let folder: string;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'token-wallet-wire-'));
  });

  afterEach(() => rm(folder, { recursive: true }));

  it('goes through HTTPS_PROXY and trusts NODE_EXTRA_CA_CERTS', async () => {
    await using proxy = await startConnectProxy();
    server.routes[openid] = { body: {} };
    const authorities = join(folder, 'authorities.pem');
    const passphrase = join(folder, 'passphrase');
    await writeFile(authorities, certificate.cert);
    await writeFile(passphrase, 'correct horse battery staple');
    const environment = {
      HTTPS_PROXY: `http://${proxy.host}`,
      NO_PROXY: '',
      NODE_EXTRA_CA_CERTS: authorities,
    };
    const terminal = createTerminal(folder, '--passphrase-file', passphrase);
    const before = { ...process.env };
    Object.assign(process.env, environment);
    try {
      const ended = await terminal.run('connect', origin);
      // The server was heard, and said too little.
      expect([ended.error().code, proxy.asked[0]]).toEqual(['metadata-incomplete', host]);
    } finally {
      process.env = before;
    }
  });
});

function abortable(): { readonly abort: () => void; readonly signal: AbortSignal } {
  const controller = new AbortController();
  return {
    abort: () => {
      controller.abort();
    },
    signal: controller.signal,
  };
}
