import type Provider from 'oidc-provider';
import { readyClientId } from './provider.ts';

/** What is issued without a person at a consent page. */
export interface GrantWish {
  readonly login: string;
  readonly scopes: readonly string[];
  /** The ready app's unless another is named. */
  readonly clientId?: string;
  readonly withRefreshToken?: boolean;
  /** How long the access token lives; as long as any other unless it is said here. */
  readonly accessTokenSeconds?: number;
}

export interface IssuedGrant {
  readonly grantId: string;
  readonly login: string;
  readonly scope: string;
  readonly accessToken: string;
  readonly refreshToken: string | null;
}

/**
 * Issues tokens as if a person had allowed it. They are made by oidc-provider's own models, so that each of its
 * endpoints takes them for what they are.
 */
export async function issueGrant(provider: Provider, wish: GrantWish): Promise<IssuedGrant> {
  const { login, clientId = readyClientId, accessTokenSeconds } = wish;
  const client = await provider.Client.find(clientId);
  if (client === undefined) {
    throw new Error(`No client ${clientId} is registered here`);
  }
  const scope = wish.scopes.join(' ');
  const grant = new provider.Grant({ clientId, accountId: login });
  grant.addOIDCScope(scope);
  const grantId = await grant.save();
  const shared = { client, accountId: login, grantId, scope, gty: 'authorization_code' };
  const lifetime = accessTokenSeconds === undefined ? {} : { expiresIn: accessTokenSeconds };
  return {
    grantId,
    login,
    scope,
    accessToken: await new provider.AccessToken({ ...shared, ...lifetime }).save(),
    refreshToken: wish.withRefreshToken === true ? await new provider.RefreshToken(shared).save() : null,
  };
}
