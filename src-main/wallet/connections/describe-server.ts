import type { Server } from '../../contract/attempt.ts';
import type { ServerDescription } from '../oauth/oauth.ts';
import { findServiceProfile } from '../services/find-service-profile.ts';
import type { OpenVault } from '../vault/vault.ts';
import { serverNotes } from './grant.ts';
import { REDIRECT_URI } from './redirect-uri.ts';

/** What a person sees of a service before connecting to it. */
export function describeServer(server: ServerDescription, vault: OpenVault): Server {
  const offers = (endpoint: string): boolean => typeof server.metadata[endpoint] === 'string';
  return {
    issuer: server.issuer,
    name: findServiceProfile(server).name,
    registration: offers('registration_endpoint'),
    pkceAdvertised: !serverNotes(server).includes('pkce-not-advertised'),
    scopesSupported: scopesSupported(server),
    redirectUri: REDIRECT_URI,
    revocation: offers('revocation_endpoint'),
    introspection: offers('introspection_endpoint'),
    userinfo: offers('userinfo_endpoint'),
    clients: vault
      .readAll('client')
      .records.filter((client) => client.issuer === server.issuer)
      .map(({ clientId, appName, registeredByWallet }) => ({ clientId, appName, registeredByWallet })),
  };
}

/** What to ask for when the person names no scopes: who they are, and an access that lasts. */
export function defaultScopes(server: ServerDescription): readonly string[] {
  const supported = scopesSupported(server);
  return supported.includes('openid')
    ? ['openid', 'profile', 'email', 'offline_access'].filter((scope) => supported.includes(scope))
    : [];
}

function scopesSupported({ metadata }: ServerDescription): string[] {
  const supported = metadata['scopes_supported'];
  return Array.isArray(supported)
    ? supported.filter((scope): scope is string => typeof scope === 'string')
    : [];
}
