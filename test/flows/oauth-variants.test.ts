import { generateKeyPairSync } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { createClientKey } from '../../src-main/wallet/oauth/client-key.ts';
import type {
  AuthorizationRequest,
  ClientDescription,
  GrantWish,
  OAuth,
  Proof,
  ServerDescription,
  TokenReply,
} from '../../src-main/wallet/oauth/oauth.ts';
import { createProofKey } from '../../src-main/wallet/oauth/proof-key.ts';
import type { Variant } from '../support/bare-provider.ts';
import type { BareWish } from '../support/bare-world.ts';
import {
  api,
  bindingTokens,
  clientSecret,
  enterBareWorld,
  issuingFor,
  redirectUri,
} from '../support/bare-world.ts';
import { secret } from '../support/replay-issuer.ts';

const clientKey = await createClientKey();

/** What a server of this world may want or offer, and what a connection there must come to. */
interface Row extends BareWish {
  readonly server: string;
  readonly wish?: Partial<GrantWish>;
  readonly isBound?: boolean;
  /** What the address shows to the browser. */
  readonly inAddress?: readonly string[];
  readonly reply?: object;
  readonly accessToken?: RegExp;
  /** What becomes of the refresh token when it is used. */
  readonly refresh?: 'none' | 'rotates' | 'stays';
}

const opaque = /^[\w-]{20,60}$/;
const jwt = /^[\w-]+\.[\w-]+\.[\w-]+$/;
const detail = { type: 'album', locations: [api], actions: ['read'] };
const details: Variant = {
  features: {
    ...issuingFor('opaque').features,
    richAuthorizationRequests: {
      enabled: true,
      types: { album: { validate: () => undefined } },
      authorizationDetailsForGrantSource: () => [{ ...detail, actions: ['read', 'count'] }],
      authorizationDetailsForAccessToken: (_: unknown, __: unknown, source: { rar: unknown }) => source.rar,
      authorizationDetailsForIntrospection: (_: unknown, token: { rar: unknown }) => token.rar,
    },
  },
};

const rows: readonly Row[] = [
  { server: 'has nothing special', accessToken: opaque, refresh: 'rotates' },
  { server: 'does not rotate', variant: { rotateRefreshToken: false }, refresh: 'stays' },
  {
    server: 'issues no refresh token',
    variant: { issueRefreshToken: () => false },
    reply: { refreshToken: null },
    refresh: 'none',
  },
  {
    server: 'offers pushed requests',
    variant: { features: { pushedAuthorizationRequests: { enabled: true } } },
    inAddress: ['request_uri', 'client_id'],
    reply: { identity: { subject: 'alice' } },
  },
  {
    server: 'requires pushed requests',
    variant: {
      features: {
        pushedAuthorizationRequests: { enabled: true, requirePushedAuthorizationRequests: true },
      },
    },
    inAddress: ['request_uri', 'client_id'],
  },
  {
    server: 'binds tokens',
    variant: bindingTokens({ requireNonce: false }),
    isBound: true,
    reply: { tokenType: 'dpop' },
    refresh: 'stays',
  },
  {
    server: 'requires proofs with its nonce',
    variant: bindingTokens({ requireNonce: true }),
    metadata: { dpop_bound_access_tokens: true },
    isBound: true,
    reply: { tokenType: 'dpop' },
    refresh: 'stays',
  },
  {
    server: 'requires proofs, nonces and pushed requests, from clients with a key',
    variant: {
      features: {
        ...bindingTokens({ requireNonce: true }).features,
        pushedAuthorizationRequests: { enabled: true },
      },
    },
    metadata: {
      dpop_bound_access_tokens: true,
      token_endpoint_auth_method: 'private_key_jwt',
      token_endpoint_auth_signing_alg: 'ES256',
      jwks: { keys: [clientKey.publicKey] },
    },
    client: { clientKey: clientKey.privateKey },
    isBound: true,
    inAddress: ['request_uri', 'client_id'],
    reply: { tokenType: 'dpop' },
    refresh: 'stays',
  },
  {
    server: 'binds nothing, though there is a key',
    isBound: true,
  },
  ...['client_secret_basic', 'client_secret_post', 'client_secret_jwt'].map((method) => ({
    server: `recognises clients by ${method}`,
    metadata: {
      client_secret: clientSecret,
      token_endpoint_auth_method: method as 'client_secret_basic',
    },
    client: { clientSecret: secret(clientSecret), authMethod: method },
    refresh: 'stays' as const,
  })),
  {
    server: 'recognises clients by private_key_jwt',
    metadata: {
      token_endpoint_auth_method: 'private_key_jwt',
      token_endpoint_auth_signing_alg: 'ES256',
      jwks: { keys: [clientKey.publicKey] },
    },
    client: { clientKey: clientKey.privateKey },
    refresh: 'stays',
  },
  {
    server: 'issues JWT access tokens for an API',
    variant: issuingFor('jwt'),
    wish: { resource: api },
    accessToken: jwt,
  },
  {
    server: 'issues opaque access tokens for an API',
    variant: issuingFor('opaque'),
    wish: { resource: api },
    accessToken: opaque,
  },
  {
    server: 'takes details and grants its own',
    variant: details,
    metadata: { authorization_details_types: ['album'] },
    wish: { resource: api, authorizationDetails: [detail] },
    reply: { authorizationDetails: [{ ...detail, actions: ['read', 'count'] }] },
  },
];

describe.each(rows)('a server that $server', (row) => {
  it('is connected to, refreshed and revoked', async () => {
    await using world = await enterBareWorld(row);
    const { provider, oauth, server, client } = world;
    const proof: Proof = row.isBound === true ? { proofKey: await createProofKey() } : {};
    const wish = { scopes: ['openid', 'offline_access', 'photos'], ...row.wish, ...proof, redirectUri };

    const request = await oauth.authorizationRequest(server, client, wish);
    if (row.inAddress !== undefined) {
      expect([...request.address.searchParams.keys()]).toEqual(row.inAddress);
    }
    const answer = await provider.approve(request.address);
    const reply = await oauth.finishAuthorization(server, client, request, answer);
    expect(reply).toMatchObject({ tokenType: 'bearer', authorizationDetails: null, ...row.reply });
    expect(reply.identity?.subject).toBe('alice');
    expect(reply.accessToken.reveal()).toMatch(row.accessToken ?? opaque);

    const renewed = await refreshAsFarAsPossible(oauth, { server, client }, reply, { ...row.wish, ...proof });
    expect(renewed.tokenType).toBe(reply.tokenType);
    expect(fateOf(reply.refreshToken?.reveal(), renewed.refreshToken?.reveal())).toBe(
      row.refresh ?? 'rotates',
    );
    expect(renewed.accessToken.reveal()).toMatch(row.accessToken ?? opaque);

    if (row.wish?.resource === undefined) {
      expect(await oauth.userInfo(server, renewed.accessToken, proof)).toMatchObject({ alive: true });
      const newest = renewed.refreshToken ?? reply.refreshToken;
      if (newest !== null) {
        expect(await oauth.revoke(server, client, newest, 'refresh_token')).toBe('done');
      }
      expect(await oauth.revoke(server, client, renewed.accessToken, 'access_token')).toBe('done');
      expect(await oauth.userInfo(server, renewed.accessToken, proof)).toMatchObject({ alive: false });
    }
  });
});

async function refreshAsFarAsPossible(
  oauth: OAuth,
  { server, client }: { readonly server: ServerDescription; readonly client: ClientDescription },
  reply: TokenReply,
  { resource, proofKey = null }: Partial<GrantWish> & Proof,
): Promise<TokenReply> {
  return reply.refreshToken === null
    ? reply
    : oauth.refresh(server, client, reply.refreshToken, { resource: resource ?? null, proofKey });
}

function fateOf(before: string | undefined, after: string | undefined): 'none' | 'rotates' | 'stays' {
  if (before === undefined) {
    return 'none';
  }
  return after === undefined || after === before ? 'stays' : 'rotates';
}

describe('a token that is bound to a key', () => {
  it('is of no use without it, to refresh or to show', async () => {
    await using world = await enterBareWorld({ variant: bindingTokens({ requireNonce: true }) });
    const { provider, oauth, server, client } = world;
    const proofKey = await createProofKey();
    const request = await authorize(oauth, { server, client }, { proofKey });
    const answer = await provider.approve(request.address);
    const { accessToken, refreshToken } = await oauth.finishAuthorization(server, client, request, answer);
    expect(await oauth.userInfo(server, accessToken)).toMatchObject({ alive: false });
    const other = await createProofKey();
    await expect(oauth.refresh(server, client, refreshToken ?? secret(''), {})).rejects.toMatchObject({
      code: 'refresh-refused',
    });
    await expect(
      oauth.refresh(server, client, refreshToken ?? secret(''), { proofKey: other }),
    ).rejects.toMatchObject({ code: 'refresh-refused' });
  });

  it('begins with a code that is bound to it', async () => {
    await using world = await enterBareWorld({ variant: bindingTokens({ requireNonce: false }) });
    const { provider, oauth, server, client } = world;
    const request = await authorize(oauth, { server, client }, { proofKey: await createProofKey() });
    expect(request.address.searchParams.get('dpop_jkt')).toMatch(/^[\w-]{43}$/);
    const answer = await provider.approve(request.address);
    const withOtherKey = { ...request, proofKey: await createProofKey() };
    await expect(oauth.finishAuthorization(server, client, withOtherKey, answer)).rejects.toMatchObject({
      code: 'code-refused',
    });
  });
});

function authorize(
  oauth: OAuth,
  { server, client }: { readonly server: ServerDescription; readonly client: ClientDescription },
  proof: Proof,
): Promise<AuthorizationRequest> {
  return oauth.authorizationRequest(server, client, {
    redirectUri,
    scopes: ['openid', 'offline_access'],
    ...proof,
  });
}

describe('a key of the wrong client', () => {
  it('is refused', async () => {
    const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const foreign = secret(JSON.stringify(privateKey.export({ format: 'jwk' })));
    await using world = await enterBareWorld({
      metadata: {
        token_endpoint_auth_method: 'private_key_jwt',
        jwks: { keys: [clientKey.publicKey] },
      },
      client: { clientKey: foreign },
    });
    const { provider, oauth, server, client } = world;
    const request = await authorize(oauth, { server, client }, {});
    const answer = await provider.approve(request.address);
    await expect(oauth.finishAuthorization(server, client, request, answer)).rejects.toMatchObject({
      code: 'client-refused',
    });
  });
});

describe('a pushed request', () => {
  it('is refused where its client is', async () => {
    await using world = await enterBareWorld({
      variant: { features: { pushedAuthorizationRequests: { enabled: true } } },
    });
    const { oauth, server, client } = world;
    await expect(
      authorize(oauth, { server, client: { ...client, clientId: 'nobody' } }, {}),
    ).rejects.toMatchObject({ code: 'client-refused' });
    await expect(
      oauth.authorizationRequest(server, client, {
        redirectUri: 'http://127.0.0.1/other',
        scopes: ['openid'],
      }),
    ).rejects.toMatchObject({
      code: 'authorization-refused',
      detail: { redirectUri: 'http://127.0.0.1/other' },
    });
  });
});
