import { once } from 'node:events';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createOAuth } from '../../src-main/wallet/oauth/create-oauth.ts';
import type { ServerDescription } from '../../src-main/wallet/oauth/oauth.ts';
import { systemClock } from '../../src-main/wallet/system-clock.ts';
import { createFakeClock } from '../support/fake-clock.ts';
import type { ReplayServer } from '../support/replay-server.ts';
import { startReplayServer } from '../support/replay-server.ts';
import { selfSignedCertificate } from '../support/self-signed.ts';

const openid = '/.well-known/openid-configuration';
const rfc8414 = '/.well-known/oauth-authorization-server';
const oauth = createOAuth({ fetch, clock: systemClock });

let server: ReplayServer;

beforeEach(async () => {
  server = await startReplayServer();
});

afterEach(() => server[Symbol.asyncDispose]());

function metadata(changes: Readonly<Record<string, unknown>> = {}): object {
  return {
    issuer: server.origin,
    authorization_endpoint: `${server.origin}/authorize`,
    token_endpoint: `${server.origin}/token`,
    ...changes,
  };
}

/** The error of an attempt to discover. */
async function refusal(issuer: string, wallet = oauth): Promise<unknown> {
  return wallet.discover(issuer).then(
    (found: ServerDescription) => expect.fail(`discovered ${found.issuer}`),
    (error: unknown) => error,
  );
}

describe('an issuer address that cannot be one', () => {
  it.each([
    '',
    '   ',
    'not a url',
    'acme',
    'https://',
    'ftp://login.example.com',
    'javascript:alert(1)',
    'file:///etc/passwd',
    'https://login.example.com?tenant=1',
    'https://login.example.com/#top',
  ])('"%s" is not a URL of a service', async (issuer) => {
    expect(await refusal(issuer)).toMatchObject({ code: 'issuer-not-a-url' });
  });

  it('does not repeat a password that was pasted along with it', async () => {
    const error = await refusal('https://alice:hunter2@login.example.com');
    expect(error).toMatchObject({ code: 'issuer-not-a-url' });
    expect(JSON.stringify(error) + String(error)).not.toContain('hunter2');
  });

  it.each([
    'http://login.example.com',
    'http://127.0.0.1.example.com',
    'http://localhost.example.com',
    'http://10.0.0.1',
    'http://[::2]',
    'http://0.0.0.0',
  ])('%s is plain http to another computer', async (issuer) => {
    expect(await refusal(issuer)).toMatchObject({ code: 'issuer-not-https' });
  });
});

describe('a host that cannot be talked to', () => {
  it('does not exist', async () => {
    expect(await refusal('https://no-such-host.invalid')).toMatchObject({
      code: 'host-not-found',
      detail: { host: 'no-such-host.invalid' },
    });
  });

  it('does not listen', async () => {
    const { origin } = server;
    await server[Symbol.asyncDispose]();
    expect(await refusal(origin)).toMatchObject({ code: 'service-unreachable' });
    server = await startReplayServer();
  });

  it('hangs up', async () => {
    server.routes[openid] = (_, response) => response.destroy();
    expect(await refusal(server.origin)).toMatchObject({ code: 'service-unreachable' });
  });

  it('has a certificate that nobody vouches for', async () => {
    await using tls = await startReplayServer({}, selfSignedCertificate('127.0.0.1'));
    expect(await refusal(tls.origin)).toMatchObject({
      code: 'tls-failed',
      detail: { problem: 'its certificate is signed by nobody whom this computer trusts' },
    });
    expect(tls.received).toEqual([]);
  });

  it('does not speak TLS where https was asked for', async () => {
    expect(await refusal(server.origin.replace('http:', 'https:'))).toMatchObject({ code: 'tls-failed' });
  });

  it('takes the connection and never answers', async () => {
    const clock = createFakeClock();
    const silent = createServer(() => {
      clock.advance(30_000);
    }).listen(0, '127.0.0.1');
    await once(silent, 'listening');
    const { port } = silent.address() as AddressInfo;
    expect(await refusal(`http://127.0.0.1:${port}`, createOAuth({ fetch, clock }))).toMatchObject({
      code: 'service-timeout',
    });
    silent.close();
  });

  it('begins to answer and never ends', async () => {
    const clock = createFakeClock();
    const closed = Promise.withResolvers<undefined>();
    server.routes[openid] = (_, response) => {
      response.on('close', () => {
        closed.resolve(undefined);
      });
      response.writeHead(200, { 'content-type': 'application/json' });
      response.write('{"issuer":', () => {
        clock.advance(30_000);
      });
    };
    expect(await refusal(server.origin, createOAuth({ fetch, clock }))).toMatchObject({
      code: 'service-timeout',
    });
    await closed.promise;
  });

  it('answers without an end, faster than anybody can read', async () => {
    const closed = Promise.withResolvers<undefined>();
    server.routes[openid] = (_, response) => {
      const more = (): void => {
        while (response.write('x'.repeat(65_536))) {
          // Until the connection is full.
        }
      };
      response.on('drain', more).on('close', () => {
        closed.resolve(undefined);
      });
      more();
    };
    expect(await refusal(server.origin)).toMatchObject({ code: 'metadata-incomplete' });
    await closed.promise;
  });

  it('answers with 10 MB', async () => {
    server.routes[openid] = { body: { ...metadata(), padding: 'x'.repeat(10_000_000) } };
    expect(await refusal(server.origin)).toMatchObject({
      code: 'metadata-incomplete',
      detail: { problem: 'it is larger than 1000000 bytes' },
    });
  });

  it('is out of order', async () => {
    server.routes[openid] = { status: 503, headers: { 'retry-after': '120' } };
    expect(await refusal(server.origin)).toMatchObject({
      code: 'service-busy',
      detail: { status: '503', retryAfterSeconds: '120' },
    });
  });
});

describe('metadata that does not fit', () => {
  it('is missing at both addresses, which the error names', async () => {
    expect(await refusal(`${server.origin}/tenant`)).toMatchObject({
      code: 'metadata-missing',
      detail: {
        tried: `${server.origin}/tenant${openid} (status 404), ${server.origin}${rfc8414}/tenant (status 404)`,
      },
    });
  });

  it('is a redirect, which is not followed', async () => {
    server.routes[openid] = { status: 302, headers: { location: `${server.origin}/elsewhere` } };
    server.routes['/elsewhere'] = { body: metadata() };
    expect(await refusal(server.origin)).toMatchObject({ code: 'metadata-missing' });
    expect(server.received.map(({ path }) => path)).toEqual([openid, rfc8414]);
  });

  it.each([
    ['a page', '<!doctype html><title>Sign in to the network</title>'],
    ['half of a document', '{"issuer":"https://'],
    ['a list', '[]'],
    ['nothing', ''],
  ])('is %s instead', async (_, body) => {
    server.routes[openid] = { body, headers: { 'content-type': 'application/json' } };
    expect(await refusal(server.origin)).toMatchObject({ code: 'metadata-not-json' });
  });

  it.each(['https://login.example.com', 'https://127.0.0.1', 'no address'])(
    'belongs to another issuer: %s',
    async (issuer) => {
      server.routes[openid] = { body: metadata({ issuer }) };
      expect(await refusal(server.origin)).toMatchObject({
        code: 'issuer-mismatch',
        detail: { found: issuer },
      });
    },
  );

  it('belongs to another tenant of the same host', async () => {
    server.routes[`/mine${openid}`] = { body: metadata({ issuer: `${server.origin}/theirs` }) };
    expect(await refusal(`${server.origin}/mine`)).toMatchObject({ code: 'issuer-mismatch' });
  });

  it.each([
    ['issuer', undefined, 'issuer is missing'],
    ['authorization_endpoint', undefined, 'authorization_endpoint is missing'],
    ['token_endpoint', undefined, 'token_endpoint is missing'],
    ['token_endpoint', null, 'token_endpoint is missing'],
    ['token_endpoint', 7, 'token_endpoint is not an address'],
    ['token_endpoint', '/token', 'token_endpoint is not an address'],
    ['token_endpoint', 'http://evil.example/token', 'token_endpoint is not an https address'],
    ['authorization_endpoint', 'javascript:alert(1)', 'authorization_endpoint is not an https address'],
    ['authorization_endpoint', 'file:///bin/sh', 'authorization_endpoint is not an https address'],
    ['revocation_endpoint', 'http://evil.example/revoke', 'revocation_endpoint is not an https address'],
    ['userinfo_endpoint', 'ftp://evil.example', 'userinfo_endpoint is not an https address'],
    ['jwks_uri', 'http://evil.example/keys', 'jwks_uri is not an https address'],
  ])('says of its %s %s', async (name, value, problem) => {
    server.routes[openid] = { body: metadata({ [name]: value }) };
    expect(await refusal(server.origin)).toMatchObject({ code: 'metadata-incomplete', detail: { problem } });
  });
});

describe('an issuer that is found nevertheless', () => {
  it.each([
    ['a page', { body: '<html>' }],
    ['404', { status: 404 }],
    ['500', { status: 500 }],
    ['the metadata of another issuer', { body: { issuer: 'https://login.example.com' } }],
  ])('by RFC 8414 when OpenID discovery brings %s', async (_, replay) => {
    server.routes[openid] = replay;
    server.routes[rfc8414] = { body: metadata() };
    expect(await oauth.discover(server.origin)).toEqual({ issuer: server.origin, metadata: metadata() });
  });

  it.each([
    ['blanks around it', (origin: string) => `  ${origin}\n`],
    ['a slash at its end', (origin: string) => `${origin}/`],
    ['the address of its metadata', (origin: string) => `${origin}${openid}`],
    ['the address of its RFC 8414 metadata', (origin: string) => `${origin}${rfc8414}`],
  ])('typed with %s', async (_, typed) => {
    server.routes[openid] = { body: metadata() };
    expect((await oauth.discover(typed(server.origin))).issuer).toBe(server.origin);
  });

  it('under a path, with or without a slash at its end', async () => {
    const issuer = `${server.origin}/realms/acme`;
    server.routes[`/realms/acme${openid}`] = { body: metadata({ issuer }) };
    expect((await oauth.discover(`${issuer}/`)).issuer).toBe(issuer);
    expect((await oauth.discover(issuer)).issuer).toBe(issuer);
  });

  it('as the metadata states it, with its slash', async () => {
    server.routes[openid] = { body: metadata({ issuer: `${server.origin}/` }) };
    expect((await oauth.discover(server.origin)).issuer).toBe(`${server.origin}/`);
  });
});
