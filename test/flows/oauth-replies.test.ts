import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { RevocationAnswer, TokenReply } from '../../src-main/wallet/oauth/oauth.ts';
import type { ReplayIssuer } from '../support/replay-issuer.ts';
import { secret, startReplayIssuer } from '../support/replay-issuer.ts';
import type { Replay } from '../support/replay-server.ts';

const token = secret('at-1');

let issuer: ReplayIssuer;

beforeEach(async () => {
  issuer = await startReplayIssuer();
});

afterEach(() => issuer[Symbol.asyncDispose]());

/** The last request to a path. */
function lastTo(path: string): {
  readonly form: URLSearchParams;
  readonly authorization: string | undefined;
} {
  const request = issuer.server.received.findLast((received) => received.path === path);
  return {
    form: new URLSearchParams(request?.body),
    authorization: request?.headers.authorization,
  };
}

describe('the authorization request', () => {
  it('asks for a code with PKCE S256, a fresh state and a nonce', async () => {
    const first = await issuer.authorizationRequest();
    const second = await issuer.authorizationRequest();
    const parameters = Object.fromEntries(first.address.searchParams);
    expect(parameters).toEqual({
      response_type: 'code',
      client_id: 'wallet',
      redirect_uri: 'http://127.0.0.1:4321/callback',
      scope: 'openid photos',
      state: first.state.reveal(),
      nonce: first.nonce.reveal(),
      code_challenge: expect.stringMatching(/^[\w-]{43}$/) as string,
      code_challenge_method: 'S256',
    });
    expect(first.address.href).not.toContain(first.codeVerifier.reveal());
    expect(second.state.reveal()).not.toBe(first.state.reveal());
    expect(second.codeVerifier.reveal()).not.toBe(first.codeVerifier.reveal());
  });

  it('asks for consent along with offline access, without which a server must not grant that', async () => {
    const { address } = await issuer.authorizationRequest(['openid', 'offline_access']);
    expect(address.searchParams.get('prompt')).toBe('consent');
  });

  it('sends no nonce without openid, and no scope where none is wished', async () => {
    const { address } = await issuer.authorizationRequest([]);
    expect(address.searchParams.has('nonce')).toBe(false);
    expect(address.searchParams.has('scope')).toBe(false);
  });
});

describe('the token endpoint', () => {
  async function exchange(reply: Replay, scopes = ['photos', 'messages']): Promise<TokenReply> {
    const { oauth, description, client, server } = issuer;
    server.routes['/token'] = reply;
    const request = await issuer.authorizationRequest(scopes);
    return oauth.finishAuthorization(description, client, request, issuer.answerTo(request));
  }

  it('may leave out everything but the token and its type', async () => {
    const reply = await exchange({ body: { access_token: 'at-1', token_type: 'Bearer' } });
    expect(reply).toMatchObject({
      tokenType: 'bearer',
      refreshToken: null,
      idToken: null,
      scopes: null,
      expiresInSeconds: null,
      identity: null,
    });
    expect(reply.accessToken.reveal()).toBe('at-1');
  });

  it('may name the account in a field of its own, which counts where that is documented', async () => {
    const { oauth, client, server } = issuer;
    server.routes['/token'] = {
      body: { access_token: 'at-1', token_type: 'bearer', stripe_user_id: 'acct_1' },
    };
    const request = await issuer.authorizationRequest(['read_only']);
    const description = { ...issuer.description, accountField: 'stripe_user_id' };
    const reply = await oauth.finishAuthorization(description, client, request, issuer.answerTo(request));
    expect(reply.identity).toEqual({ subject: 'acct_1', name: null, email: null });
  });

  it('may grant fewer scopes and say more than the wallet knows', async () => {
    const body = {
      access_token: 'at-1',
      token_type: 'bearer',
      refresh_token: 'rt-1',
      expires_in: '600',
      scope: 'photos',
      weather: { sunny: true },
    };
    const reply = await exchange({ body });
    expect(reply).toMatchObject({ scopes: ['photos'], expiresInSeconds: 600 });
    expect(reply.refreshToken?.reveal()).toBe('rt-1');
    expect(reply).not.toHaveProperty('weather');
  });

  it('may leave openid out of what it grants, and the ID token with it', async () => {
    const body = { access_token: 'at-1', token_type: 'bearer', scope: 'photos' };
    expect(await exchange({ body }, ['openid', 'photos'])).toMatchObject({ identity: null });
  });

  it('is sent the verifier and the redirect address of the request', async () => {
    await exchange({ body: { access_token: 'at-1', token_type: 'bearer' } });
    expect(Object.fromEntries(lastTo('/token').form)).toEqual({
      grant_type: 'authorization_code',
      client_id: 'wallet',
      code: 'code-1',
      code_verifier: expect.stringMatching(/^[\w-]{43}$/) as string,
      redirect_uri: 'http://127.0.0.1:4321/callback',
    });
  });

  const basic = { 'www-authenticate': 'Basic realm="tokens"' };
  it.each<[string, Replay, string]>([
    ['invalid_grant', { status: 400, body: { error: 'invalid_grant' } }, 'code-refused'],
    ['invalid_client', { status: 401, body: { error: 'invalid_client' } }, 'client-refused'],
    ['a challenge', { status: 401, headers: basic, body: { error: 'invalid_client' } }, 'client-refused'],
    ['unauthorized_client', { status: 400, body: { error: 'unauthorized_client' } }, 'client-refused'],
    ['invalid_scope', { status: 400, body: { error: 'invalid_scope' } }, 'authorization-refused'],
    ['a page', { body: '<html>' }, 'token-reply-invalid'],
    ['201', { status: 201, body: { access_token: 'at-1', token_type: 'bearer' } }, 'token-reply-invalid'],
    ['a redirect', { status: 307, headers: { location: '/token' } }, 'token-reply-invalid'],
    ['no token', { body: { token_type: 'bearer' } }, 'token-reply-invalid'],
    ['no type', { body: { access_token: 'at-1' } }, 'token-reply-invalid'],
    ['another type', { body: { access_token: 'at-1', token_type: 'mac' } }, 'token-reply-invalid'],
    ['DPoP unasked', { body: { access_token: 'at-1', token_type: 'DPoP' } }, 'token-reply-invalid'],
    [
      'a bad expiry',
      { body: { access_token: 'at-1', token_type: 'bearer', expires_in: 'soon' } },
      'token-reply-invalid',
    ],
    ['500', { status: 500 }, 'service-busy'],
  ])('answering %s gets its own code', async (_, reply, code) => {
    await expect(exchange(reply)).rejects.toMatchObject({ name: 'WalletError', code });
  });

  it('cannot get its tokens or our code into an error', async () => {
    const body = {
      error: 'invalid_grant',
      error_description: 'the code canary-code-0123456789abcdef is used',
      access_token: 'canary-token-0123456789abcdef',
    };
    const error: unknown = await exchange({ status: 400, body }).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ message: expect.stringContaining('the code … is used') as string });
    const { message, hint, detail } = error as { message: string; hint: string; detail: unknown };
    expect(JSON.stringify({ message, hint, detail })).not.toContain('canary');
  });
});

describe('a refresh', () => {
  async function refresh(reply: Replay): Promise<TokenReply> {
    issuer.server.routes['/token'] = reply;
    return issuer.oauth.refresh(issuer.description, issuer.client, secret('rt-1'));
  }

  it('is not lost over an ID token that nobody needs', async () => {
    const body = { access_token: 'at-2', token_type: 'bearer', refresh_token: 'rt-2', id_token: 'rubbish' };
    const reply = await refresh({ body });
    expect(reply.refreshToken?.reveal()).toBe('rt-2');
    expect(reply).toMatchObject({ idToken: null, identity: null });
  });

  const renewed = { access_token: 'at-2', token_type: 'Bearer', refresh_token: 'rt-2', expires_in: 60 };
  it.each<[string, Replay, Partial<TokenReply>]>([
    ['no type', { body: { ...renewed, token_type: undefined } }, { tokenType: 'bearer' }],
    ['a lifetime of null', { body: { ...renewed, expires_in: null } }, { expiresInSeconds: null }],
    ['an empty lifetime', { body: { ...renewed, expires_in: '' } }, { expiresInSeconds: null }],
    ['a negative lifetime', { body: { ...renewed, expires_in: -1 } }, { expiresInSeconds: null }],
    ['a lifetime in a text', { body: { ...renewed, expires_in: '60' } }, { expiresInSeconds: 60 }],
    ['a list of scopes', { body: { ...renewed, scope: ['a', 'b'] } }, { scopes: ['a', 'b'] }],
    ['scopes of null', { body: { ...renewed, scope: null } }, { scopes: null }],
    ['201', { status: 201, body: renewed }, { expiresInSeconds: 60 }],
    ['no name of its form', { body: JSON.stringify(renewed) }, { expiresInSeconds: 60 }],
  ])('is not lost over a reply with %s, for what it replaces is dead', async (_, answer, expected) => {
    const reply = await refresh(answer);
    expect(reply.refreshToken?.reveal()).toBe('rt-2');
    expect(reply).toMatchObject(expected);
  });

  it('that brings no other refresh token leaves the one that it was asked with', async () => {
    expect((await refresh({ body: { ...renewed, refresh_token: null } })).refreshToken).toBeNull();
  });

  it.each<[string, Replay, string]>([
    ['invalid_grant', { status: 400, body: { error: 'invalid_grant' } }, 'refresh-refused'],
    ['invalid_client', { status: 401, body: { error: 'invalid_client' } }, 'client-refused'],
    ['403', { status: 403, body: '<html>' }, 'client-refused'],
    ['invalid_scope', { status: 400, body: { error: 'invalid_scope' } }, 'service-refused'],
    ['a page', { body: '<html>' }, 'token-reply-invalid'],
    ['503', { status: 503 }, 'service-busy'],
    ['429', { status: 429 }, 'service-busy'],
  ])('answered with %s gets its own code', async (_, reply, code) => {
    await expect(refresh(reply)).rejects.toMatchObject({ name: 'WalletError', code });
  });
});

describe('a revocation', () => {
  async function revoke(reply: Replay): Promise<RevocationAnswer> {
    issuer.server.routes['/revoke'] = reply;
    return issuer.oauth.revoke(issuer.description, issuer.client, token, 'access_token');
  }

  it('sends the token, its kind and the client', async () => {
    await revoke({ status: 200 });
    expect(Object.fromEntries(lastTo('/revoke').form)).toEqual({
      token: 'at-1',
      token_type_hint: 'access_token',
      client_id: 'wallet',
    });
  });

  it.each<[string, Replay, string]>([
    ['200', { status: 200 }, 'done'],
    ['204', { status: 204 }, 'done'],
    ['202', { status: 202 }, 'later'],
    ['invalid_token', { status: 400, body: { error: 'invalid_token' } }, 'done'],
    ['unsupported_token_type', { status: 400, body: { error: 'unsupported_token_type' } }, 'unsupported'],
  ])('answered with %s is %s', async (_, reply, outcome) => {
    expect(await revoke(reply)).toBe(outcome);
  });

  it.each<[string, Replay, string]>([
    ['invalid_client', { status: 401, body: { error: 'invalid_client' } }, 'client-refused'],
    ['401', { status: 401 }, 'client-refused'],
    ['403', { status: 403 }, 'client-refused'],
    ['400 without a code', { status: 400, body: {} }, 'service-refused'],
    [
      '400 with text',
      { status: 400, headers: { 'content-type': 'text/plain' }, body: 'no' },
      'service-refused',
    ],
    ['400 with a page', { status: 400, body: '<html>' }, 'service-answer-invalid'],
    ['404', { status: 404 }, 'service-refused'],
    ['a redirect', { status: 302, headers: { location: '/' } }, 'service-answer-invalid'],
    ['503', { status: 503 }, 'service-busy'],
  ])('answered with %s is not known to have happened', async (_, reply, code) => {
    await expect(revoke(reply)).rejects.toMatchObject({ name: 'WalletError', code });
  });

  it('tells when a busy server wants to be asked again, in seconds or as a date', async () => {
    await expect(revoke({ status: 503, headers: { 'retry-after': '30' } })).rejects.toMatchObject({
      detail: { status: '503', retryAfterSeconds: '30' },
    });
    const date = new Date(Date.now() + 3_600_000).toUTCString();
    await expect(revoke({ status: 429, headers: { 'retry-after': date } })).rejects.toMatchObject({
      detail: { retryAfterSeconds: expect.stringMatching(/^3[56]\d\d$/) as string },
    });
  });

  it('has no endpoint', async () => {
    await using bare = await startReplayIssuer({ revocation_endpoint: undefined });
    expect(await bare.oauth.revoke(bare.description, bare.client, token, 'refresh_token')).toBe(
      'unsupported',
    );
  });
});

describe('an introspection', () => {
  async function introspect(reply: Replay): Promise<unknown> {
    issuer.server.routes['/introspect'] = reply;
    return issuer.oauth.introspect(issuer.description, issuer.client, token, 'access_token');
  }

  it('tells of a living token', async () => {
    const body = {
      active: true,
      sub: 'alice',
      username: 'Alice',
      scope: 'photos messages',
      exp: 2_000_000_000,
    };
    expect(await introspect({ body })).toEqual({
      askedWith: 'introspection',
      alive: true,
      identity: { subject: 'alice', name: 'Alice', email: null },
      scopes: ['photos', 'messages'],
      expiresAtMs: 2_000_000_000_000,
      detail: 'introspection answered active',
    });
  });

  it('tells of a dead token', async () => {
    expect(await introspect({ body: { active: false } })).toMatchObject({ alive: false, identity: null });
  });

  it.each<[string, Replay]>([
    ['401', { status: 401 }],
    ['403', { status: 403 }],
    ['invalid_client', { status: 401, body: { error: 'invalid_client' } }],
    ['404', { status: 404 }],
  ])('answered with %s tells nothing', async (_, reply) => {
    expect(await introspect(reply)).toBeUndefined();
  });

  it.each<[string, Replay, string]>([
    ['a page', { body: '<html>' }, 'service-answer-invalid'],
    ['no active', { body: {} }, 'service-answer-invalid'],
    ['scopes as a list', { body: { active: true, scope: ['photos'] } }, 'service-answer-invalid'],
    ['active as a text', { body: { active: 'false' } }, 'service-answer-invalid'],
    ['502', { status: 502 }, 'service-busy'],
  ])('answered with %s proves nothing', async (_, reply, code) => {
    await expect(introspect(reply)).rejects.toMatchObject({ name: 'WalletError', code });
  });
});

describe('userinfo', () => {
  async function userInfo(reply: Replay): Promise<unknown> {
    issuer.server.routes['/userinfo'] = reply;
    return issuer.oauth.userInfo(issuer.description, token);
  }

  function challenge(error: string): Record<string, string> {
    return { 'www-authenticate': `Bearer realm="x", error="${error}", error_description="no"` };
  }

  it('is shown the token, and tells of the account', async () => {
    const body = { sub: 'alice', preferred_username: 'al', email: 'alice@example.com' };
    expect(await userInfo({ body })).toMatchObject({
      alive: true,
      identity: { subject: 'alice', name: 'al', email: 'alice@example.com' },
    });
    expect(lastTo('/userinfo').authorization).toBe('Bearer at-1');
  });

  it.each<[string, Replay, boolean | undefined]>([
    ['a signed answer', { headers: { 'content-type': 'application/jwt' }, body: 'e30.e30.c2ln' }, true],
    ['401 invalid_token', { status: 401, headers: challenge('invalid_token') }, false],
    ['401 without a reason', { status: 401 }, false],
    ['400 invalid_token', { status: 400, body: { error: 'invalid_token' } }, false],
    ['403 insufficient_scope', { status: 403, headers: challenge('insufficient_scope') }, true],
    ['403 without a reason', { status: 403 }, undefined],
    ['401 invalid_request', { status: 401, headers: challenge('invalid_request') }, undefined],
    ['404', { status: 404 }, undefined],
    ['a redirect', { status: 302, headers: { location: '/login' } }, undefined],
    ['a redirect with a reason', { status: 302, body: { error: 'invalid_token' } }, undefined],
  ])('answering %s means alive: %s', async (_, reply, alive) => {
    const answer = await userInfo(reply);
    if (alive === undefined) {
      expect(answer).toBeUndefined();
    } else {
      expect(answer).toMatchObject({ askedWith: 'userinfo', alive, identity: null });
    }
  });

  it.each<[string, Replay, string]>([
    ['a page', { body: '<html>' }, 'service-answer-invalid'],
    ['an error in disguise', { body: { error: 'expired' } }, 'service-answer-invalid'],
    ['500', { status: 500 }, 'service-busy'],
  ])('answering %s proves nothing', async (_, reply, code) => {
    await expect(userInfo(reply)).rejects.toMatchObject({ name: 'WalletError', code });
  });
});

describe('a registration', () => {
  const wish = { appName: 'Uploader', redirectUri: 'http://127.0.0.1/callback', scopes: ['photos'] };

  it('asks for a native app without a secret', async () => {
    issuer.server.routes['/register'] = { status: 201, body: { client_id: 'c-1' } };
    expect(await issuer.oauth.register(issuer.description, wish)).toEqual({
      clientId: 'c-1',
      clientSecret: null,
      authMethod: 'none',
      registrationClientUri: null,
      registrationAccessToken: null,
    });
    const request = issuer.server.received.findLast(({ path }) => path === '/register');
    expect(JSON.parse(request?.body ?? '')).toEqual({
      client_name: 'Uploader',
      application_type: 'native',
      redirect_uris: ['http://127.0.0.1/callback'],
      response_types: ['code'],
      grant_types: ['authorization_code', 'refresh_token'],
      token_endpoint_auth_method: 'none',
      scope: 'photos',
    });
  });

  it('keeps what the server made of it', async () => {
    const body = {
      client_id: 'c-1',
      client_secret: 's-1',
      client_secret_expires_at: 0,
      token_endpoint_auth_method: 'client_secret_post',
      registration_client_uri: `${issuer.description.issuer}/register/c-1`,
      registration_access_token: 'rat-1',
    };
    issuer.server.routes['/register'] = { status: 201, body };
    const client = await issuer.oauth.register(issuer.description, wish);
    expect(client).toMatchObject({
      authMethod: 'client_secret_post',
      registrationClientUri: body.registration_client_uri,
    });
    expect(client.clientSecret?.reveal()).toBe('s-1');
    expect(client.registrationAccessToken?.reveal()).toBe('rat-1');
  });

  it('does not keep an address that would carry its token over an unprotected connection', async () => {
    const body = {
      client_id: 'c-1',
      registration_client_uri: 'http://evil.example',
      registration_access_token: 'r',
    };
    issuer.server.routes['/register'] = { status: 201, body };
    const client = await issuer.oauth.register(issuer.description, wish);
    expect(client.registrationClientUri).toBeNull();
  });

  it('is not offered', async () => {
    await using closed = await startReplayIssuer({ registration_endpoint: undefined });
    await expect(closed.oauth.register(closed.description, wish)).rejects.toMatchObject({
      code: 'client-id-required',
      detail: { redirectUri: 'http://127.0.0.1/callback' },
    });
  });

  it.each<[string, Replay, string]>([
    [
      'invalid_redirect_uri',
      { status: 400, body: { error: 'invalid_redirect_uri' } },
      'invalid_redirect_uri',
    ],
    ['403', { status: 403, body: '<html>' }, 'status 403'],
    ['no client id', { status: 201, body: {} }, 'its answer holds no client_id'],
  ])('refused with %s says so', async (_, reply, problem) => {
    issuer.server.routes['/register'] = reply;
    await expect(issuer.oauth.register(issuer.description, wish)).rejects.toMatchObject({
      code: 'registration-refused',
      detail: { problem },
    });
  });

  it.each<[string, Replay, string]>([
    ['is known', { body: { client_id: 'c-1' } }, 'known'],
    ['is gone (401)', { status: 401 }, 'gone'],
    ['is gone (404)', { status: 404 }, 'gone'],
    ['cannot be asked after', { status: 503 }, 'not-told'],
  ])('that %s later', async (_, reply, expected) => {
    issuer.server.routes['/register/c-1'] = reply;
    const client = {
      registrationClientUri: `${issuer.description.issuer}/register/c-1`,
      registrationAccessToken: secret('rat-1'),
    };
    expect((await issuer.oauth.readRegistration(issuer.description, client)).state).toBe(expected);
    expect(lastTo('/register/c-1').authorization).toBe('Bearer rat-1');
  });
});

describe('an app with a secret', () => {
  it.each<[string | null, unknown, 'header' | 'body' | 'nowhere']>([
    [null, undefined, 'header'],
    [null, ['client_secret_post', 'client_secret_basic'], 'header'],
    [null, ['client_secret_post'], 'body'],
    ['client_secret_post', undefined, 'body'],
    ['client_secret_basic', ['client_secret_post'], 'header'],
    ['none', undefined, 'nowhere'],
  ])('of method %s, at a server that lists %j, shows it in the %s', async (authMethod, listed, where) => {
    await using server = await startReplayIssuer({ token_endpoint_auth_methods_supported: listed });
    server.server.routes['/revoke'] = {};
    const client = { clientId: 'wallet', clientSecret: secret('s-1'), authMethod };
    await server.oauth.revoke(server.description, client, token, 'access_token');
    const request = server.server.received.at(-1);
    const expected = `Basic ${Buffer.from('wallet:s-1').toString('base64')}`;
    expect(request?.headers.authorization).toBe(where === 'header' ? expected : undefined);
    expect(new URLSearchParams(request?.body).get('client_secret')).toBe(where === 'body' ? 's-1' : null);
  });

  it('of a method that the wallet does not know is refused before anything is sent', async () => {
    const client = { clientId: 'wallet', clientSecret: secret('s-1'), authMethod: 'private_key_jwt' };
    const { oauth, description, server } = issuer;
    const before = server.received.length;
    await expect(oauth.revoke(description, client, token, 'access_token')).rejects.toMatchObject({
      code: 'client-refused',
    });
    expect(server.received).toHaveLength(before);
  });
});
