import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Revocation } from '../../src-main/contract/connection.ts';
import { type Replay, type ReplayServer, startReplayServer } from '../support/replay-server.ts';
import { createWalletUnderTest, type WalletUnderTest } from '../support/wallet-under-test.ts';

/*
 * Servers that answer a revocation in every way, honest and not. The wallet is as it always is; only the server is a
 * replay. A token is alive at it until a test says otherwise.
 */

let server: ReplayServer;
let wallet: WalletUnderTest;
let alive: boolean;

beforeEach(async () => {
  alive = true;
  server = await startReplayServer();
  wallet = await createWalletUnderTest();
  describeServer(['revocation', 'introspection', 'userinfo']);
  server.routes['/token'] = { body: { access_token: 'access-1', token_type: 'Bearer', expires_in: 600 } };
  server.routes['/revoke'] = (_, response) => {
    alive = false;
    response.writeHead(200).end();
  };
  server.routes['/introspect'] = (_, response) => {
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ active: alive }));
  };
  server.routes['/userinfo'] = (_, response) => {
    response.writeHead(alive ? 200 : 401, { 'content-type': 'application/json' }).end('{"sub":"alice"}');
  };
});

afterEach(async () => {
  await wallet[Symbol.asyncDispose]();
  await server[Symbol.asyncDispose]();
});

describe('a revocation', () => {
  it('is confirmed when introspection, which knew the token, no longer does', async () => {
    expect(await connectAndRevoke()).toMatchObject({ outcome: 'confirmed', askedWith: 'introspection' });
  });

  it('is not confirmed by a server that calls every token inactive', async () => {
    describeServer(['revocation', 'introspection']);
    server.routes['/introspect'] = { body: { active: false } };
    expect(await connectAndRevoke()).toMatchObject({ outcome: 'accepted', askedWith: null });
  });

  it('is confirmed by userinfo where introspection cannot be believed', async () => {
    server.routes['/introspect'] = { body: { active: false } };
    expect(await connectAndRevoke()).toMatchObject({ outcome: 'confirmed', askedWith: 'userinfo' });
  });

  it('is not confirmed by a userinfo endpoint that never took the token', async () => {
    describeServer(['revocation', 'userinfo']);
    server.routes['/userinfo'] = { status: 401 };
    expect(await connectAndRevoke()).toMatchObject({ outcome: 'accepted', askedWith: null });
  });

  it('fails when the service answers 200 and leaves the token alive', async () => {
    server.routes['/revoke'] = { status: 200 };
    expect(await connectAndRevoke()).toMatchObject({
      outcome: 'failed',
      askedWith: 'introspection',
      error: { code: 'still-alive' },
    });
    expect(await wallet.do['connections.list']({})).toMatchObject([{ state: 'active' }]);
  });

  it('is only accepted when there is nothing to ask', async () => {
    describeServer(['revocation']);
    expect(await connectAndRevoke()).toMatchObject({ outcome: 'accepted', askedWith: null });
  });

  it('is unsupported when the service has no call for it', async () => {
    describeServer(['userinfo']);
    expect(await connectAndRevoke()).toMatchObject({ outcome: 'unsupported' });
    expect(await wallet.do['connections.list']({})).toMatchObject([{ state: 'active' }]);
  });

  it('says until when an access token lives on after its refresh token has died', async () => {
    issueRefreshToken();
    server.routes['/introspect'] = (request, response) => {
      const active = alive || request.body.includes('access-1');
      response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ active }));
    };
    const revocation = await connectAndRevoke();
    expect(revocation.outcome).toBe('alive-until');
    const [connection] = await wallet.do['connections.list']({});
    expect(revocation.livesUntil).toBe(connection?.expiresAt);
    expect(connection?.state).toBe('revoked');
  });

  it('presents a refresh token once more where nothing else can be asked', async () => {
    describeServer(['revocation', 'userinfo']);
    issueRefreshToken();
    const revocation = await connectAndRevoke();
    expect(revocation.outcome).toBe('confirmed');
    expect(revocation.detail).toContain('the token endpoint refused it');
    expect(order()).toEqual(['revoke refresh-1', 'revoke access-1', 'refresh']);
  });

  it('fails, and cuts the late tokens too, when the refresh token is honoured after its revocation', async () => {
    describeServer(['revocation', 'userinfo']);
    issueRefreshToken();
    server.routes['/token'] = {
      body: { access_token: 'late', token_type: 'Bearer', refresh_token: 'later' },
    };
    const id = await connect({ accessToken: 'access-1', refreshToken: 'refresh-1' });
    const [revocation] = await wallet.do['connections.revoke']({ ids: [id] });
    expect(revocation).toMatchObject({ outcome: 'failed', error: { code: 'still-alive' } });
    expect(order().slice(-3)).toEqual(['refresh', 'revoke late', 'revoke later']);
  });

  it('that the service refuses fails and leaves the connection as it was', async () => {
    server.routes['/revoke'] = { status: 400, body: { error: 'invalid_client' } };
    expect(await connectAndRevoke()).toMatchObject({ outcome: 'failed', error: { code: 'client-refused' } });
    expect(await wallet.do['connections.list']({})).toMatchObject([{ state: 'active' }]);
  });

  it.each([
    ['503', { status: 503 }, 'service-busy'],
    ['429', { status: 429 }, 'service-busy'],
    ['a redirect', { status: 302, headers: { location: '/revoke' } }, 'service-answer-invalid'],
    [
      'a page',
      { status: 400, headers: { 'content-type': 'text/html' }, body: '<h1>Oops</h1>' },
      'service-answer-invalid',
    ],
    ['10 MB', { body: 'x'.repeat(10_000_000) }, 'service-answer-invalid'],
  ] satisfies [string, Replay, string][])('that is answered with %s waits', async (_, answer, code) => {
    server.routes['/revoke'] = answer;
    expect(await connectAndRevoke()).toMatchObject({ outcome: 'queued', error: { code } });
  });

  it('of a token that the service does not find (404) is confirmed once it was asked', async () => {
    server.routes['/revoke'] = (_, response) => {
      alive = false;
      response.writeHead(404).end();
    };
    expect(await connectAndRevoke()).toMatchObject({ outcome: 'confirmed' });
  });

  it('of such a token is refused where nothing can be asked: the call itself may be gone', async () => {
    describeServer(['revocation']);
    server.routes['/revoke'] = { status: 404 };
    expect(await connectAndRevoke()).toMatchObject({ outcome: 'failed', error: { code: 'service-refused' } });
  });

  it('of a token that the service calls invalid is confirmed once it was asked', async () => {
    server.routes['/revoke'] = (_, response) => {
      alive = false;
      response.writeHead(400, { 'content-type': 'application/json' }).end('{"error":"invalid_token"}');
    };
    expect(await connectAndRevoke()).toMatchObject({ outcome: 'confirmed' });
  });
});

function describeServer(offers: readonly ('revocation' | 'introspection' | 'userinfo')[]): void {
  const paths = { revocation: '/revoke', introspection: '/introspect', userinfo: '/userinfo' };
  server.routes['/.well-known/oauth-authorization-server'] = {
    body: {
      issuer: server.origin,
      authorization_endpoint: `${server.origin}/authorize`,
      token_endpoint: `${server.origin}/token`,
      ...Object.fromEntries(offers.map((name) => [`${name}_endpoint`, `${server.origin}${paths[name]}`])),
    },
  };
}

function issueRefreshToken(): void {
  server.routes['/token'] = (request, response) => {
    const isRefresh = request.body.includes('grant_type=refresh_token');
    response
      .writeHead(isRefresh ? 400 : 200, { 'content-type': 'application/json' })
      .end(
        JSON.stringify(
          isRefresh
            ? { error: 'invalid_grant' }
            : { access_token: 'access-1', refresh_token: 'refresh-1', token_type: 'Bearer', expires_in: 600 },
        ),
      );
  };
}

async function connect(tokens?: { accessToken: string; refreshToken: string }): Promise<string> {
  const { id } = await wallet.do['connect.start']({
    issuer: server.origin,
    clientId: 'app',
    scopes: ['photos'],
  });
  if (tokens !== undefined) {
    const later = server.routes['/token'];
    server.routes['/token'] = (_, response) => {
      if (later !== undefined) {
        server.routes['/token'] = later;
      }
      response.writeHead(200, { 'content-type': 'application/json' }).end(
        JSON.stringify({
          access_token: tokens.accessToken,
          refresh_token: tokens.refreshToken,
          token_type: 'Bearer',
        }),
      );
    };
  }
  const request = wallet.lastAddress().searchParams;
  const answer = new URL(request.get('redirect_uri') ?? '');
  answer.searchParams.set('code', 'code-1');
  answer.searchParams.set('state', request.get('state') ?? '');
  await fetch(answer);
  const { connectionId, error } = await wallet.attemptEnded(id);
  expect(error).toBeNull();
  return connectionId ?? '';
}

async function connectAndRevoke(): Promise<Revocation> {
  const id = await connect();
  const [revocation] = await wallet.do['connections.revoke']({ ids: [id] });
  if (revocation === undefined) {
    throw new Error('There is no result.');
  }
  return revocation;
}

/** What was asked of the server after the connection was made, as far as the order matters. */
function order(): readonly string[] {
  return server.received.flatMap(({ path, body }) => {
    const fields = new URLSearchParams(body);
    if (path === '/revoke') {
      return [`revoke ${fields.get('token') ?? ''}`];
    }
    return path === '/token' && fields.get('grant_type') === 'refresh_token' ? ['refresh'] : [];
  });
}
