import { describe, expect, it } from 'vitest';
import { Secret } from '../../src-main/wallet/secret.ts';
import { loadCatalog } from '../../src-main/wallet/services/catalog.ts';
import {
  checkToken,
  type CheckValues,
  type ServiceCallAnswer,
} from '../../src-main/wallet/services/check-token.ts';
import type { ServiceCheck, TokenKind } from '../../src-main/wallet/services/service-schema.ts';

const now = Date.parse('2026-11-22T12:00:00Z');
const services = loadCatalog();

interface Question {
  readonly kind?: TokenKind;
  readonly values?: Partial<CheckValues>;
}

/** What is found out where a service answers like this; throws when it is asked without an answer. */
async function checked(
  check: ServiceCheck | undefined,
  response: Response | undefined,
  { kind = 'access', values = {} }: Question = {},
): Promise<ServiceCallAnswer | undefined> {
  const fetch = (): Promise<Response> =>
    response === undefined ? Promise.reject(new Error('It was asked.')) : Promise.resolve(response);
  return checkToken(fetch, check, kind, { token: new Secret('t-1'), ...values }, now);
}

const checkOf = (id: string): ServiceCheck | undefined =>
  services.find((service) => service.id === id)?.check;

describe('the checks of the catalog', () => {
  it('read account and scopes from GitHub, scopes from its header', async () => {
    const response = Response.json(
      { id: 583231, login: 'octocat', email: null },
      { headers: { 'X-OAuth-Scopes': 'repo, gist' } },
    );
    expect(await checked(checkOf('github-oauth-app'), response, { kind: 'personal' })).toEqual({
      askedWith: 'service-call',
      alive: true,
      identity: { subject: '583231', name: 'octocat', email: null },
      account: { subject: '583231', name: 'octocat', email: null },
      scopes: ['repo', 'gist'],
      expiresAtMs: null,
      detail: 'GET /user answered 200',
    });
  });

  it('read scopes and end from Google, as texts', async () => {
    const response = Response.json({ sub: '1', scope: 'openid email', expires_in: '3599' });
    expect(await checked(checkOf('google'), response)).toMatchObject({
      scopes: ['openid', 'email'],
      expiresAtMs: now + 3_599_000,
      detail: 'GET /oauth2/v3/tokeninfo answered 200',
    });
  });

  it('read scopes as a list from Twitch, whose 0 seconds are no end', async () => {
    const response = Response.json({ user_id: '7', login: 'anna', scopes: ['chat:read'], expires_in: 0 });
    expect(await checked(checkOf('twitch'), response)).toMatchObject({
      scopes: ['chat:read'],
      expiresAtMs: null,
    });
  });

  it('know an account by its name alone, where npm tells no more', async () => {
    const question: Question = { kind: 'personal', values: { host: 'registry.example.com' } };
    expect(await checked(checkOf('npm'), Response.json({ username: 'anna' }), question)).toMatchObject({
      identity: null,
      account: { subject: null, name: 'anna', email: null },
    });
  });

  it('tell life from death at Slack, which answers 200 to both', async () => {
    const slack = checkOf('slack');
    expect(await checked(slack, Response.json({ ok: true, user_id: 'U1' }))).toMatchObject({ alive: true });
    expect(await checked(slack, Response.json({ ok: false, error: 'token_revoked' }))).toMatchObject({
      alive: false,
      identity: null,
      scopes: [],
    });
    expect(await checked(slack, Response.json({ ok: false, error: 'ratelimited' }))).toBeUndefined();
  });

  it('take a 401 of Dropbox for death only where the right that the call needs is there', async () => {
    const dropbox = checkOf('dropbox');
    const refused = (): Response => new Response('', { status: 401 });
    expect(await checked(dropbox, refused())).toBeUndefined();
    expect(await checked(dropbox, refused(), { values: { scopes: ['files.read'] } })).toBeUndefined();
    expect(await checked(dropbox, refused(), { values: { scopes: ['account_info.read'] } })).toMatchObject({
      alive: false,
    });
  });

  it('take a refusal for another reason for no answer', async () => {
    const spotify = checkOf('spotify');
    expect(await checked(spotify, new Response('', { status: 401 }))).toMatchObject({ alive: false });
    expect(await checked(spotify, new Response('', { status: 403 }))).toBeUndefined();
    expect(await checked(spotify, new Response('<html>', { status: 302 }))).toBeUndefined();
  });
});

describe('nobody is asked', () => {
  it('where the service has no call', async () => {
    expect(await checked(undefined, undefined)).toBeUndefined();
  });

  it('about a kind of token that the call does not take', async () => {
    expect(await checked(checkOf('spotify'), undefined, { kind: 'refresh' })).toBeUndefined();
    expect(await checked(checkOf('atlassian'), undefined, { kind: 'personal' })).toBeUndefined();
  });

  it('where something that the call needs is not known', async () => {
    expect(await checked(checkOf('gitlab'), undefined)).toBeUndefined();
    expect(await checked(checkOf('vk'), undefined)).toBeUndefined();
  });
});

describe('what a service tells of the end', () => {
  const check: ServiceCheck = {
    takes: ['access'],
    call: { method: 'GET', url: 'https://api.example.com/tokens/{token}', authorization: 'bearer' },
    alive: [{ status: 200 }],
    expiresIn: 'left',
    expiresAt: 'end',
  };

  it.each([
    [{ left: 60 }, now + 60_000],
    [{ end: 1_800_000_000 }, 1_800_000_000_000],
    [{ end: '1800000000' }, 1_800_000_000_000],
    [{ end: '2027-01-15T08:00:00Z' }, 1_800_000_000_000],
    [{ left: -1, end: '2027-01-15T08:00:00Z' }, 1_800_000_000_000],
    [{ left: true, end: 'never' }, null],
    [{ left: 1e300, end: 1e300 }, null],
    [{}, null],
  ])('is read from %j', async (json, expiresAtMs) => {
    expect(await checked(check, Response.json(json))).toMatchObject({ expiresAtMs });
  });

  it('is told without the token that stands in the address', async () => {
    const answer = await checked(check, Response.json({}));
    expect(answer?.detail).toBe('GET /tokens/%7Btoken%7D answered 200');
  });
});
