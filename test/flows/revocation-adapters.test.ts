import { importJWK, jwtVerify } from 'jose';
import { describe, expect, it } from 'vitest';
import type { Revocation } from '../../src-main/contract/connection.ts';
import { createSigningKey } from '../../src-main/wallet/oauth/signing-key.ts';
import { loadCatalog } from '../../src-main/wallet/services/catalog.ts';
import {
  type Answer,
  type DocumentedRevocation,
  documentedRevocations,
} from '../support/documented-revocations.ts';
import { type KeptConnection, keepConnection } from '../support/keep-connection.ts';
import { type ReceivedRequest, type Replay, replay } from '../support/replay-server.ts';
import { type HostRoutes, type ReplayedHosts, startReplayedHosts } from '../support/replayed-hosts.ts';
import { createWalletUnderTest } from '../support/wallet-under-test.ts';

/** How the service of a test behaves where it does not keep to its documentation. */
interface Behaviour {
  /** The token was dead before. */
  readonly isDead?: boolean;
  /** It says yes, and the token lives on. */
  readonly livesOn?: boolean;
  /** What the revocation call is answered with instead. */
  readonly answer?: Answer;
}

interface Ended {
  readonly revocation: Revocation;
  readonly hosts: ReplayedHosts;
}

/** Plays one documented exchange between a whole wallet and replay servers. */
async function revokeAt(documented: DocumentedRevocation, behaviour: Behaviour = {}): Promise<Ended> {
  const issuer = documented.issuer ?? originOf(documented.refreshAt ?? documented.revoke.at);
  await using hosts = await startReplayedHosts(routesOf(documented, behaviour, issuer));
  await using wallet = await createWalletUnderTest({ fetch: hosts.fetch });
  const id = await keepConnection(wallet, { ...documented, issuer });
  const [revocation] = await wallet.do['connections.revoke']({ ids: [id] });
  if (revocation === undefined) {
    throw new Error('The wallet tells no outcome.');
  }
  return { revocation, hosts };
}

function routesOf(documented: DocumentedRevocation, behaviour: Behaviour, issuer: string): HostRoutes {
  const { lookUp, revoke, check, refreshAt } = documented;
  let isDead = behaviour.isDead === true;
  const ofLife =
    (alive: Answer, dead: Answer): Replay =>
    (request, response) => {
      replay(isDead ? dead : alive, request, response);
    };
  return {
    [`GET ${issuer}/.well-known/openid-configuration`]: {
      body: { issuer, authorization_endpoint: `${issuer}/authorize`, token_endpoint: `${issuer}/token` },
    },
    ...(lookUp === undefined ? {} : { [lookUp.at]: ofLife(lookUp.answer, { status: 401 }) }),
    ...(check === undefined ? {} : { [check.at]: ofLife(check.alive, check.dead) }),
    ...(refreshAt === undefined
      ? {}
      : {
          [refreshAt]: ofLife(
            { body: { access_token: 'late-token', token_type: 'bearer' } },
            { status: 400, body: { error: 'invalid_grant' } },
          ),
        }),
    [revoke.at]: (request, response) => {
      const said = behaviour.answer ?? (isDead ? (revoke.ofDead ?? { status: 404 }) : revoke.answer);
      isDead ||= behaviour.answer === undefined && behaviour.livesOn !== true;
      replay(said, request, response);
    },
  };
}

function originOf(call: string): string {
  return new URL(call.replace(/^\w+ /, '')).origin;
}

/** What a service received, in the form in which the documentation tells it. */
function asDocumented(request: ReceivedRequest, { headers = {} }: DocumentedRevocation['revoke']): object {
  const type = request.headers['content-type'];
  const query = Object.fromEntries(new URL(request.path, 'https://any.invalid').searchParams);
  return {
    headers: Object.fromEntries(Object.keys(headers).map((name) => [name, request.headers[name] ?? null])),
    query,
    form:
      type?.startsWith('application/x-www-form-urlencoded') === true
        ? Object.fromEntries(new URLSearchParams(request.body))
        : {},
    json: type?.startsWith('application/json') === true ? (JSON.parse(request.body) as unknown) : {},
    hasBody: request.body !== '',
  };
}

function documentedRequest({ headers = {}, query = {}, form, json }: DocumentedRevocation['revoke']): object {
  return {
    headers,
    query,
    form: form ?? {},
    json: json ?? {},
    hasBody: form !== undefined || json !== undefined,
  };
}

describe.each(documentedRevocations)('$title', (documented) => {
  const { revoke, check, lookUp, refreshAt, introspectAt } = documented;
  // 202: taken on, and not carried out yet (RFC 9110 section 15.3.3).
  const asynchronous = documented.asynchronous === true || revoke.answer.status === 202;

  it('is asked exactly as its documentation says, and the outcome is what can be known', async () => {
    const { revocation, hosts } = await revokeAt(documented);
    const received = hosts.received(revoke.at);
    expect(received.map((request) => asDocumented(request, revoke))).toEqual([documentedRequest(revoke)]);
    expect(revocation).toMatchObject({ outcome: documented.outcome, error: null });
    expect(JSON.stringify(revocation)).not.toContain(documented.token);
  });

  it('shows the token to no address but those that are documented for it', async () => {
    const { hosts } = await revokeAt(documented);
    const known = [revoke, check, lookUp]
      .flatMap((call) => call?.at ?? [])
      .concat(refreshAt ?? [], introspectAt ?? []);
    const others = hosts.tried
      .map((call) => call.replace(/\?.*$/, ''))
      .filter((call) => !known.includes(call));
    expect(others.every((call) => call.endsWith('/.well-known/openid-configuration'))).toBe(true);
  });

  it('is not believed when it says yes and the token lives', async () => {
    const { revocation } = await revokeAt(documented, { livesOn: true });
    if (check === undefined && refreshAt === undefined) {
      expect(revocation.outcome).toBe('accepted');
    } else if (asynchronous) {
      expect(revocation.outcome).toBe('accepted');
    } else {
      expect(revocation).toMatchObject({ outcome: 'failed', error: { code: 'still-alive' } });
    }
  });

  it.each([401, 403])('tells the reason when it refuses with %i', async (status) => {
    const { revocation } = await revokeAt(documented, { answer: { status, body: { message: 'no' } } });
    expect(revocation).toMatchObject({ outcome: 'failed', error: { code: documented.refusedAs } });
  });

  it('is asked about a token that is dead already', async () => {
    const { revocation } = await revokeAt(documented, { isDead: true });
    if (check !== undefined) {
      expect(revocation.outcome).toBe('confirmed');
    } else {
      expect(revocation.outcome).not.toBe('confirmed');
    }
  });

  it.each([
    ['is 10 MB long', { body: 'x'.repeat(10_000_000) }],
    ['sends the wallet elsewhere', { status: 302, headers: { location: 'https://elsewhere.example/' } }],
    ['is an error of its own', { status: 500, body: '<h1>Oops</h1>' }],
    ['is a page', { status: 418, headers: { 'content-type': 'text/html' }, body: '<h1>Teapot</h1>' }],
  ] satisfies [string, Answer][])('is tried again later when the answer %s', async (_, answer) => {
    const { revocation, hosts } = await revokeAt(documented, { answer });
    expect(revocation.outcome).toBe('queued');
    expect(hosts.tried.join()).not.toContain('elsewhere.example');
  });

  it('tells the reason when it refuses in a way that nobody documented', async () => {
    const { revocation } = await revokeAt(documented, { answer: { status: 418, body: {} } });
    expect(revocation).toMatchObject({ outcome: 'failed', error: { code: 'service-refused' } });
  });

  it('is not believed when a yes is no more than its status', async () => {
    const { revocation } = await revokeAt(documented, { answer: { status: 200, body: '<h1>Welcome</h1>' } });
    expect(revocation.outcome).not.toBe('confirmed');
  });
});

describe('the calls of the catalog', () => {
  it('are documented here for every service that has any', () => {
    const withCalls = loadCatalog().filter(({ revocation }) => revocation.calls !== undefined);
    const tested = new Set(documentedRevocations.map(({ service }) => service));
    expect([...tested].sort()).toEqual(withCalls.map(({ id }) => id).sort());
  });

  it('never cut a whole grant at GitHub because one token could not be cut', async () => {
    const [documented] = documentedRevocations;
    if (documented === undefined) {
      throw new Error('The first is GitHub with its secret.');
    }
    for (const status of [401, 404, 422, 500]) {
      const { hosts } = await revokeAt(documented, { answer: { status } });
      expect(hosts.tried.filter((call) => call.includes('/grant') || call.includes('/credentials/'))).toEqual(
        [],
      );
    }
  });
});

describe('a revocation endpoint', () => {
  it('recognises a client by its secret in the header, in the form, or by its id alone', async () => {
    const basicOf = (id: string, secret: string): string =>
      `Basic ${Buffer.from(`${id}:${secret}`).toString('base64')}`;
    const inForm = { client_id: 'app1' };
    const cases = [
      ['zoom', 'https://zoom.us/oauth/revoke', 'client_secret_basic', 's', basicOf('app1', 's'), {}],
      // Signs that need no encoding are sent as they are: many services do not decode them.
      [
        'box',
        'https://api.box.com/oauth2/revoke',
        'client_secret_basic',
        's-_.*',
        basicOf('app1', 's-_.*'),
        {},
      ],
      [
        'box',
        'https://api.box.com/oauth2/revoke',
        'client_secret_basic',
        'a+b/c',
        basicOf('app1', 'a%2Bb%2Fc'),
        {},
      ],
      [
        'asana',
        'https://app.asana.com/-/oauth_revoke',
        'client_secret_post',
        's',
        undefined,
        { ...inForm, client_secret: 's' },
      ],
      ['x', 'https://api.x.com/2/oauth2/revoke', 'none', undefined, undefined, inForm],
      [
        'reddit',
        'https://www.reddit.com/api/v1/revoke_token',
        'client_secret_basic',
        undefined,
        basicOf('app1', ''),
        {},
      ],
    ] as const;
    for (const [service, address, method, secret, authorization, fields] of cases) {
      const { revocation, request } = await revokeAtEndpoint(service, address, {
        id: 'app1',
        method,
        ...(secret === undefined ? {} : { secret }),
      });
      const form = Object.fromEntries(new URLSearchParams(request?.body));
      expect(form, service).toEqual({ token: 'token-1', token_type_hint: 'access_token', ...fields });
      expect(request?.headers.authorization, service).toBe(authorization);
      // The service said yes, and here its API tells nothing of the token.
      expect(revocation.outcome, service).toMatch(/accepted|queued/);
      expect(revocation.error, service).toBeNull();
    }
  });

  it('recognises a client by a statement that it signed with its key or its secret (RFC 7523)', async () => {
    const { privateKey: key, publicKey } = await createSigningKey();
    const secret = 'a secret that is long enough for HS256';
    const methods = [
      ['private_key_jwt', { key }, await importJWK(publicKey, 'ES256')],
      ['client_secret_jwt', { secret }, new TextEncoder().encode(secret)],
    ] as const;
    for (const [method, credentials, verifyWith] of methods) {
      const client = { id: 'app1', method, ...credentials };
      const { request } = await revokeAtEndpoint('zoom', 'https://zoom.us/oauth/revoke', client);
      const { client_assertion: statement = '', ...others } = Object.fromEntries(
        new URLSearchParams(request?.body),
      );
      expect(others, method).toMatchObject({
        token: 'token-1',
        client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
      });
      const { payload } = await jwtVerify(statement, verifyWith);
      expect(payload, method).toMatchObject({ iss: 'app1', sub: 'app1' });
      expect(request?.body, method).not.toContain('long+enough');
    }
  });

  it('is not believed when it says yes and the token lives, or that of another app was meant', async () => {
    const { revocation } = await revokeAtEndpoint(
      'zoom',
      'https://zoom.us/oauth/revoke',
      { id: 'app1', secret: 's', method: 'client_secret_basic' },
      { 'GET https://api.zoom.us/v2/users/me': { body: { id: '7' } } },
    );
    expect(revocation).toMatchObject({ outcome: 'failed', error: { code: 'still-alive' } });
  });

  it('confirms once both tokens are asked about and dead', async () => {
    const { revocation } = await revokeAtEndpoint(
      'zoom',
      'https://zoom.us/oauth/revoke',
      { id: 'app1', secret: 's', method: 'client_secret_basic' },
      {
        'GET https://api.zoom.us/v2/users/me': { status: 401, body: { code: 124 } },
        'POST https://zoom.us/oauth/token': { status: 400, body: { error: 'invalid_grant' } },
      },
      'refresh-1',
    );
    expect(revocation.outcome).toBe('confirmed');
  });
});

describe('HubSpot', () => {
  it('ends the refresh token, and the access token lives to its own end', async () => {
    const expiresAtMs = Date.now() + 30 * 60_000;
    let isRevoked = false;
    await using hosts = await startReplayedHosts({
      'POST https://api.hubapi.com/oauth/v3/token/revoke': (request, response) => {
        isRevoked = true;
        replay({ status: 204 }, request, response);
      },
      'POST https://api.hubapi.com/oauth/v3/token/introspect': (request, response) => {
        const token = new URLSearchParams(request.body).get('token');
        replay({ body: { active: token === 'access-1' || !isRevoked } }, request, response);
      },
    });
    await using wallet = await createWalletUnderTest({ fetch: hosts.fetch });
    const id = await keepConnection(wallet, {
      service: 'hubspot',
      issuer: 'https://app.hubspot.com',
      token: 'access-1',
      refreshToken: 'refresh-1',
      client: { id: 'app1', secret: 'app-secret', method: 'client_secret_post' },
      expiresAtMs,
    });
    const [revocation] = await wallet.do['connections.revoke']({ ids: [id] });
    expect(revocation).toMatchObject({
      outcome: 'alive-until',
      livesUntil: new Date(expiresAtMs).toISOString(),
    });
  });
});

/** Revokes at a service of the catalog with a revocation endpoint (RFC 7009), which says yes to everything. */
async function revokeAtEndpoint(
  service: string,
  address: string,
  client: KeptConnection['client'],
  others: HostRoutes = {},
  refreshToken?: string,
): Promise<{ readonly revocation: Revocation; readonly request: ReceivedRequest | undefined }> {
  const call = `POST ${address}`;
  await using hosts = await startReplayedHosts({ [call]: { status: 200 }, ...others });
  await using wallet = await createWalletUnderTest({ fetch: hosts.fetch });
  const issuer = new URL(address).origin;
  const id = await keepConnection(wallet, { service, issuer, token: 'token-1', client, refreshToken });
  const [revocation] = await wallet.do['connections.revoke']({ ids: [id] });
  if (revocation === undefined) {
    throw new Error('The wallet tells no outcome.');
  }
  return { revocation, request: hosts.received(call)[0] };
}
