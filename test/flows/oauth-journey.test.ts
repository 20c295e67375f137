import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createOAuth } from '../../src-main/wallet/oauth/create-oauth.ts';
import { openLoopbackRedirect } from '../../src-main/wallet/oauth/loopback-redirect.ts';
import type { ClientDescription, ServerDescription, TokenReply } from '../../src-main/wallet/oauth/oauth.ts';
import { systemClock } from '../../src-main/wallet/system-clock.ts';
import type { BareProvider } from '../support/bare-provider.ts';
import { startBareProvider } from '../support/bare-provider.ts';
import { secret } from '../support/replay-issuer.ts';

const oauth = createOAuth({ fetch, clock: systemClock });
const scopes = ['openid', 'offline_access', 'photos'];

let provider: BareProvider;
let server: ServerDescription;

beforeAll(async () => {
  provider = await startBareProvider([
    {
      client_id: 'with-secret',
      client_secret: 'a secret: with + signs',
      application_type: 'native',
      redirect_uris: ['http://127.0.0.1/callback'],
      grant_types: ['authorization_code', 'refresh_token'],
    },
  ]);
  server = await oauth.discover(provider.issuer);
});

afterAll(() => provider[Symbol.asyncDispose]());

/** The whole way through a real browser redirect, minus the browser. */
async function connect(client: ClientDescription, wanted: readonly string[] = scopes): Promise<TokenReply> {
  const redirect = await openLoopbackRedirect();
  const { redirectUri } = redirect;
  const request = await oauth.authorizationRequest(server, client, { redirectUri, scopes: wanted });
  const page = fetch(await provider.approve(request.address));
  const reply = await oauth.finishAuthorization(server, client, request, await redirect.answer);
  await redirect.conclude('done', { title: 'Connected', message: 'You can close this page.' });
  expect((await page).status).toBe(200);
  return reply;
}

describe('the protocol, against a conforming server', () => {
  it('registers, connects, refreshes with rotation, revokes, and finds the token dead', async () => {
    const client = await oauth.register(server, {
      appName: 'Photo uploader',
      redirectUri: 'http://127.0.0.1/callback',
      scopes,
    });
    expect(client).toMatchObject({ clientSecret: null, authMethod: 'none' });
    expect((await oauth.readRegistration(server, client)).state).toBe('known');

    const first = await connect(client);
    expect(first).toMatchObject({ tokenType: 'bearer', scopes, expiresInSeconds: 3600 });
    expect(first.identity?.subject).toBe('alice');

    const refreshToken = first.refreshToken ?? expect.fail('no refresh token');
    const second = await oauth.refresh(server, client, refreshToken);
    expect(second.refreshToken?.reveal()).not.toBe(refreshToken.reveal());
    expect(second.identity).toBeNull();
    expect(await oauth.userInfo(server, second.accessToken)).toMatchObject({
      askedWith: 'userinfo',
      alive: true,
      identity: { subject: 'alice' },
      detail: 'userinfo answered 200',
    });
    expect(await oauth.introspect(server, client, second.accessToken, 'access_token')).toMatchObject({
      askedWith: 'introspection',
      alive: true,
      scopes,
    });

    const newest = second.refreshToken ?? expect.fail('no refresh token');
    expect(await oauth.revoke(server, client, newest, 'refresh_token')).toBe('done');
    expect(await oauth.revoke(server, client, second.accessToken, 'access_token')).toBe('done');
    expect(await oauth.introspect(server, client, second.accessToken, 'access_token')).toMatchObject({
      alive: false,
      detail: 'introspection answered inactive',
    });
    expect(await oauth.userInfo(server, second.accessToken)).toMatchObject({
      alive: false,
      detail: 'userinfo answered 401 invalid_token',
    });
    await expect(oauth.refresh(server, client, newest)).rejects.toMatchObject({ code: 'refresh-refused' });
  });

  it('finds that a registration is gone', async () => {
    const client = await oauth.register(server, {
      appName: 'Short-lived',
      redirectUri: 'http://127.0.0.1/callback',
      scopes: ['openid'],
    });
    await fetch(client.registrationClientUri ?? '', {
      method: 'DELETE',
      headers: { authorization: `Bearer ${client.registrationAccessToken?.reveal() ?? ''}` },
    });
    expect((await oauth.readRegistration(server, client)).state).toBe('gone');
  });

  it('connects an app with a secret in the way that the server lists', async () => {
    const client = {
      clientId: 'with-secret',
      clientSecret: secret('a secret: with + signs'),
      authMethod: null,
    };
    expect((await connect(client)).identity?.subject).toBe('alice');
  });

  it('connects without openid, and then knows no account', async () => {
    const client = await oauth.register(server, {
      appName: 'Plain OAuth',
      redirectUri: 'http://127.0.0.1/callback',
      scopes: ['photos'],
    });
    const reply = await connect(client, ['photos']);
    expect(reply).toMatchObject({ scopes: ['photos'], idToken: null, identity: null });
  });

  it('is refused with a wrong secret', async () => {
    const client = { clientId: 'with-secret', clientSecret: secret('wrong'), authMethod: null };
    await expect(connect(client)).rejects.toMatchObject({ code: 'client-refused' });
  });

  it('is refused a code that was used already', async () => {
    const client = await oauth.register(server, {
      appName: 'Twice',
      redirectUri: 'http://127.0.0.1/callback',
      scopes,
    });
    const redirectUri = 'http://127.0.0.1:4321/callback';
    const request = await oauth.authorizationRequest(server, client, { redirectUri, scopes });
    const answer = await provider.approve(request.address);
    await oauth.finishAuthorization(server, client, request, answer);
    await expect(oauth.finishAuthorization(server, client, request, answer)).rejects.toMatchObject({
      code: 'code-refused',
    });
  });
});
