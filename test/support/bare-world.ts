import { randomBytes } from 'node:crypto';
import type { ClientMetadata } from 'oidc-provider';
import { createOAuth } from '../../src-main/wallet/oauth/create-oauth.ts';
import type { ClientDescription, OAuth, ServerDescription } from '../../src-main/wallet/oauth/oauth.ts';
import type { Clock } from '../../src-main/wallet/ports.ts';
import { systemClock } from '../../src-main/wallet/system-clock.ts';
import type { BareProvider, Variant } from './bare-provider.ts';
import { startBareProvider } from './bare-provider.ts';

/** A server that is as a test wants it, with one client, and a wallet in front of it. */
export interface BareWorld extends AsyncDisposable {
  readonly provider: BareProvider;
  readonly oauth: OAuth;
  readonly server: ServerDescription;
  readonly client: ClientDescription;
}

export interface BareWish {
  readonly variant?: Variant;
  /** How the client is registered, where not as a public one. */
  readonly metadata?: Partial<ClientMetadata>;
  /** How the wallet presents itself, where not as that one. */
  readonly client?: Partial<ClientDescription>;
  readonly clock?: Clock;
}

export const redirectUri = 'http://127.0.0.1/callback';
/** A secret has as many bits as the hash that signs with it (RFC 7518 section 3.2), and needs escaping besides. */
export const clientSecret = 'a secret of more than 32 bytes: with + signs';
export const authMethods = [
  'none',
  'client_secret_basic',
  'client_secret_post',
  'client_secret_jwt',
  'private_key_jwt',
];

export async function enterBareWorld(wish: BareWish = {}): Promise<BareWorld> {
  const metadata: ClientMetadata = {
    client_id: 'wallet',
    application_type: 'native',
    redirect_uris: [redirectUri],
    grant_types: ['authorization_code', 'refresh_token'],
    token_endpoint_auth_method: 'none',
    ...wish.metadata,
  };
  const provider = await startBareProvider([metadata], { clientAuthMethods: authMethods, ...wish.variant });
  const oauth = createOAuth({ fetch, clock: wish.clock ?? systemClock });
  return {
    provider,
    oauth,
    server: await oauth.discover(provider.issuer),
    client: { clientId: 'wallet', clientSecret: null, authMethod: null, ...wish.client },
    [Symbol.asyncDispose]: () => provider[Symbol.asyncDispose](),
  };
}

/** The API of the resource indicators below. */
export const api = 'https://photos.example.com/';

export function bindingTokens({ requireNonce }: { readonly requireNonce: boolean }): Variant {
  return {
    features: {
      dPoP: { enabled: true, nonceSecret: randomBytes(32), requireNonce: () => requireNonce },
    },
  };
}

export function issuingFor(accessTokenFormat: 'jwt' | 'opaque'): Variant {
  return {
    features: {
      resourceIndicators: {
        enabled: true,
        useGrantedResource: () => false,
        getResourceServerInfo: () => ({
          scope: 'photos',
          audience: api,
          accessTokenFormat,
          jwt: { sign: { alg: 'RS256' } },
        }),
      },
    },
  };
}
