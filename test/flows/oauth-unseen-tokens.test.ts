import { describe, expect, it } from 'vitest';
import type { ReplayIssuer } from '../support/replay-issuer.ts';
import { foreignKey, startReplayIssuer } from '../support/replay-issuer.ts';
import type { Replay } from '../support/replay-server.ts';

const tokens = { access_token: 'at-1', refresh_token: 'rt-1', token_type: 'bearer' };

/** The tokens that the server was asked to revoke, in this order, with their kind. */
function revokedAt({ server }: ReplayIssuer): readonly string[] {
  return server.received
    .filter(({ path }) => path === '/revoke')
    .map(({ body }) => {
      const form = new URLSearchParams(body);
      return `${form.get('token_type_hint') ?? ''} ${form.get('token') ?? ''}`;
    });
}

async function finish(
  issuer: ReplayIssuer,
  reply: object,
  {
    idToken = {},
    key,
    revocation = {},
  }: { idToken?: object; key?: ReturnType<typeof foreignKey>; revocation?: Replay } = {},
): Promise<unknown> {
  const { oauth, description, client, server } = issuer;
  const request = await issuer.authorizationRequest();
  const signed = issuer.idToken(request, { ...idToken }, key);
  server.routes['/revoke'] = revocation;
  server.routes['/token'] = { body: { id_token: signed, ...reply } };
  return oauth
    .finishAuthorization(description, client, request, issuer.answerTo(request))
    .catch((error: unknown) => error);
}

describe('tokens that came with a reply that cannot be accepted', () => {
  it.each([
    [
      'an ID token of another issuer',
      tokens,
      { idToken: { iss: 'https://evil.example' } },
      'id-token-invalid',
    ],
    ['an ID token for somebody else', tokens, { idToken: { aud: 'somebody-else' } }, 'id-token-invalid'],
    ['an ID token that has ended', tokens, { idToken: { exp: 1 } }, 'id-token-invalid'],
    ['an ID token that is signed by nobody known', tokens, { key: foreignKey() }, 'id-token-invalid'],
    ['an ID token for another attempt', tokens, { idToken: { nonce: 'another' } }, 'nonce-mismatch'],
    ['an expiry that is none', { ...tokens, expires_in: 'soon' }, {}, 'token-reply-invalid'],
    ['a type that nobody asked for', { ...tokens, token_type: 'DPoP' }, {}, 'token-reply-invalid'],
  ])('with %s are revoked, refresh token first', async (_, reply, changes, code) => {
    await using issuer = await startReplayIssuer();
    expect(await finish(issuer, reply, changes)).toMatchObject({ code });
    expect(revokedAt(issuer)).toEqual(['refresh_token rt-1', 'access_token at-1']);
  });

  it.each<[string, Replay]>([
    ['refuses', { status: 400, body: { error: 'invalid_request' } }],
    ['is out of order', { status: 500 }],
  ])('leave the error as it is where the service %s to revoke them', async (_, revocation) => {
    await using issuer = await startReplayIssuer();
    expect(await finish(issuer, tokens, { idToken: { exp: 1 }, revocation })).toMatchObject({
      code: 'id-token-invalid',
    });
    expect(revokedAt(issuer)).toHaveLength(2);
  });

  it('are none where the code was refused, whatever the refusal holds', async () => {
    await using issuer = await startReplayIssuer();
    const { oauth, description, client, server } = issuer;
    const request = await issuer.authorizationRequest();
    server.routes['/token'] = { status: 400, body: { ...tokens, error: 'invalid_grant' } };
    await expect(
      oauth.finishAuthorization(description, client, request, issuer.answerTo(request)),
    ).rejects.toMatchObject({ code: 'code-refused' });
    expect(revokedAt(issuer)).toEqual([]);
  });

  it('are kept where all is well', async () => {
    await using issuer = await startReplayIssuer();
    expect(await finish(issuer, tokens)).toMatchObject({ identity: { subject: 'alice' } });
    expect(revokedAt(issuer)).toEqual([]);
  });
});

describe('a reply about the refresh token', () => {
  it.each([
    [{ refresh_token_expires_in: 15_552_000 }, 15_552_000],
    [{ refresh_expires_in: 1800 }, 1800],
    [{ refresh_token_expires_in: '600' }, 600],
    [{ refresh_expires_in: 0 }, null],
    [{ refresh_expires_in: 'never' }, null],
    [{}, null],
  ])('of %j says that it ends in %s seconds', async (said, refreshExpiresInSeconds) => {
    await using issuer = await startReplayIssuer();
    expect(await finish(issuer, { ...tokens, ...said })).toMatchObject({ refreshExpiresInSeconds });
  });
});

describe('a reply about details', () => {
  it.each([
    [
      { authorization_details: [{ type: 'album', actions: ['read'] }, 'rubbish', {}] },
      [{ type: 'album', actions: ['read'] }],
    ],
    [{ authorization_details: 'rubbish' }, null],
    [{}, null],
  ])('of %j grants %j', async (said, authorizationDetails) => {
    await using issuer = await startReplayIssuer();
    expect(await finish(issuer, { ...tokens, ...said })).toMatchObject({ authorizationDetails });
  });
});
