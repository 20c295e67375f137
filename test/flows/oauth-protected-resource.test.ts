import { describe, expect, it } from 'vitest';
import { createOAuth } from '../../src-main/wallet/oauth/create-oauth.ts';
import { systemClock } from '../../src-main/wallet/system-clock.ts';
import { startReplayServer } from '../support/replay-server.ts';
import type { Replay } from '../support/replay-server.ts';

const oauth = createOAuth({ fetch, clock: systemClock });
const usual = '/.well-known/oauth-protected-resource/v1/photos';

/** An API at /v1/photos that answers so; `{origin}` in the answers stands for its own. */
async function discoverAt(
  routes: (origin: string) => Record<string, Replay>,
  address = '/v1/photos',
): Promise<{ readonly outcome: unknown; readonly origin: string; readonly asked: readonly string[] }> {
  await using server = await startReplayServer();
  const { origin } = server;
  Object.assign(server.routes, routes(origin));
  const outcome: unknown = await oauth
    .discoverProtectedResource(`${origin}${address}`)
    .catch((error: unknown) => error);
  return { outcome, origin, asked: server.received.map(({ path }) => path) };
}

const metadata = (origin: string): object => ({
  resource: `${origin}/v1/photos`,
  authorization_servers: ['https://login.example.com', 'https://login.example.org/realm'],
  scopes_supported: ['photos:read', 'photos:write'],
});

const challenge = (address: string): Replay => ({
  status: 401,
  headers: { 'www-authenticate': `Bearer realm="x", resource_metadata="${address}"` },
});

describe('an API', () => {
  it('says who grants access to it, at the usual place', async () => {
    const { outcome, origin, asked } = await discoverAt((own) => ({ [usual]: { body: metadata(own) } }));
    expect(outcome).toEqual({
      resource: `${origin}/v1/photos`,
      authorizationServers: ['https://login.example.com', 'https://login.example.org/realm'],
      scopesSupported: ['photos:read', 'photos:write'],
    });
    expect(asked).toEqual([usual]);
  });

  it('says where it says so, with the 401 for a request without a token', async () => {
    const { outcome, asked } = await discoverAt((origin) => ({
      '/v1/photos': challenge(`${origin}/about`),
      '/about': { body: metadata(origin) },
    }));
    expect(outcome).toMatchObject({ scopesSupported: ['photos:read', 'photos:write'] });
    expect(asked).toEqual([usual, '/v1/photos', '/about']);
  });

  it('is the same with a slash at the end, and need not name scopes', async () => {
    const { outcome } = await discoverAt(
      (origin) => ({ [usual]: { body: { ...metadata(origin), scopes_supported: undefined } } }),
      '/v1/photos/',
    );
    expect(outcome).toMatchObject({ scopesSupported: [] });
  });

  it.each<[string, (origin: string) => Record<string, Replay>, string]>([
    ['says nothing', () => ({}), 'resource-metadata-missing'],
    ['lets everybody in', () => ({ '/v1/photos': { body: {} } }), 'resource-metadata-missing'],
    [
      'wants a token and says no more',
      () => ({ '/v1/photos': { status: 401 } }),
      'resource-metadata-missing',
    ],
    [
      'points at nothing',
      (origin) => ({ '/v1/photos': challenge(`${origin}/none`) }),
      'resource-metadata-missing',
    ],
    [
      'points at an unprotected address',
      () => ({ '/v1/photos': challenge('http://a.example/') }),
      'metadata-incomplete',
    ],
    ['answers with a page', () => ({ [usual]: { body: '<html>' } }), 'metadata-not-json'],
    ['has no name', () => ({ [usual]: { body: {} } }), 'metadata-incomplete'],
    [
      'speaks for another API',
      (origin) => ({ [usual]: { body: { ...metadata(origin), resource: 'https://bank.example.com' } } }),
      'resource-mismatch',
    ],
    [
      'names nobody',
      (origin) => ({ [usual]: { body: { ...metadata(origin), authorization_servers: [] } } }),
      'metadata-incomplete',
    ],
    [
      'names an unprotected server',
      (origin) => ({
        [usual]: { body: { ...metadata(origin), authorization_servers: ['http://a.example'] } },
      }),
      'metadata-incomplete',
    ],
    ['is out of order', () => ({ [usual]: { status: 500 } }), 'service-busy'],
  ])('that %s is told apart', async (_, routes, code) => {
    expect((await discoverAt(routes)).outcome).toMatchObject({ code });
  });

  it.each([
    ['photos', 'issuer-not-a-url'],
    ['http://api.example.com', 'issuer-not-https'],
    ['https://api.example.com/?key=canary', 'issuer-not-a-url'],
  ])('is not asked for at %s', async (address, code) => {
    const error: unknown = await oauth.discoverProtectedResource(address).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code });
    expect(String(error)).not.toContain('canary');
  });
});
