import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import {
  clientCredentialsGrant,
  fetchUserInfo,
  genericGrantRequest,
  initiateDeviceAuthorization,
  refreshTokenGrant,
  tokenIntrospection,
  tokenRevocation,
  type Configuration,
  type TokenEndpointResponse,
} from 'openid-client';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { startDemo, type RunningDemo } from '../../src-main/demo/start-demo.ts';
import { answerOf, approveInDemo, DemoBrowser, pageOf, type DemoPerson } from '../support/demo-browser.ts';
import { beginAuthorization, redirectUri, registerDemoApp } from '../support/demo-client.ts';

const deviceGrant = 'urn:ietf:params:oauth:grant-type:device_code';
const anna: DemoPerson = { login: 'anna', password: 'sunflower', decision: 'allow' };
const boris: DemoPerson = { login: 'boris', password: 'lighthouse', decision: 'allow' };

describe('the demo service', () => {
  let demo: RunningDemo;
  let app: Configuration;

  beforeAll(async () => {
    demo = await startDemo();
    app = await registerDemoApp(demo.issuer);
  });
  afterAll(() => demo.stop());
  afterEach(() => {
    vi.useRealTimers();
  });

  async function connect(
    scope: string,
    { person = anna, browser = new DemoBrowser(), prompt, by = app }: ConnectOptions = {},
  ): Promise<TokenEndpointResponse & { claims(): { sub: string } | undefined }> {
    const attempt = await beginAuthorization(by, { scope, ...(prompt && { prompt }) });
    return attempt.finish(answerOf(await browser.walk(attempt.address, person)));
  }

  function call(method: string, path: string, token?: string, body?: object): Promise<Response> {
    return fetch(`${demo.api}${path}`, {
      method,
      headers: token === undefined ? {} : { Authorization: `Bearer ${token}` },
      body: body === undefined ? null : JSON.stringify(body),
    });
  }

  async function isActive(token: string): Promise<boolean> {
    return (await tokenIntrospection(app, token)).active;
  }

  describe('authorization', () => {
    it('gives a native app that asks plainly a refresh token, names the scopes and the person', async () => {
      const tokens = await connect('openid profile email offline_access photos.read');

      expect(tokens).toMatchObject({
        token_type: 'bearer',
        expires_in: 600,
        scope: 'openid profile email offline_access photos.read',
        refresh_token: expect.any(String) as string,
      });
      expect(tokens.claims()).toMatchObject({ sub: 'anna', name: 'Anna Sommer', email: 'anna@demo.example' });
      await expect(fetchUserInfo(app, tokens.access_token, 'anna')).resolves.toMatchObject({
        name: 'Anna Sommer',
      });
    });

    it('knows a ready app whose client id can be typed in, on any loopback port', async () => {
      const address = new URL(`${demo.issuer}/auth`);
      address.search = new URLSearchParams({
        client_id: 'demo-app',
        response_type: 'code',
        redirect_uri: 'http://127.0.0.1:65002/callback',
        scope: 'photos.read',
        code_challenge: 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM',
        code_challenge_method: 'S256',
      }).toString();

      const answer = answerOf(await new DemoBrowser().walk(address, anna));

      expect(answer.origin).toBe('http://127.0.0.1:65002');
      expect(answer.searchParams.get('code')).not.toBeNull();
      expect(answer.searchParams.get('iss')).toBe(demo.issuer);
    });

    it('requires PKCE of a public app', async () => {
      const attempt = await beginAuthorization(app, { scope: 'photos.read' });
      attempt.address.searchParams.delete('code_challenge');
      attempt.address.searchParams.delete('code_challenge_method');

      const answer = answerOf(await new DemoBrowser().walk(attempt.address, anna));

      expect(answer.searchParams.get('error')).toBe('invalid_request');
    });

    it('answers access_denied when the person denies', async () => {
      const attempt = await beginAuthorization(app, { scope: 'photos.read' });

      const answer = answerOf(await new DemoBrowser().walk(attempt.address, { ...anna, decision: 'deny' }));

      await expect(attempt.finish(answer)).rejects.toMatchObject({ error: 'access_denied' });
    });

    it('keeps the browser at the sign-in page when the password is wrong', async () => {
      const attempt = await beginAuthorization(app, { scope: 'photos.read' });

      const ending = await new DemoBrowser().walk(attempt.address, { ...anna, password: 'moonflower' });

      expect(ending).toMatchObject({ page: { status: 400 } });
    });

    it('shows an app name with markup in it as text', async () => {
      const rogue = await registerDemoApp(demo.issuer, { client_name: '<img src=x onerror=alert(1)>' });
      const attempt = await beginAuthorization(rogue, { scope: 'photos.read' });
      const page = pageOf(await new DemoBrowser().open(attempt.address));

      expect(page.text).toContain('&lt;img src=x');
      expect(page.text).not.toContain('<img');
    });

    it('goes to the app itself for those who approve with approveInDemo', async () => {
      const appServer = createServer((_request, response) => response.end('You can close this page.'));
      await once(appServer.listen(0, '127.0.0.1'), 'listening');
      const { port } = appServer.address() as AddressInfo;
      const attempt = await beginAuthorization(app, {
        scope: 'photos.read',
        redirect_uri: `http://127.0.0.1:${port}/callback`,
      });

      const page = await approveInDemo(attempt.address, anna);

      appServer.close();
      expect(page).toMatchObject({ status: 200, text: 'You can close this page.' });
      await expect(attempt.finish(page.address)).resolves.toMatchObject({ scope: 'photos.read' });
    });
  });

  describe('two people in one browser', () => {
    it('goes on as the same person unless the app asks otherwise', async () => {
      const browser = new DemoBrowser();
      await connect('openid', { browser });

      expect((await connect('openid', { browser, person: boris })).claims()?.sub).toBe('anna');
    });

    it.each(['login', 'select_account'])('asks again who it is with prompt=%s', async (prompt) => {
      const browser = new DemoBrowser();
      const first = await connect('openid photos.read', { browser });
      const second = await connect('openid photos.read', { browser, person: boris, prompt });

      expect(second.claims()?.sub).toBe('boris');
      expect(await isActive(first.access_token)).toBe(true);
    });

    it('offers another account on the consent page', async () => {
      const browser = new DemoBrowser();
      await connect('openid', { browser });
      const attempt = await beginAuthorization(app, { scope: 'openid' });
      const consent = pageOf(await browser.open(attempt.address));
      expect(consent.text).toContain('Anna Sommer');

      const ending = await browser.walk(new URL('?account=another', consent.address), boris);

      expect((await attempt.finish(answerOf(ending))).claims()?.sub).toBe('boris');
    });
  });

  describe('refresh', () => {
    it('rotates the refresh token, and kills the whole family when an old one comes back', async () => {
      const first = await connect('offline_access photos.read');
      const second = await refreshTokenGrant(app, first.refresh_token ?? '');
      expect(second.refresh_token).not.toBe(first.refresh_token);

      await expect(refreshTokenGrant(app, first.refresh_token ?? '')).rejects.toMatchObject({
        error: 'invalid_grant',
      });

      await expect(refreshTokenGrant(app, second.refresh_token ?? '')).rejects.toMatchObject({
        error: 'invalid_grant',
      });
      expect(await isActive(second.access_token)).toBe(false);
    });
  });

  describe('revocation', () => {
    it('kills the access tokens together with the refresh token, everywhere', async () => {
      const tokens = await connect('openid offline_access photos.read');
      expect(await isActive(tokens.access_token)).toBe(true);

      await tokenRevocation(app, tokens.refresh_token ?? '');

      expect(await isActive(tokens.refresh_token ?? '')).toBe(false);
      expect(await isActive(tokens.access_token)).toBe(false);
      expect((await call('GET', '/photos', tokens.access_token)).status).toBe(401);
      await expect(fetchUserInfo(app, tokens.access_token, 'anna')).rejects.toMatchObject({ status: 401 });
    });

    it.each([
      ['native', 'http://127.0.0.1/callback'],
      ['web', redirectUri],
    ])('leaves another authorization of the same %s app and person alone', async (type, registered) => {
      const ownApp = await registerDemoApp(demo.issuer, {
        application_type: type,
        redirect_uris: [registered],
      });
      const browser = new DemoBrowser();
      const first = await connect('photos.read', { browser, by: ownApp });
      const second = await connect('photos.read', { browser, by: ownApp });

      await tokenRevocation(ownApp, first.access_token);

      expect((await tokenIntrospection(ownApp, first.access_token)).active).toBe(false);
      expect((await tokenIntrospection(ownApp, second.access_token)).active).toBe(true);
    });

    it("does not let one public app ask about, or revoke, another's token", async () => {
      const stranger = await registerDemoApp(demo.issuer);
      const tokens = await connect('photos.read');

      await tokenRevocation(stranger, tokens.access_token);

      expect((await tokenIntrospection(stranger, tokens.access_token)).active).toBe(false);
      expect(await isActive(tokens.access_token)).toBe(true);
    });
  });

  describe('the life of an access token', () => {
    it('ends after ten minutes', async () => {
      const tokens = await connect('photos.read');
      vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 9 * 60_000 });
      expect(await isActive(tokens.access_token)).toBe(true);

      vi.setSystemTime(Date.now() + 60_000);

      expect(await isActive(tokens.access_token)).toBe(false);
      expect((await call('GET', '/photos', tokens.access_token)).status).toBe(401);
    });

    it('does not end by itself with the scope perpetual, and nobody states an end', async () => {
      const tokens = await connect('photos.read perpetual');
      expect(tokens).not.toHaveProperty('expires_in');
      vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 10 * 365 * 24 * 3600_000 });

      const answer = await tokenIntrospection(app, tokens.access_token);

      expect(answer).toMatchObject({ active: true, scope: 'photos.read perpetual' });
      expect(answer).not.toHaveProperty('exp');
      await tokenRevocation(app, tokens.access_token);
      expect(await isActive(tokens.access_token)).toBe(false);
    });
  });

  describe('the photo service', () => {
    it('lets an app do what it was granted', async () => {
      const { access_token: token } = await connect('photos.read photos.write messages.read account.delete');

      expect((await call('POST', '/photos', token, { title: 'Snow' })).status).toBe(201);
      const { photos } = (await (await call('GET', '/photos', token)).json()) as {
        photos: { title: string }[];
      };
      expect(photos.map(({ title }) => title)).toContain('Snow');
      expect((await call('GET', '/messages', token)).status).toBe(200);
      expect((await call('DELETE', '/account', token)).status).toBe(204);
      await expect((await call('GET', '/photos', token)).json()).resolves.toEqual({ photos: [] });
    });

    it.each([
      ['GET', '/messages', 'messages.read'],
      ['POST', '/photos', 'photos.write'],
      ['DELETE', '/account', 'account.delete'],
    ])('refuses %s %s to an app that may only see photos', async (method, path, scope) => {
      const { access_token: token } = await connect('photos.read');

      const response = await call(method, path, token);

      expect(response.status).toBe(403);
      expect(response.headers.get('WWW-Authenticate')).toContain('error="insufficient_scope"');
      expect(response.headers.get('WWW-Authenticate')).toContain(`scope="${scope}"`);
    });

    it('asks for a token, and names no error where none came', async () => {
      const response = await call('GET', '/photos');

      expect(response.status).toBe(401);
      expect(response.headers.get('WWW-Authenticate')).toBe('Bearer realm="photo-album"');
    });

    it('refuses a token that it does not know', async () => {
      const response = await call('GET', '/photos', 'made-up');

      expect(response.status).toBe(401);
      expect(response.headers.get('WWW-Authenticate')).toContain('error="invalid_token"');
    });
  });

  describe('other ways in', () => {
    it('connects a device by its code, which a person confirms', async () => {
      const device = await registerDemoApp(demo.issuer, {
        grant_types: [deviceGrant, 'refresh_token'],
        redirect_uris: [],
        response_types: [],
      });
      const codes = await initiateDeviceAuthorization(device, { scope: 'offline_access photos.read' });
      const poll = (): Promise<TokenEndpointResponse> =>
        genericGrantRequest(device, deviceGrant, { device_code: codes.device_code });
      await expect(poll()).rejects.toMatchObject({ error: 'authorization_pending' });

      const ending = await new DemoBrowser().walk(codes.verification_uri_complete ?? '', anna);

      expect(pageOf(ending).text).toContain('Device connected');
      const tokens = await poll();
      expect(tokens).toMatchObject({
        scope: 'offline_access photos.read',
        refresh_token: expect.any(String) as string,
      });
      expect((await call('GET', '/photos', tokens.access_token)).status).toBe(200);
    });

    it('tells the device when the person denies', async () => {
      const device = await registerDemoApp(demo.issuer, {
        grant_types: [deviceGrant],
        redirect_uris: [],
        response_types: [],
      });
      const codes = await initiateDeviceAuthorization(device, { scope: 'photos.read' });

      const ending = await new DemoBrowser().walk(codes.verification_uri_complete ?? '', {
        ...anna,
        decision: 'deny',
      });

      expect(pageOf(ending).text).toContain('Nothing was connected');
      await expect(
        genericGrantRequest(device, deviceGrant, { device_code: codes.device_code }),
      ).rejects.toMatchObject({ error: 'access_denied' });
    });

    it('gives a confidential app a token of its own', async () => {
      const server = await registerDemoApp(demo.issuer, {
        application_type: 'web',
        grant_types: ['client_credentials'],
        redirect_uris: [],
        response_types: [],
        token_endpoint_auth_method: 'client_secret_basic',
      });

      const tokens = await clientCredentialsGrant(server, { scope: 'photos.read' });

      expect(tokens).toMatchObject({ scope: 'photos.read', expires_in: 600 });
      expect((await call('GET', '/photos', tokens.access_token)).status).toBe(200);
    });

    it('lets an app read and remove its registration', async () => {
      const registered = await registerDemoApp(demo.issuer);
      const { registration_client_uri: address, registration_access_token: token } =
        registered.clientMetadata() as unknown as Registration;
      const headers = { Authorization: `Bearer ${token}` };

      expect((await fetch(address, { headers })).status).toBe(200);
      expect((await fetch(address, { method: 'DELETE', headers })).status).toBe(204);
      expect((await fetch(address, { headers })).status).toBe(401);
    });
  });

  it('says in its metadata that it is the demo', () => {
    expect(app.serverMetadata()).toMatchObject({
      token_wallet_demo: true,
      service_documentation: `${demo.issuer}/`,
      authorization_response_iss_parameter_supported: true,
      code_challenge_methods_supported: ['S256'],
    });
  });

  it('answers to its own name only', async () => {
    const { port } = new URL(demo.issuer);

    expect((await fetch(`http://localhost:${port}/.well-known/openid-configuration`)).status).toBe(421);
  });

  it('shows its pages under a policy that lets no script run', async () => {
    const response = await fetch(demo.issuer, { headers: { 'Accept-Language': 'ru' } });

    expect(response.headers.get('Content-Security-Policy')).toMatch(
      /^default-src 'none'; style-src 'sha256-[^']+';/,
    );
    expect(await response.text()).toContain('<html lang="ru">');
  });
});

/** RFC 7591 section 3.2.1. */
interface Registration {
  readonly registration_client_uri: string;
  readonly registration_access_token: string;
}

interface ConnectOptions {
  readonly person?: DemoPerson;
  readonly browser?: DemoBrowser;
  readonly prompt?: string;
  readonly by?: Configuration;
}
