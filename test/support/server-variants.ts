import { api, issuingFor } from './bare-world.ts';
import { type BareProvider, startBareProvider, type Variant } from './bare-provider.ts';

/** A server that demands or gives something of its own, and what a connection there must come to. */
export interface ServerVariant {
  readonly variant?: Variant;
  readonly clients?: readonly object[];
  /** The client that a person registered there, where the wallet may not register itself. */
  readonly client?: { readonly clientId: string; readonly clientSecret: string };
  readonly resource?: string;
  readonly shows?: object;
  readonly outcome?: string;
}

export const confidential = {
  client_id: 'confidential',
  application_type: 'native',
  client_secret: 'a-secret-of-more-than-thirty-two-bytes-in-length',
  grant_types: ['authorization_code', 'refresh_token'],
  redirect_uris: ['http://127.0.0.1/callback'],
} as const;

const client = { clientId: confidential.client_id, clientSecret: confidential.client_secret };

/** The servers of the flow tests: in the wallet itself, in the terminal and in the window. */
export const serverVariants: Readonly<Record<string, ServerVariant>> = {
  'opaque tokens': { shows: { refreshable: true } },
  'JWT access tokens': { variant: issuingFor('jwt'), resource: api, outcome: 'alive-until' },
  'no refresh token': { variant: { issueRefreshToken: () => false }, shows: { refreshable: false } },
  'a refresh token that is not rotated': {
    variant: { rotateRefreshToken: false },
    shows: { refreshable: true },
  },
  'pushed authorization requests only': {
    variant: {
      features: {
        pushedAuthorizationRequests: { enabled: true, requirePushedAuthorizationRequests: true },
      },
    },
  },
  'tokens bound to a key (DPoP)': {
    variant: { features: { dPoP: { enabled: true } } },
    shows: { boundToComputer: true },
  },
  client_secret_basic: {
    clients: [{ ...confidential, token_endpoint_auth_method: 'client_secret_basic' }],
    client,
    shows: { app: { clientId: 'confidential', registeredByWallet: false } },
  },
  'client_secret_post, without registration': {
    variant: {
      clientAuthMethods: ['client_secret_post'],
      features: { registration: { enabled: false }, registrationManagement: { enabled: false } },
    },
    clients: [{ ...confidential, token_endpoint_auth_method: 'client_secret_post' }],
    client,
  },
  'a key of the wallet (private_key_jwt)': {
    variant: {
      clientAuthMethods: ['private_key_jwt'],
      enabledJWA: { clientAuthSigningAlgValues: ['ES256'] },
    },
    shows: { app: { registeredByWallet: true } },
  },
};

export function startVariant({ clients = [], variant }: ServerVariant): Promise<BareProvider> {
  return startBareProvider(clients as never, variant);
}
