import { once } from 'node:events';
import { connect } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { LoopbackRedirect } from '../../src-main/wallet/oauth/loopback-redirect.ts';
import { anyPort, openLoopbackRedirect } from '../../src-main/wallet/oauth/loopback-redirect.ts';

const limits = { maxHeaderBytes: 8_192, requestTimeoutMs: 150, maxConnections: 8 };
const text = { title: 'Connected', message: 'You can close this page.' };

let redirect: LoopbackRedirect;

beforeEach(async () => {
  redirect = await openLoopbackRedirect(anyPort, limits);
});

afterEach(() => redirect.conclude('done', text));

/** What the server sends for these bytes until it closes the connection; an empty text when it only closes. */
async function send(bytes: string): Promise<string> {
  const socket = connect(Number(new URL(redirect.redirectUri).port), '127.0.0.1');
  const chunks: Buffer[] = [];
  socket.on('data', (chunk: Buffer) => chunks.push(chunk));
  // A server that closes in the middle of a request resets the connection, which is what these tests are after.
  socket.on('error', () => undefined);
  socket.write(bytes);
  await new Promise((resolve) => socket.on('close', resolve));
  return Buffer.concat(chunks).toString();
}

function request(line: string, headers: Readonly<Record<string, string>> = {}): string {
  const all = { host: new URL(redirect.redirectUri).host, ...headers };
  const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}`);
  return [`${line} HTTP/1.1`, ...lines, '', ''].join('\r\n');
}

/** The attempt goes on: the true answer is still taken, and its page is shown. */
async function expectStillWaiting(): Promise<void> {
  const page = fetch(`${redirect.redirectUri}?code=true&state=s`);
  expect((await redirect.answer).search).toBe('?code=true&state=s');
  await redirect.conclude('done', text);
  expect(await (await page).text()).toContain('<h1>Connected</h1>');
}

describe('the loopback port', () => {
  it.each([
    ['a favicon', 'GET /favicon.ico'],
    ['the front page', 'GET /'],
    ['the callback without an answer', 'GET /callback'],
    ['the callback with other parameters', 'GET /callback?state=s'],
    ['another path', 'GET /callback/x?code=1'],
    ['a path that only looks alike', 'GET //callback?code=1'],
    ['an absolute address', 'GET http://evil.example/callback?code=1'],
    ['HEAD', 'HEAD /callback?code=1'],
    ['POST', 'POST /callback?code=1'],
    ['OPTIONS', 'OPTIONS /callback?code=1'],
  ])('answers 404 to %s and goes on waiting', async (_, line) => {
    expect(await send(request(line))).toMatch(/^HTTP\/1\.1 404 /);
    await expectStillWaiting();
  });

  it.each(['evil.example', 'localhost', '127.0.0.1', '127.0.0.1:1', '[::1]', ''])(
    'answers 404 to the host "%s", as after DNS rebinding',
    async (host) => {
      expect(await send(request('GET /callback?code=1', { host }))).toMatch(/^HTTP\/1\.1 404 /);
      await expectStillWaiting();
    },
  );

  it('answers 404 to another name for this computer, and to a second Host header', async () => {
    const { port } = new URL(redirect.redirectUri);
    expect(await send(request('GET /callback?code=1', { host: `localhost:${port}` }))).toContain('404');
    expect(await send(request('GET /callback?code=1', { HOST: 'evil.example' }))).toContain('404');
    await expectStillWaiting();
  });

  it('closes a request with a body that never comes', async () => {
    expect(await send(request('GET /callback?code=1', { 'content-length': '1000000' }))).toMatch(/404/);
    await expectStillWaiting();
  });

  it('closes a request with a huge header', async () => {
    expect(await send(request('GET /callback?code=1', { cookie: 'x'.repeat(9_000) }))).toBe('');
    await expectStillWaiting();
  });

  it('closes a request with a huge address', async () => {
    expect(await send(request(`GET /callback?code=${'x'.repeat(9_000)}`))).toBe('');
    await expectStillWaiting();
  });

  it('closes what is not HTTP', async () => {
    expect(await send('\x16\x03\x01 this is a TLS hello\r\n\r\n')).toBe('');
    await expectStillWaiting();
  });

  it.each([
    ['says nothing', ''],
    ['stops in the middle of its headers', 'GET /callback?code=1 HTTP/1.1\r\nhost: '],
  ])('closes a slow request that %s', async (_, bytes) => {
    expect(await send(bytes)).toBe('');
    await expectStillWaiting();
  });

  it('is not blocked for good by more connections than it takes', async () => {
    const answers = await Promise.all(Array.from({ length: 30 }, () => send('GET /slow')));
    expect(answers.join('')).toBe('');
    await expectStillWaiting();
  });

  it('drops a connection at once when there are too many', async () => {
    const patient = await openLoopbackRedirect(anyPort, {
      ...limits,
      requestTimeoutMs: 60_000,
      maxConnections: 1,
    });
    const port = Number(new URL(patient.redirectUri).port);
    const first = connect(port, '127.0.0.1');
    await once(first, 'connect');
    const second = connect(port, '127.0.0.1').resume();
    await once(second, 'close');
    expect(first.destroyed).toBe(false);
    first.destroy();
    await patient.conclude('done', text);
  });

  it('takes the first answer only', async () => {
    const first = fetch(`${redirect.redirectUri}?code=first&state=s`);
    await redirect.answer;
    expect((await fetch(`${redirect.redirectUri}?code=second&state=s`)).status).toBe(404);
    expect((await redirect.answer).searchParams.get('code')).toBe('first');
    await redirect.conclude('done', text);
    expect((await first).status).toBe(200);
  });

  it('is closed once the attempt is concluded, whether an answer came or not', async () => {
    await redirect.conclude('too-late', text);
    await expect(fetch(`${redirect.redirectUri}?code=late`)).rejects.toThrow('fetch failed');
  });

  it('concludes even if the browser has gone', async () => {
    const socket = connect(Number(new URL(redirect.redirectUri).port), '127.0.0.1');
    socket.write(request('GET /callback?code=1'));
    await redirect.answer;
    socket.destroy();
    await redirect.conclude('done', text);
    await expect(fetch(redirect.redirectUri)).rejects.toThrow('fetch failed');
  });

  it('concludes twice without harm', async () => {
    await redirect.conclude('done', text);
    await redirect.conclude('failed', text);
  });
});

describe('the last page', () => {
  it('may run nothing, be kept nowhere and tell nobody the address, which holds the code', async () => {
    const page = fetch(`${redirect.redirectUri}?code=1`);
    await redirect.answer;
    await redirect.conclude('done', text);
    const { headers } = await page;
    expect(headers.get('content-security-policy')).toMatch(
      /^default-src 'none'; style-src 'sha256-[\w+/=]{44}';/,
    );
    expect(Object.fromEntries(headers)).toMatchObject({
      'cache-control': 'no-store',
      connection: 'close',
      'referrer-policy': 'no-referrer',
      'x-content-type-options': 'nosniff',
    });
  });

  it('shows what it is given as text, never as markup, and nothing of the request', async () => {
    const page = fetch(`${redirect.redirectUri}?error=%3Cscript%3E&state=x%0d%0aset-cookie:a=b`);
    await redirect.answer;
    await redirect.conclude('failed', {
      title: '<script>alert(1)</script>',
      message: "\"><img src=x onerror='alert(1)'>",
    });
    const response = await page;
    const html = await response.text();
    expect(response.headers.get('set-cookie')).toBeNull();
    expect(html).not.toMatch(/<script|<img/);
    expect(html).toContain('&lt;script&gt;alert(1)&lt;/script&gt;');
    expect(html).toContain('&quot;&gt;&lt;img src=x onerror=&#39;alert(1)&#39;&gt;');
    expect(html).not.toContain('set-cookie');
  });
});
