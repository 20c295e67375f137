import { describe, expect, it } from 'vitest';
import { createOAuth } from '../../src-main/wallet/oauth/create-oauth.ts';
import { systemClock } from '../../src-main/wallet/system-clock.ts';
import { startBareProvider } from '../support/bare-provider.ts';
import { authMethods, redirectUri } from '../support/bare-world.ts';
import { secret, startReplayIssuer } from '../support/replay-issuer.ts';
import type { Replay } from '../support/replay-server.ts';

describe('a server that lets clients register', () => {
  const wish = { appName: 'Token Wallet', redirectUri, scopes: ['openid', 'offline_access', 'photos'] };

  it.each([
    { methods: authMethods, chosen: 'none' },
    { methods: ['client_secret_basic', 'private_key_jwt'], chosen: 'private_key_jwt' },
    { methods: ['client_secret_basic', 'client_secret_post'], chosen: 'client_secret_basic' },
    { methods: ['client_secret_jwt'], chosen: 'client_secret_jwt' },
  ])('by $methods gets one with $chosen, which connects and is deleted', async ({ methods, chosen }) => {
    await using provider = await startBareProvider([], { clientAuthMethods: methods });
    const oauth = createOAuth({ fetch, clock: systemClock });
    const server = await oauth.discover(provider.issuer);
    const client = await oauth.register(server, wish);
    expect(client.authMethod).toBe(chosen);
    expect(client.clientSecret === null).toBe(!chosen.startsWith('client_secret'));

    const request = await oauth.authorizationRequest(server, client, wish);
    const answer = await provider.approve(request.address);
    const { accessToken } = await oauth.finishAuthorization(server, client, request, answer);
    expect(await oauth.readRegistration(server, client)).toEqual({ state: 'known', replaced: {} });
    expect(await oauth.deleteRegistration(server, client)).toBe('done');
    expect(await oauth.readRegistration(server, client)).toEqual({ state: 'gone' });
    expect(await oauth.deleteRegistration(server, client)).toBe('gone');
    expect(await oauth.userInfo(server, accessToken)).toMatchObject({ alive: false });
  });

  it('but not manage it, keeps them', async () => {
    await using provider = await startBareProvider([], {
      features: { registrationManagement: { enabled: false } },
    });
    const oauth = createOAuth({ fetch, clock: systemClock });
    const server = await oauth.discover(provider.issuer);
    const unmanaged = { ...(await oauth.register(server, wish)), registrationClientUri: null };
    expect(await oauth.readRegistration(server, unmanaged)).toEqual({ state: 'not-told' });
    expect(await oauth.deleteRegistration(server, unmanaged)).toBe('unsupported');
  });
});

describe('a server without registration', () => {
  it('says that a client id is needed', async () => {
    await using provider = await startBareProvider([], {
      features: { registration: { enabled: false }, registrationManagement: { enabled: false } },
    });
    const oauth = createOAuth({ fetch, clock: systemClock });
    const server = await oauth.discover(provider.issuer);
    await expect(oauth.register(server, { appName: 'A', redirectUri, scopes: [] })).rejects.toMatchObject({
      code: 'client-id-required',
    });
  });
});

describe('a registration that is asked after', () => {
  const client = {
    clientSecret: secret('s-1'),
    registrationAccessToken: secret('rat-1'),
  };

  it('may have got a new token, a new secret and a new address, which the caller is told', async () => {
    await using issuer = await startReplayIssuer();
    const { issuer: origin } = issuer.description;
    const body = {
      client_id: 'c-1',
      client_secret: 's-2',
      registration_client_uri: `${origin}/register/moved`,
      registration_access_token: 'rat-2',
    };
    issuer.server.routes['/register/c-1'] = { body };
    const registrationClientUri = `${origin}/register/c-1`;
    const answer = await issuer.oauth.readRegistration(issuer.description, {
      ...client,
      registrationClientUri,
    });
    const replaced = answer.state === 'known' ? answer.replaced : expect.fail(answer.state);
    expect(replaced.registrationClientUri).toBe(body.registration_client_uri);
    expect(replaced.registrationAccessToken?.reveal()).toBe('rat-2');
    expect(replaced.clientSecret?.reveal()).toBe('s-2');
  });

  it.each<[string, Replay, string]>([
    ['403', { status: 403 }, 'not-told'],
    ['a page', { body: '<html>' }, 'not-told'],
    ['503', { status: 503 }, 'not-told'],
    ['401', { status: 401 }, 'gone'],
  ])('and answered for with %s is %s', async (_, reply, state) => {
    await using issuer = await startReplayIssuer();
    issuer.server.routes['/register/c-1'] = reply;
    const registrationClientUri = `${issuer.description.issuer}/register/c-1`;
    expect(
      await issuer.oauth.readRegistration(issuer.description, { ...client, registrationClientUri }),
    ).toMatchObject({ state });
  });

  it.each<[string, Replay, string]>([
    ['204', { status: 204 }, 'done'],
    ['401', { status: 401 }, 'gone'],
    ['404', { status: 404 }, 'gone'],
    ['403', { status: 403 }, 'unsupported'],
    ['405', { status: 405 }, 'unsupported'],
  ])('and deleted with the answer %s is %s', async (_, reply, outcome) => {
    await using issuer = await startReplayIssuer();
    issuer.server.routes['/register/c-1'] = reply;
    const registrationClientUri = `${issuer.description.issuer}/register/c-1`;
    expect(
      await issuer.oauth.deleteRegistration(issuer.description, { ...client, registrationClientUri }),
    ).toBe(outcome);
    expect(issuer.server.received.at(-1)).toMatchObject({
      method: 'DELETE',
      headers: { authorization: 'Bearer rat-1' },
    });
  });

  it.each<[string, Replay, string]>([
    ['400', { status: 400, body: { error: 'invalid_request' } }, 'service-refused'],
    ['503', { status: 503 }, 'service-busy'],
  ])('and not deleted with the answer %s is an error', async (_, reply, code) => {
    await using issuer = await startReplayIssuer();
    issuer.server.routes['/register/c-1'] = reply;
    const registrationClientUri = `${issuer.description.issuer}/register/c-1`;
    await expect(
      issuer.oauth.deleteRegistration(issuer.description, { ...client, registrationClientUri }),
    ).rejects.toMatchObject({ code });
  });
});
