import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Revocation } from '../../src-main/contract/connection.ts';
import { createFakeClock } from '../support/fake-clock.ts';
import { keepConnection, type KeptConnection } from '../support/keep-connection.ts';
import { replay } from '../support/replay-server.ts';
import { type HostRoutes, type ReplayedHosts, startReplayedHosts } from '../support/replayed-hosts.ts';
import { createWalletUnderTest, type WalletUnderTest } from '../support/wallet-under-test.ts';

/*
 * Whose word about a dead token counts, and what is asked of a service to find out.
 */

const issuer = 'https://login.example.com';
const own: KeptConnection = { service: 'none', issuer, token: 'own-1', client: { id: 'app-1' } };

let hosts: ReplayedHosts;
let wallet: WalletUnderTest;

afterEach(async () => {
  await wallet[Symbol.asyncDispose]();
  await hosts[Symbol.asyncDispose]();
});

describe('a server that introspects only the tokens of the client that asks', () => {
  /** Of another client, and alive whatever the wallet does. */
  const foreign = 'foreign-1';
  let alive: Set<string>;

  beforeEach(async () => {
    alive = new Set(['own-1', 'own-2', foreign]);
    hosts = await startReplayedHosts(server());
    wallet = await createWalletUnderTest({ fetch: hosts.fetch });
  });

  function server(): HostRoutes {
    const shown = (text: string): string => [...alive].find((token) => text.includes(token)) ?? '';
    return {
      [`GET ${issuer}/.well-known/openid-configuration`]: {
        body: {
          issuer,
          authorization_endpoint: `${issuer}/authorize`,
          token_endpoint: `${issuer}/token`,
          revocation_endpoint: `${issuer}/revoke`,
          introspection_endpoint: `${issuer}/introspect`,
        },
      },
      // RFC 7009 section 2.2: 200 also for a token that is not the client's own, which then lives on.
      [`POST ${issuer}/revoke`]: ({ body }, response) => {
        alive.delete(shown(body) === foreign ? '' : shown(body));
        response.writeHead(200).end();
      },
      [`POST ${issuer}/introspect`]: (request, response) => {
        const token = shown(request.body);
        replay({ body: { active: token !== '' && token !== foreign } }, request, response);
      },
    };
  }

  it('is believed of the next token of the client, in another process too, without asking beforehand', async () => {
    const [first, second] = [
      await keepConnection(wallet, own),
      await keepConnection(wallet, { ...own, token: 'own-2' }),
    ];
    expect(await revoke(first)).toMatchObject({ outcome: 'confirmed', askedWith: 'introspection' });
    expect(hosts.received(`POST ${issuer}/introspect`)).toHaveLength(2);

    await using other = await createWalletUnderTest({
      fetch: hosts.fetch,
      folder: wallet.folder,
      keychain: wallet.keychain,
    });
    const [revocation] = await other.do['connections.revoke']({ ids: [second] });
    expect(revocation?.outcome).toBe('confirmed');
    expect(hosts.received(`POST ${issuer}/introspect`)).toHaveLength(3);
  });

  it('is not believed of a token that is for an API of its own', async () => {
    expect(await revoke(await keepConnection(wallet, own))).toMatchObject({ outcome: 'confirmed' });
    const other = { ...own, token: foreign, resource: 'https://photos.example.com/' };
    expect(await revoke(await keepConnection(wallet, other))).toMatchObject({
      outcome: 'accepted',
      askedWith: null,
    });
    expect(alive).toContain(foreign);
  });

  it('is not believed of a token that was put in by hand and may be of another client', async () => {
    expect(await revoke(await keepConnection(wallet, own))).toMatchObject({ outcome: 'confirmed' });
    const id = await keepConnection(wallet, { ...own, token: foreign, origin: 'added' });
    expect(await revoke(id)).toMatchObject({ outcome: 'accepted', askedWith: null });
    expect(alive).toContain(foreign);
  });
});

describe('a service that revokes later than it answers', () => {
  it('is asked until the refresh token is dead too, also past the end of the access token', async () => {
    const clock = createFakeClock(new Date().toISOString());
    let [isDead, isOffline] = [false, false];
    const endpoints = ['authorization', 'token', 'revocation', 'userinfo'];
    hosts = await startReplayedHosts({
      [`GET ${issuer}/.well-known/openid-configuration`]: {
        body: {
          issuer,
          ...Object.fromEntries(endpoints.map((name) => [`${name}_endpoint`, `${issuer}/${name}`])),
        },
      },
      [`POST ${issuer}/revocation`]: { status: 202 },
      [`GET ${issuer}/userinfo`]: (request, response) => {
        replay(isDead ? { status: 401 } : { body: { sub: 'anna' } }, request, response);
      },
      [`POST ${issuer}/token`]: { status: 400, body: { error: 'invalid_grant' } },
    });
    wallet = await createWalletUnderTest({
      ...{ clock, host: 'electron' },
      fetch: (address, init) =>
        isOffline ? Promise.reject(new TypeError('fetch failed')) : hosts.fetch(address, init),
    });
    const expiresAtMs = clock.now() + 60 * 60_000;
    const id = await keepConnection(wallet, { ...own, refreshToken: 'refresh-1', expiresAtMs });
    expect(await revoke(id)).toMatchObject({ outcome: 'accepted' });
    const later = async (ms: number): Promise<string | undefined> => {
      clock.advance(ms);
      return (await wallet.do['connections.list']({}))[0]?.revocation?.outcome;
    };
    isOffline = true;
    for (let passed = 0; passed < 8; passed += 1) {
      await later(15 * 60_000);
      await new Promise(setImmediate);
    }
    [isDead, isOffline] = [true, false];
    await expect.poll(() => later(15 * 60_000)).toBe('confirmed');
  });
});

describe('a service that ends a grant only for a living access token', () => {
  it('gets a new one first where the old one has run out, with all that its refresh wants', async () => {
    let living = 'none';
    hosts = await startReplayedHosts({
      'POST https://id.vk.ru/oauth2/auth': (request, response) => {
        const isFirst = living === 'none';
        living = isFirst ? 'vk-new' : living;
        const renewed = { access_token: 'vk-new', refresh_token: 'vk-refresh-2', token_type: 'bearer' };
        replay(
          isFirst ? { body: renewed } : { status: 400, body: { error: 'invalid_grant' } },
          request,
          response,
        );
      },
      'POST https://id.vk.ru/oauth2/revoke': (request, response) => {
        const isLiving = new URLSearchParams(request.body).get('access_token') === living;
        living = isLiving ? 'dead' : living;
        replay({ body: isLiving ? { response: 1 } : { error: 'invalid_token' } }, request, response);
      },
      'POST https://id.vk.ru/oauth2/user_info': (request, response) => {
        replay(
          { body: living === 'dead' ? { error: 'invalid_token' } : { user: { user_id: '7' } } },
          request,
          response,
        );
      },
    });
    wallet = await createWalletUnderTest({ fetch: hosts.fetch });
    const id = await keepConnection(wallet, {
      service: 'vk',
      issuer: 'https://id.vk.ru',
      token: 'vk-old',
      refreshToken: 'vk-refresh-1',
      refreshParameters: { device_id: 'device-1' },
      client: { id: 'app-1' },
      expiresAtMs: Date.now() - 1_000,
    });
    expect(await revoke(id)).toMatchObject({ outcome: 'confirmed', cuts: 'grant' });
    expect(living).toBe('dead');
    const presented = hosts.received('POST https://id.vk.ru/oauth2/auth').map(({ body }) => {
      const form = new URLSearchParams(body);
      return [form.get('refresh_token'), form.get('device_id')];
    });
    expect(presented).toEqual([
      ['vk-refresh-1', 'device-1'],
      // Asked about, as what was brought is: it was issued during the revocation and is kept until it is dead.
      ['vk-refresh-2', 'device-1'],
      ['vk-refresh-2', 'device-1'],
    ]);
  });
});

async function revoke(id: string): Promise<Revocation | undefined> {
  return (await wallet.do['connections.revoke']({ ids: [id] }))[0];
}
