import { describe, expect, it, vi } from 'vitest';
import type { Fetch } from '../../src-main/wallet/ports.ts';
import { loadCatalog } from '../../src-main/wallet/services/catalog.ts';
import type { Service } from '../../src-main/wallet/services/service-schema.ts';
import { createLeakWorld, openCaseOf } from '../support/leak-world.ts';
import { type HostRoutes, startReplayedHosts } from '../support/replayed-hosts.ts';
import { gitHubToken, randomLooking } from '../support/sample-tokens.ts';

const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
const HEX = '0123456789abcdef';

/** A leaked token of a service where whoever holds one may revoke it, and what the service answers. */
const holders: readonly {
  readonly name: string;
  readonly token: string;
  readonly at: readonly string[];
  readonly routes: HostRoutes;
  readonly service?: string;
  readonly state: 'confirmed' | 'accepted';
}[] = [
  {
    name: 'GitHub, personal',
    token: gitHubToken(1),
    at: ['api.github.com'],
    routes: {
      'POST https://api.github.com/credentials/revoke': { status: 202 },
      'GET https://api.github.com/user': { status: 401, body: { message: 'Bad credentials' } },
    },
    state: 'confirmed',
  },
  {
    name: 'GitHub, of an app',
    token: gitHubToken(2, 'gho_'),
    at: ['api.github.com'],
    routes: {
      'POST https://api.github.com/credentials/revoke': { status: 202 },
      'GET https://api.github.com/user': { status: 401, body: { message: 'Bad credentials' } },
    },
    state: 'confirmed',
  },
  {
    name: 'Hugging Face',
    token: `hf_${randomLooking(3, 34, LETTERS)}`,
    at: ['huggingface.co'],
    routes: {
      'GET https://huggingface.co/.well-known/openid-configuration': {
        body: {
          issuer: 'https://huggingface.co',
          authorization_endpoint: 'https://huggingface.co/a',
          token_endpoint: 'https://huggingface.co/t',
          response_types_supported: ['code'],
        },
      },
      'POST https://huggingface.co/api/credentials/revoke': { status: 202 },
      'GET https://huggingface.co/api/whoami-v2': { status: 401 },
    },
    state: 'confirmed',
  },
  {
    name: 'Slack',
    token: `xoxb-${randomLooking(4, 12, '123456789')}-${randomLooking(5, 12, '123456789')}-${randomLooking(6, 24)}`,
    at: ['slack.com'],
    routes: {
      'POST https://slack.com/api/auth.revoke': { body: { ok: true, revoked: true } },
      'POST https://slack.com/api/auth.test': { body: { ok: false, error: 'token_revoked' } },
    },
    state: 'confirmed',
  },
  {
    name: 'Google',
    token: `ya29.${randomLooking(7, 120)}`,
    at: ['accounts.google.com', 'oauth2.googleapis.com', 'www.googleapis.com'],
    routes: {
      'GET https://accounts.google.com/.well-known/openid-configuration': {
        body: {
          issuer: 'https://accounts.google.com',
          authorization_endpoint: 'https://accounts.google.com/o/oauth2/v2/auth',
          token_endpoint: 'https://oauth2.googleapis.com/token',
          response_types_supported: ['code'],
        },
      },
      'POST https://oauth2.googleapis.com/revoke': { status: 200 },
      'GET https://www.googleapis.com/oauth2/v3/tokeninfo': { status: 400, body: { error: 'invalid_token' } },
    },
    state: 'confirmed',
  },
  {
    name: 'GitLab of one’s own, which a person named',
    token: `glpat-${randomLooking(8, 20)}`,
    at: ['git.example.com'],
    service: 'https://git.example.com',
    routes: {
      'DELETE https://git.example.com/api/v4/personal_access_tokens/self': { status: 204 },
      'GET https://git.example.com/api/v4/user': { status: 401 },
    },
    state: 'confirmed',
  },
  {
    name: 'DigitalOcean',
    token: `dop_v1_${randomLooking(9, 64, HEX)}`,
    at: ['cloud.digitalocean.com', 'api.digitalocean.com'],
    routes: {
      'POST https://cloud.digitalocean.com/v1/oauth/revoke': { status: 200 },
      'GET https://api.digitalocean.com/v2/account': { status: 401 },
    },
    state: 'confirmed',
  },
];

describe('A leaked token that whoever holds it may revoke', () => {
  it.each(holders)(
    'is revoked with the call of its service: $name',
    async ({ token, routes, service, state }) => {
      await using hosts = await startReplayedHosts(routes);
      const world = await createLeakWorld(hosts.fetch);
      const number = await openCaseOf(world, `token: ${token}\n`, service === undefined ? {} : { service });
      await world.do['leaks.revoke']({ case: number });
      await world.leaks.settled(number);
      expect(world.leaks.tokens(number)).toMatchObject([{ state, revocable: true }]);
    },
  );

  it('is shown to nobody but its own service, whatever else leaked with it', async () => {
    await using hosts = await startReplayedHosts(
      Object.fromEntries(holders.flatMap(({ routes }) => Object.entries(routes))),
    );
    const sent: { readonly host: string; readonly all: string }[] = [];
    const recording: Fetch = async (address, init) => {
      const headers = JSON.stringify([...new Headers(init?.headers)]);
      const body = await new Request(address, init).text();
      sent.push({ host: new URL(address).host, all: `${address} ${headers} ${body}` });
      return hosts.fetch(address, init);
    };
    const world = await createLeakWorld(recording);
    const unknownJwt = [{ alg: 'ES256' }, { iss: 'https://login.stranger.example', sub: 'anna' }]
      .map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'))
      .concat(randomLooking(20, 43))
      .join('.');
    const unmarked = randomLooking(21, 43);
    const text = [
      ...holders.map(({ token }) => `token: ${token}`),
      `Authorization: Bearer ${unknownJwt}`,
      `access_token=${unmarked}`,
    ];
    const number = await openCaseOf(world, text.join('\n'), { service: 'https://git.example.com' });
    await world.do['leaks.revoke']({ case: number });
    await world.leaks.settled(number);

    for (const { name, token, at } of holders) {
      const receivers = sent.filter(
        ({ all }) => all.includes(token) || all.includes(encodeURIComponent(token)),
      );
      expect([name, receivers.length > 0, receivers.filter(({ host }) => !at.includes(host))]).toEqual([
        name,
        true,
        [],
      ]);
    }
    expect(sent.filter(({ all }) => all.includes(unknownJwt) || all.includes(unmarked))).toEqual([]);
    const left = world.leaks.tokens(number).filter(({ service }) => service === null);
    expect(left.map(({ state }) => state)).toEqual(['needs-service', 'needs-service']);
  });
});

describe('A service that takes so many tokens in a request and so many requests in an hour', () => {
  it('is GitHub, with 1000 and 60', () => {
    const gitHub = loadCatalog().find(({ id }) => id === 'github-oauth-app');
    const call = gitHub?.revocation.calls?.find(({ who }) => who === 'holder');
    expect(call).toMatchObject({ batch: 1000, limit: { requests: 60, perSeconds: 3600 } });
  });

  it('gets no more than that, and the wait is shown', async () => {
    await using hosts = await startReplayedHosts({
      'POST https://api.github.com/credentials/revoke': { status: 202 },
      'GET https://api.github.com/user': { status: 401 },
    });
    const world = await createLeakWorld(hosts.fetch, [smallGitHub()]);
    const tokens = Array.from({ length: 12 }, (_, index) => gitHubToken(index));
    const number = await openCaseOf(world, tokens.join('\n'));
    const requests = (): readonly string[][] =>
      hosts
        .received('POST https://api.github.com/credentials/revoke')
        .map(({ body }) => (JSON.parse(body) as { credentials: string[] }).credentials);

    await world.do['leaks.revoke']({ case: number });
    const isWaiting = async (waiting: number): Promise<void> => {
      await vi.waitFor(async () => {
        const { byService } = await world.do['leaks.show']({ case: number });
        expect(byService[0]).toMatchObject({ waiting, limit: { requests: 2, seconds: 3600 } });
      });
    };
    await isWaiting(4);
    expect(requests().map((credentials) => credentials.length)).toEqual([4, 4]);
    const { byService } = await world.do['leaks.show']({ case: number });
    expect(byService[0]?.nextAttemptAt).toBe(new Date(world.clock.now() + 3_600_000).toISOString());

    world.clock.advance(3_599_000);
    expect(requests()).toHaveLength(2);
    world.clock.advance(1_000);
    await world.leaks.settled(number);
    expect(requests().map((credentials) => credentials.length)).toEqual([4, 4, 4]);
    expect(new Set(requests().flat())).toEqual(new Set(tokens));
    expect((await world.do['leaks.show']({ case: number })).byState).toMatchObject({ confirmed: 12 });
  });
});

describe('A service that cannot be reached', () => {
  it('keeps its tokens in the queue until it can, and holds up no other', async () => {
    const gitHub = holders[0]?.routes ?? {};
    await using hosts = await startReplayedHosts(gitHub);
    let isSlackUp = false;
    await using slack = await startReplayedHosts(holders[3]?.routes ?? {});
    const world = await createLeakWorld((address, init) =>
      new URL(address).host === 'slack.com'
        ? isSlackUp
          ? slack.fetch(address, init)
          : Promise.reject(new TypeError('fetch failed'))
        : hosts.fetch(address, init),
    );
    const number = await openCaseOf(world, `${holders[0]?.token ?? ''}\n${holders[3]?.token ?? ''}`);
    await world.do['leaks.revoke']({ case: number });
    await world.leaks.settled(number);
    const states = (): readonly string[] => world.leaks.tokens(number).map(({ state }) => state);
    expect(states()).toEqual(['confirmed', 'queued']);

    isSlackUp = true;
    world.clock.advance(61_000);
    await vi.waitFor(() => {
      expect(states()).toEqual(['confirmed', 'confirmed']);
    });
  });
});

/** GitHub as the catalog has it, with numbers that a test can reach. */
function smallGitHub(): Service {
  const gitHub = loadCatalog().find(({ id }) => id === 'github-oauth-app');
  if (gitHub === undefined) {
    throw new Error('GitHub is not in the catalog.');
  }
  const calls = gitHub.revocation.calls?.map((call) =>
    call.who === 'holder' ? { ...call, batch: 4, limit: { requests: 2, perSeconds: 3600 } } : call,
  );
  return { ...gitHub, revocation: { ...gitHub.revocation, ...(calls === undefined ? {} : { calls }) } };
}
