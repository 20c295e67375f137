import { describe, expect, it, vi } from 'vitest';
import type { Fetch } from '../../src-main/wallet/ports.ts';
import { findService, loadCatalog } from '../../src-main/wallet/services/catalog.ts';
import { previewRevocation } from '../../src-main/wallet/services/revocation-preview.ts';
import {
  type RevocationCall,
  type Service,
  type TokenKind,
  TokenKindSchema,
} from '../../src-main/wallet/services/service-schema.ts';
import { withHost } from '../../src-main/wallet/services/service-host.ts';
import { documentedService } from '../support/documented-service.ts';
import { type HolderSample, holderSamples } from '../support/holder-samples.ts';
import { createLeakWorld, type LeakWorld, openCaseOf } from '../support/leak-world.ts';
import { gitHubToken, randomLooking } from '../support/sample-tokens.ts';

/** What was sent to whom. */
interface Sent {
  readonly call: string;
  readonly host: string;
  /** Address, headers and body, readable. */
  readonly all: string;
}

/** The services of some tokens, which do what is documented of them, and a list of what they are sent. */
function servicesOf(samples: readonly HolderSample[]): { readonly fetch: Fetch; readonly sent: Sent[] } {
  const sent: Sent[] = [];
  const services = samples.map(({ service, token, host }) => ({
    token,
    ...documentedService(service, host, { access: token, refresh: null }),
  }));
  return {
    sent,
    fetch: async (address, init) => {
      const body = await new Request(address, init).text();
      const parts = [address, ...new Headers(init?.headers).values(), body];
      const all = decodeURIComponent(parts.join(' '));
      const { host, origin, pathname } = new URL(address);
      sent.push({ call: `${init?.method ?? 'GET'} ${origin}${pathname}`, host, all });
      const asked =
        services.find(({ token }) => all.includes(token)) ??
        services.find(({ issuer }) => new URL(issuer).host === host);
      return asked?.fetch(address, init) ?? new Response(null, { status: 404 });
    },
  };
}

/** The calls of the catalog with which whoever holds a token may revoke it. */
function holderCallsOf({ revocation }: Service): readonly RevocationCall[] {
  return revocation.calls?.filter(({ who }) => who === 'holder') ?? [];
}

function callFor({ service, kind }: HolderSample): RevocationCall {
  const call = holderCallsOf(service).find(({ takes }) => takes.includes(kind));
  if (call === undefined) {
    throw new Error(`${service.id} has no such call.`);
  }
  return call;
}

/** The hosts that the catalog names for this token: to look up, to revoke, to ask afterwards. */
function hostsFor(sample: HolderSample): readonly string[] {
  const { call, lookUp } = callFor(sample);
  return [call, lookUp?.call, sample.service.check?.call].flatMap((one) =>
    one === undefined ? [] : new URL(withHost(one.url, sample.host)).host,
  );
}

async function openCaseWith(world: LeakWorld, samples: readonly HolderSample[]): Promise<number> {
  let number: number | undefined;
  for (const { after, token, called } of samples) {
    number = await openCaseOf(world, `${after}${token}\n`, {
      ...(called === undefined ? {} : { service: called }),
      ...(number === undefined ? {} : { case: number }),
    });
  }
  return number ?? 0;
}

async function revokeAll(world: LeakWorld, number: number): Promise<void> {
  const { count } = await world.do['leaks.preview']({ case: number });
  await world.do['leaks.revoke']({ case: number, typedCount: count });
  await world.leaks.settled(number);
}

function sampleOf(id: string): HolderSample {
  const found = holderSamples.find(({ service }) => service.id === id);
  if (found === undefined) {
    throw new Error(`There is no token of ${id}.`);
  }
  return found;
}

describe('A leaked token that whoever holds it may revoke', () => {
  it('is tried here of every kind that the catalog knows to be revoked so', () => {
    const nobody = { isKnown: false, hasSecret: false };
    const takes = (service: Service, kind: TokenKind): boolean => {
      const [token] = previewRevocation(service, { hasRefreshToken: false, kind }, nobody).tokens;
      const hasCall = holderCallsOf(service).some((call) => call.takes.includes(kind));
      return hasCall || (token?.fate === 'dies' && token.by !== 'nobody');
    };
    const taken = loadCatalog().flatMap((service) =>
      TokenKindSchema.options.filter((kind) => takes(service, kind)).map((kind) => `${service.id} ${kind}`),
    );
    const tried = holderSamples.map(({ service, kind }) => `${service.id} ${kind}`);
    expect(tried.sort()).toEqual(taken.sort());
  });

  it.each(holderSamples)('is revoked with the call of its service: $service.id, $kind', async (sample) => {
    const { fetch, sent } = servicesOf([sample]);
    const world = await createLeakWorld(fetch);
    const number = await openCaseWith(world, [sample]);
    expect(world.leaks.tokens(number)).toMatchObject([{ way: 'call', revocable: true }]);
    await revokeAll(world, number);

    const { check } = sample.service;
    // Nobody knows of a leaked token whether it has the right that the question needs.
    const canBeAsked =
      check?.dead !== undefined && check.needs === undefined && check.takes.includes(sample.kind);
    const [token] = world.leaks.tokens(number);
    expect(token).toMatchObject({ state: canBeAsked ? 'confirmed' : 'accepted', error: null });
    const { call } = callFor(sample);
    const url = withHost(call.url, sample.host)
      .replace('{token}', encodeURIComponent(sample.token))
      .replace('{lookedUp}', 'looked-up');
    expect(sent.filter((one) => one.call === `${call.method} ${url}`)).toMatchObject([
      { all: expect.stringContaining(sample.token) as string },
    ]);
  });

  it('is shown to nobody but its own service, whatever else leaked with it', async () => {
    const { fetch, sent } = servicesOf(holderSamples);
    const world = await createLeakWorld(fetch);
    const number = await openCaseWith(world, holderSamples);
    const unknownJwt = [{ alg: 'ES256' }, { iss: 'https://login.stranger.example', sub: 'anna' }]
      .map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'))
      .concat(randomLooking(30, 43))
      .join('.');
    const unmarked = randomLooking(31, 43);
    await openCaseOf(world, `Authorization: Bearer ${unknownJwt}\naccess_token=${unmarked}`, {
      case: number,
    });
    await revokeAll(world, number);

    for (const sample of holderSamples) {
      const receivers = sent.filter(({ all }) => all.includes(sample.token)).map(({ host }) => host);
      expect(receivers.length, sample.service.id).toBeGreaterThan(0);
      expect(hostsFor(sample), sample.service.id).toEqual(expect.arrayContaining(receivers));
    }
    expect(sent.filter(({ all }) => all.includes(unknownJwt) || all.includes(unmarked))).toEqual([]);
    const left = world.leaks.tokens(number).filter(({ service }) => service === null);
    expect(left.map(({ state }) => state)).toEqual(['needs-service', 'needs-service']);
  });
});

describe('A service that takes so many tokens in a request and so many requests in an hour', () => {
  it('is GitHub, whose 2500 tokens are revoked with three requests', async () => {
    const { fetch, requests } = gitHub();
    const world = await createLeakWorld(fetch);
    const tokens = Array.from({ length: 2_500 }, (_, index) => gitHubToken(index));
    const number = await openCaseOf(world, tokens.join('\n'));
    await revokeAll(world, number);
    expect(requests.map((credentials) => credentials.length)).toEqual([1_000, 1_000, 500]);
    expect(new Set(requests.flat())).toEqual(new Set(tokens));
    expect((await world.do['leaks.show']({ case: number })).byState).toMatchObject({ confirmed: 2_500 });
  });

  it('gets no more than that, and the wait is shown', async () => {
    const { fetch, requests } = gitHub();
    const world = await createLeakWorld(fetch, [smallGitHub()]);
    const tokens = Array.from({ length: 12 }, (_, index) => gitHubToken(index));
    const number = await openCaseOf(world, tokens.join('\n'));
    await world.do['leaks.revoke']({ case: number });
    await vi.waitFor(async () => {
      const { byService } = await world.do['leaks.show']({ case: number });
      const nextAttemptAt = new Date(world.clock.now() + 60_000).toISOString();
      expect(byService).toMatchObject([{ waiting: 4, limit: { requests: 2, seconds: 60 }, nextAttemptAt }]);
    });
    expect(requests.map((credentials) => credentials.length)).toEqual([4, 4]);

    world.clock.advance(59_000);
    expect(requests).toHaveLength(2);
    world.clock.advance(1_000);
    await world.leaks.settled(number);
    expect(requests.map((credentials) => credentials.length)).toEqual([4, 4, 4]);
    expect(new Set(requests.flat())).toEqual(new Set(tokens));
    expect((await world.do['leaks.show']({ case: number })).byState).toMatchObject({ confirmed: 12 });
  });

  it('gets no more for the tokens of two services of the catalog that share the address', async () => {
    const { fetch, requests } = gitHub();
    const world = await createLeakWorld(fetch, [smallGitHub(), smallGitHub('github-app')]);
    const tokens = ['ghp_', 'ghu_'].flatMap((prefix) =>
      Array.from({ length: 8 }, (_, index) => gitHubToken(index, prefix)),
    );
    const number = await openCaseOf(world, tokens.join('\n'));
    await world.do['leaks.revoke']({ case: number });
    await vi.waitFor(async () => {
      const { byService, byState } = await world.do['leaks.show']({ case: number });
      const nextAttemptAt = new Date(world.clock.now() + 60_000).toISOString();
      expect(byService).toMatchObject([
        { service: 'github-oauth-app', waiting: 0, limit: null, nextAttemptAt: null },
        { service: 'github-app', waiting: 8, limit: { requests: 2, seconds: 60 }, nextAttemptAt },
      ]);
      expect(byState).toMatchObject({ confirmed: 8, waiting: 8 });
    });
    expect(requests).toHaveLength(2);

    world.clock.advance(60_000);
    await world.leaks.settled(number);
    expect(requests).toHaveLength(4);
    expect(new Set(requests.flat())).toEqual(new Set(tokens));
  });
});

describe('A service that cannot be reached', () => {
  it('keeps its tokens in the queue until it can, and holds up no other', async () => {
    const samples = [sampleOf('github-oauth-app'), sampleOf('slack')];
    const { fetch } = servicesOf(samples);
    let isSlackUp = false;
    const world = await createLeakWorld((address, init) =>
      new URL(address).host === 'slack.com' && !isSlackUp
        ? Promise.reject(new TypeError('fetch failed'))
        : fetch(address, init),
    );
    const number = await openCaseWith(world, samples);
    await revokeAll(world, number);
    const states = (): readonly string[] => world.leaks.tokens(number).map(({ state }) => state);
    expect(states()).toEqual(['confirmed', 'queued']);

    isSlackUp = true;
    world.clock.advance(61_000);
    await vi.waitFor(() => {
      expect(states()).toEqual(['confirmed', 'confirmed']);
    });
  });
});

/** GitHub within this process, where whatever it is sent is dead at once, and the tokens of each request. */
function gitHub(): { readonly fetch: Fetch; readonly requests: string[][] } {
  const requests: string[][] = [];
  return {
    requests,
    fetch: async (address, init) => {
      if (address !== 'https://api.github.com/credentials/revoke') {
        return new Response(null, { status: 401 });
      }
      const { credentials } = (await new Request(address, init).json()) as { credentials: string[] };
      requests.push(credentials);
      return new Response(null, { status: 202 });
    },
  };
}

/** GitHub as the catalog has it, with numbers that a test can reach. */
function smallGitHub(id = 'github-oauth-app'): Service {
  const service = findService(loadCatalog(), id);
  if (service?.revocation.calls === undefined) {
    throw new Error('GitHub is not in the catalog.');
  }
  const calls = service.revocation.calls.map((call) =>
    call.who === 'holder' ? { ...call, batch: 4, limit: { requests: 2, perSeconds: 60 } } : call,
  );
  return { ...service, revocation: { ...service.revocation, calls } };
}
