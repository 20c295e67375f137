import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ReplayIssuer } from '../support/replay-issuer.ts';
import { foreignKey, startReplayIssuer } from '../support/replay-issuer.ts';

let issuer: ReplayIssuer;

beforeEach(async () => {
  issuer = await startReplayIssuer({ authorization_response_iss_parameter_supported: true });
});

afterEach(() => issuer[Symbol.asyncDispose]());

/** Finishes an attempt with a tampered answer; answers the code of the error, and whether the code was exchanged. */
async function finish(changes: Readonly<Record<string, string | null>>): Promise<unknown> {
  const { oauth, description, client } = issuer;
  const request = await issuer.authorizationRequest();
  const answer = issuer.answerTo(request, { iss: description.issuer, ...changes });
  return oauth.finishAuthorization(description, client, request, answer);
}

function exchanges(): number {
  return issuer.server.received.filter(({ path }) => path === '/token').length;
}

describe('a tampered answer of the browser', () => {
  it.each([
    ['a wrong state', { state: 'wrong' }, 'state-mismatch'],
    ['no state', { state: null }, 'state-mismatch'],
    ['a denial with a wrong state', { state: 'wrong', error: 'access_denied' }, 'state-mismatch'],
    ['the issuer of another service', { iss: 'https://evil.example' }, 'iss-mismatch'],
    ['no issuer although one was promised', { iss: null }, 'iss-mismatch'],
    ['a denial by another service', { iss: 'https://evil.example', error: 'access_denied' }, 'iss-mismatch'],
    ['a denial', { code: null, error: 'access_denied' }, 'access-denied'],
    ['a denial and a code', { error: 'access_denied' }, 'access-denied'],
    ['another error', { code: null, error: 'invalid_scope' }, 'authorization-refused'],
    ['an empty code', { code: '' }, 'authorization-refused'],
  ])('with %s fails before anything is exchanged', async (_, changes, code) => {
    await expect(finish(changes)).rejects.toMatchObject({ code });
    expect(exchanges()).toBe(0);
  });

  it.each(['state', 'iss', 'code'])('with two values of %s fails', async (name) => {
    const { oauth, description, client } = issuer;
    const request = await issuer.authorizationRequest();
    const answer = issuer.answerTo(request, { iss: description.issuer });
    answer.searchParams.append(name, 'second');
    await expect(oauth.finishAuthorization(description, client, request, answer)).rejects.toMatchObject({
      name: 'WalletError',
    });
    expect(exchanges()).toBe(0);
  });

  it('cannot put control characters, length or a token into the message', async () => {
    const description = `\u001b[31mred\r\nset-cookie: ghp_0123456789abcdefABCDEF0123456789 ${'long '.repeat(200)}`;
    const error = await finish({ code: null, error: 'server_error', error_description: description }).catch(
      (thrown: unknown) => thrown as Error,
    );
    expect(error).toMatchObject({ code: 'authorization-refused' });
    const { message } = error as Error;
    expect(message).toContain('server_error: [31mred set-cookie: … long long');
    expect(message).not.toMatch(/\p{Cc}|ghp_/u);
    expect(message.length).toBeLessThan(300);
  });
});

describe('a tampered reply of the token endpoint', () => {
  /** Finishes an attempt with an ID token of which something is wrong. */
  async function finishWith(
    claims: Readonly<Record<string, unknown>>,
    scopes = ['openid', 'photos'],
    key?: Parameters<ReplayIssuer['idToken']>[2],
  ): Promise<unknown> {
    const { oauth, description, client, server } = issuer;
    const request = await issuer.authorizationRequest(scopes);
    const idToken = issuer.idToken(request, claims, key);
    server.routes['/token'] = { body: { access_token: 'at-1', token_type: 'Bearer', id_token: idToken } };
    const answer = issuer.answerTo(request, { iss: description.issuer });
    return oauth.finishAuthorization(description, client, request, answer);
  }

  it('is taken when nothing is wrong with it', async () => {
    expect(await finishWith({ name: 'Alice' })).toMatchObject({
      identity: { subject: 'alice', name: 'Alice', email: null },
    });
  });

  it.each([
    ['another audience', { aud: 'another-app' }, 'id-token-invalid'],
    ['more audiences and no authorized party', { aud: ['wallet', 'another-app'] }, 'id-token-invalid'],
    ['another issuer', { iss: 'https://evil.example' }, 'id-token-invalid'],
    ['an end long ago', { exp: 1_000_000_000 }, 'id-token-invalid'],
    ['no end', { exp: undefined }, 'id-token-invalid'],
    ['no subject', { sub: undefined }, 'id-token-invalid'],
    ['another nonce', { nonce: 'replayed' }, 'nonce-mismatch'],
    ['no nonce', { nonce: undefined }, 'nonce-mismatch'],
  ])('fails for an ID token of %s', async (_, claims, code) => {
    await expect(finishWith(claims)).rejects.toMatchObject({ code });
  });

  it('fails for an ID token with a nonce that nobody sent', async () => {
    await expect(finishWith({}, ['photos'])).rejects.toMatchObject({ code: 'nonce-mismatch' });
  });

  it('fails for an ID token signed with another key', async () => {
    await expect(finishWith({}, ['openid'], foreignKey())).rejects.toMatchObject({
      code: 'id-token-invalid',
      message: expect.stringContaining('signature') as string,
    });
  });

  it('fails for an ID token whose keys cannot be read', async () => {
    issuer.server.routes['/keys'] = { status: 404 };
    await expect(finishWith({})).rejects.toMatchObject({ code: 'id-token-invalid' });
    issuer.server.routes['/keys'] = { body: '<html>' };
    await expect(finishWith({})).rejects.toMatchObject({ code: 'id-token-invalid' });
  });

  it.each([
    ['rubbish', 'rubbish'],
    ['an unsigned token', 'eyJhbGciOiJub25lIn0.eyJzdWIiOiJhbGljZSJ9.'],
  ])('fails for %s instead of an ID token', async (_, idToken) => {
    const { oauth, description, client, server } = issuer;
    const request = await issuer.authorizationRequest();
    server.routes['/token'] = { body: { access_token: 'at-1', token_type: 'Bearer', id_token: idToken } };
    const answer = issuer.answerTo(request, { iss: description.issuer });
    await expect(oauth.finishAuthorization(description, client, request, answer)).rejects.toMatchObject({
      code: 'id-token-invalid',
    });
  });
});
