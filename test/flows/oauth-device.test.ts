import { describe, expect, it } from 'vitest';
import { createOAuth } from '../../src-main/wallet/oauth/create-oauth.ts';
import type { DeviceAuthorization } from '../../src-main/wallet/oauth/oauth.ts';
import { createProofKey } from '../../src-main/wallet/oauth/proof-key.ts';
import { WalletError } from '../../src-main/wallet/wallet-error.ts';
import type { BareWorld } from '../support/bare-world.ts';
import { api, bindingTokens, enterBareWorld, issuingFor } from '../support/bare-world.ts';
import type { PollingClock } from '../support/polling-clock.ts';
import { createPollingClock } from '../support/polling-clock.ts';
import { secret, startReplayIssuer } from '../support/replay-issuer.ts';
import type { ReplayIssuer } from '../support/replay-issuer.ts';
import type { Replay } from '../support/replay-server.ts';

const scopes = ['openid', 'offline_access', 'photos'];

describe('a code for another device, at a conforming server', () => {
  async function enter(clock: PollingClock, features: object = {}): Promise<BareWorld> {
    return enterBareWorld({
      clock,
      variant: { features: { deviceFlow: { enabled: true }, ...features } },
      metadata: {
        grant_types: ['urn:ietf:params:oauth:grant-type:device_code', 'refresh_token'],
        response_types: [],
        redirect_uris: [],
      },
    });
  }

  it('is entered there while the wallet waits, and then it is connected', async () => {
    const clock = createPollingClock();
    await using world = await enter(clock);
    const { provider, oauth, server, client } = world;
    const device = await oauth.beginDevice(server, client, { scopes });
    expect(device).toMatchObject({
      userCode: expect.stringMatching(/^[A-Z]{4}-[A-Z]{4}$/) as string,
      verificationUri: `${provider.issuer}/device`,
      verificationUriComplete: `${provider.issuer}/device?user_code=${device.userCode}`,
      expiresInSeconds: 600,
      intervalSeconds: 5,
    });
    const { signal } = new AbortController();
    const polled = oauth.pollDevice(server, client, device, { signal });
    expect(await clock.nextPauseSeconds()).toBe(5);
    clock.advance(5_000);
    expect(await clock.nextPauseSeconds()).toBe(5);
    await provider.enterDeviceCode(new URL(device.verificationUriComplete ?? ''), 'allow');
    clock.advance(5_000);
    const reply = await polled;
    expect(reply).toMatchObject({ tokenType: 'bearer', scopes, identity: { subject: 'alice' } });
    expect(await oauth.userInfo(server, reply.accessToken)).toMatchObject({ alive: true });
  });

  it('brings a token that is bound and for one API', async () => {
    const clock = createPollingClock();
    await using world = await enter(clock, {
      ...bindingTokens({ requireNonce: true }).features,
      ...issuingFor('jwt').features,
    });
    const { provider, oauth, server, client } = world;
    const device = await oauth.beginDevice(server, client, { scopes, resource: api });
    await provider.enterDeviceCode(new URL(device.verificationUriComplete ?? ''), 'allow');
    const { signal } = new AbortController();
    const proofKey = await createProofKey();
    const polled = oauth.pollDevice(server, client, device, { signal, proofKey });
    clock.advance((await clock.nextPauseSeconds()) * 1000);
    const reply = await polled;
    const payload = Buffer.from(reply.accessToken.reveal().split('.')[1] ?? '', 'base64url').toString();
    expect(JSON.parse(payload)).toMatchObject({ aud: api, cnf: { jkt: expect.any(String) as string } });
    expect(reply.tokenType).toBe('dpop');
  });

  it('is denied there', async () => {
    const clock = createPollingClock();
    await using world = await enter(clock);
    const { provider, oauth, server, client } = world;
    const device = await oauth.beginDevice(server, client, { scopes });
    await provider.enterDeviceCode(new URL(device.verificationUriComplete ?? ''), 'deny');
    const { signal } = new AbortController();
    const polled = oauth.pollDevice(server, client, device, { signal });
    clock.advance((await clock.nextPauseSeconds()) * 1000);
    await expect(polled).rejects.toMatchObject({ code: 'access-denied' });
  });

  it('is not given to an unknown client', async () => {
    await using world = await enter(createPollingClock());
    const { oauth, server, client } = world;
    await expect(
      oauth.beginDevice(server, { ...client, clientId: 'nobody' }, { scopes }),
    ).rejects.toMatchObject({ code: 'client-refused' });
  });

  it('is not to be had everywhere', async () => {
    await using world = await enterBareWorld();
    await expect(world.oauth.beginDevice(world.server, world.client, { scopes })).rejects.toMatchObject({
      code: 'device-unsupported',
    });
  });
});

const device: DeviceAuthorization = {
  deviceCode: secret('dc-1'),
  userCode: 'WDJB-MJHT',
  verificationUri: 'https://example.com/device',
  verificationUriComplete: null,
  expiresInSeconds: 600,
  intervalSeconds: 5,
  resource: null,
};

const pending: Replay = { status: 400, body: { error: 'authorization_pending' } };
const slowDown: Replay = { status: 400, body: { error: 'slow_down' } };
const tokens: Replay = { body: { access_token: 'at-1', refresh_token: 'rt-1', token_type: 'Bearer' } };

/** Polls a server that answers so, one after the other, and lets time pass; tells how long each pause was. */
async function poll(
  issuer: ReplayIssuer,
  answers: readonly Replay[],
  { controller = new AbortController(), expiresInSeconds = 600 } = {},
): Promise<{
  readonly pauses: readonly number[];
  readonly slowedTo: readonly number[];
  /** The reply, or the error. */
  readonly ending: unknown;
}> {
  const clock = createPollingClock();
  const oauth = createOAuth({ fetch, clock });
  const left = [...answers];
  issuer.server.routes['/token'] = (request, response) => {
    const answer = left.shift() ?? pending;
    if (typeof answer === 'function') {
      answer(request, response);
      return;
    }
    response.writeHead(answer.status ?? 200, { 'content-type': 'application/json', ...answer.headers });
    response.end(JSON.stringify(answer.body ?? {}));
  };
  const slowedTo: number[] = [];
  const pauses: number[] = [];
  const ended = oauth
    .pollDevice(
      issuer.description,
      issuer.client,
      { ...device, expiresInSeconds },
      {
        signal: controller.signal,
        onSlowDown: (seconds) => slowedTo.push(seconds),
      },
    )
    .catch((error: unknown) => error);
  for (;;) {
    const pause = await Promise.race([clock.nextPauseSeconds(), ended.then(() => undefined)]);
    if (pause === undefined) {
      return { pauses, slowedTo, ending: await ended };
    }
    pauses.push(pause);
    clock.advance(pause * 1000);
  }
}

describe('polling', () => {
  it('sends the code of the device', async () => {
    await using issuer = await startReplayIssuer();
    await poll(issuer, [tokens]);
    const form = new URLSearchParams(issuer.server.received.at(-1)?.body);
    expect(Object.fromEntries(form)).toEqual({
      grant_type: 'urn:ietf:params:oauth:grant-type:device_code',
      device_code: 'dc-1',
      client_id: 'wallet',
    });
  });

  const busy: Replay = { status: 503, headers: { 'retry-after': '40' } };
  const patient: Replay = {
    status: 400,
    headers: { 'retry-after': '20' },
    body: { error: 'authorization_pending' },
  };
  const broken: Replay = (_, response) => {
    response.destroy();
  };
  it.each<[string, readonly Replay[], readonly number[], readonly number[]]>([
    ['keeps to the interval', [pending, pending, tokens], [5, 5, 5], []],
    [
      'adds five seconds whenever it is too fast, for good',
      [slowDown, slowDown, pending, tokens],
      [5, 10, 15, 15],
      [10, 15],
    ],
    ['waits as long as a busy server wants, once', [busy, pending, tokens], [5, 40, 5], []],
    ['waits as long as a server that is not busy wants', [patient, tokens], [5, 20], []],
    ['asks a busy server again that wants nothing', [{ status: 502 }, tokens], [5, 5], []],
    ['asks less and less often where the connection fails', [broken, broken, tokens], [5, 10, 20], []],
  ])('%s', async (_, answers, pauses, slowedTo) => {
    await using issuer = await startReplayIssuer();
    const polled = await poll(issuer, answers);
    expect(polled).toMatchObject({ ending: { tokenType: 'bearer' } });
    expect(polled).toMatchObject({ pauses, slowedTo });
  });

  it.each<[string, Replay, string]>([
    ['access_denied', { status: 400, body: { error: 'access_denied' } }, 'access-denied'],
    ['expired_token', { status: 400, body: { error: 'expired_token' } }, 'device-code-expired'],
    ['invalid_client', { status: 401, body: { error: 'invalid_client' } }, 'client-refused'],
    ['invalid_grant', { status: 400, body: { error: 'invalid_grant' } }, 'service-refused'],
    ['no token', { body: {} }, 'token-reply-invalid'],
  ])('ends with its own code at %s', async (_, answer, code) => {
    await using issuer = await startReplayIssuer();
    expect(await poll(issuer, [pending, answer])).toMatchObject({ ending: { code }, pauses: [5, 5] });
  });

  it('ends when the code has run out, to the second, even if the server never says so', async () => {
    await using issuer = await startReplayIssuer();
    const { pauses, ending } = await poll(issuer, [], { expiresInSeconds: 12 });
    expect(pauses).toEqual([5, 5, 2]);
    expect(ending).toMatchObject({ code: 'device-code-expired' });
    expect(issuer.server.received.filter(({ path }) => path === '/token')).toHaveLength(2);
  });
});

describe('a person who gives up', () => {
  it.each([
    [undefined, 'attempt-cancelled'],
    [new WalletError('attempt-replaced'), 'attempt-replaced'],
  ])('because of %s ends the waiting at once', async (reason, code) => {
    await using issuer = await startReplayIssuer();
    const clock = createPollingClock();
    const controller = new AbortController();
    const polled = createOAuth({ fetch, clock }).pollDevice(issuer.description, issuer.client, device, {
      signal: controller.signal,
    });
    await clock.nextPauseSeconds();
    controller.abort(reason);
    await expect(polled).rejects.toMatchObject({ code });
    expect(issuer.server.received.some(({ path }) => path === '/token')).toBe(false);
  });

  it('while tokens are on their way leaves none of them alive', async () => {
    await using issuer = await startReplayIssuer();
    issuer.server.routes['/revoke'] = {};
    const controller = new AbortController();
    const late: Replay = (_, response) => {
      controller.abort();
      response.writeHead(200, { 'content-type': 'application/json' });
      response.end(JSON.stringify({ access_token: 'at-1', refresh_token: 'rt-1', token_type: 'Bearer' }));
    };
    const { ending } = await poll(issuer, [late], { controller });
    expect(ending).toMatchObject({ code: 'attempt-cancelled' });
    const revoked = issuer.server.received
      .filter(({ path }) => path === '/revoke')
      .map(({ body }) => new URLSearchParams(body).get('token'));
    expect(revoked).toEqual(['rt-1', 'at-1']);
  });
});

describe('the answer to a wish for a code', () => {
  async function begin(reply: Replay): Promise<unknown> {
    await using server = await startReplayIssuer();
    const { oauth, description, client } = server;
    const metadata = {
      ...description.metadata,
      device_authorization_endpoint: `${description.issuer}/device`,
    };
    server.server.routes['/device'] = reply;
    return await oauth.beginDevice({ ...description, metadata }, client, { scopes });
  }

  const body = {
    device_code: 'dc-1',
    user_code: 'WDJB-MJHT',
    verification_uri: 'https://a.example',
    expires_in: 900,
  };

  it('need not name an interval', async () => {
    expect(await begin({ body })).toMatchObject({ intervalSeconds: 5, verificationUriComplete: null });
  });

  it('does not lead to an unprotected address', async () => {
    const complete = 'http://a.example/?user_code=WDJB-MJHT';
    expect(await begin({ body: { ...body, verification_uri_complete: complete } })).toMatchObject({
      verificationUriComplete: null,
    });
    await expect(begin({ body: { ...body, verification_uri: 'http://a.example' } })).rejects.toMatchObject({
      code: 'service-answer-invalid',
      detail: { problem: 'its verification_uri is not an https address' },
    });
  });

  it.each<[string, Replay, string]>([
    ['a code that nobody can type', { body: { ...body, user_code: 'a\u202eb' } }, 'service-answer-invalid'],
    ['no device code', { body: { ...body, device_code: undefined } }, 'service-answer-invalid'],
    ['a page', { body: '<html>' }, 'service-answer-invalid'],
    ['invalid_scope', { status: 400, body: { error: 'invalid_scope' } }, 'service-refused'],
    ['unauthorized_client', { status: 400, body: { error: 'unauthorized_client' } }, 'client-refused'],
    ['500', { status: 500 }, 'service-busy'],
  ])('that is %s has its own code', async (_, reply, code) => {
    await expect(begin(reply)).rejects.toMatchObject({ code });
  });
});
