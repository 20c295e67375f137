import type { ClientMetadata } from 'oidc-provider';
import { describe, expect, it } from 'vitest';
import { createProofKey } from '../../src-main/wallet/oauth/proof-key.ts';
import { api, bindingTokens, clientSecret, enterBareWorld, issuingFor } from '../support/bare-world.ts';
import { secret } from '../support/replay-issuer.ts';

describe('an app on its own account', () => {
  const metadata: Partial<ClientMetadata> = {
    client_secret: clientSecret,
    token_endpoint_auth_method: 'client_secret_basic',
    grant_types: ['client_credentials'],
    response_types: [],
    redirect_uris: [],
  };
  const client = { clientSecret: secret(clientSecret) };
  const credentials = { clientCredentials: { enabled: true } };

  it('gets a token without a person', async () => {
    const wish = { metadata, client, variant: { features: credentials } };
    await using world = await enterBareWorld(wish);
    const { oauth, server, client: app } = world;
    const reply = await oauth.clientCredentialsGrant(server, app, { scopes: ['photos'] });
    expect(reply).toMatchObject({
      tokenType: 'bearer',
      scopes: ['photos'],
      refreshToken: null,
      identity: null,
    });
    expect(await oauth.introspect(server, app, reply.accessToken, 'access_token')).toMatchObject({
      alive: true,
    });
    expect(await oauth.revoke(server, app, reply.accessToken, 'access_token')).toBe('done');
    expect(await oauth.introspect(server, app, reply.accessToken, 'access_token')).toMatchObject({
      alive: false,
    });
  });

  it('gets one that is bound and for one API', async () => {
    const features = {
      ...credentials,
      ...bindingTokens({ requireNonce: true }).features,
      ...issuingFor('jwt').features,
    };
    await using world = await enterBareWorld({
      metadata,
      client,
      variant: { features },
    });
    const { oauth, server, client: app } = world;
    const wish = { scopes: ['photos'], resource: api, proofKey: await createProofKey() };
    const reply = await oauth.clientCredentialsGrant(server, app, wish);
    expect(reply).toMatchObject({ tokenType: 'dpop' });
    const payload = Buffer.from(reply.accessToken.reveal().split('.')[1] ?? '', 'base64url').toString();
    expect(JSON.parse(payload)).toMatchObject({ aud: api, cnf: { jkt: expect.any(String) as string } });
  });

  it.each([
    ['a wrong secret', { clientSecret: secret('wrong') }, 'client-refused'],
    ['an API that the server does not know', client, 'service-refused'],
  ])('with %s is refused', async (_, presented, code) => {
    const wish = { metadata, client: presented, variant: { features: credentials } };
    await using world = await enterBareWorld(wish);
    const { oauth, server, client: app } = world;
    await expect(
      oauth.clientCredentialsGrant(server, app, { scopes: ['photos'], resource: api }),
    ).rejects.toMatchObject({
      code,
    });
  });
});
