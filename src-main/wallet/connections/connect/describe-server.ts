import type { Flow, Server } from '../../../contract/attempt.ts';
import type { ServiceDirectory } from '../../services/service-directory.ts';
import { redirectUriOf } from '../../services/summarise-service.ts';
import type { OpenVault } from '../../vault/vault.ts';
import { explainScopes } from '../connection-view.ts';
import type { FoundServer } from './find-server.ts';
import { nameOfService, serverNotes } from './grant.ts';
import { REDIRECT_URI } from './redirect-uri.ts';

/** What a person sees of a service before connecting to it. */
export function describeServer(found: FoundServer, services: ServiceDirectory, vault: OpenVault): Server {
  const { server } = found;
  const serviceId = found.service?.id ?? null;
  const supported = scopesSupported(found);
  const offers = (endpoint: string): boolean => typeof server.metadata[endpoint] === 'string';
  return {
    issuer: server.issuer,
    name: nameOfService(server, found.service, found.host),
    registration: offers('registration_endpoint'),
    pkceAdvertised: !serverNotes(server).includes('pkce-not-advertised'),
    scopesSupported: supported,
    scopesKnown: explainScopes(services, serviceId, supported),
    scopesSuggested: [...defaultScopes(found)],
    flows: flowsOf(found),
    serviceId,
    redirectUri: redirectUriOf(found.service?.redirect, REDIRECT_URI),
    revocation: offers('revocation_endpoint'),
    introspection: offers('introspection_endpoint'),
    userinfo: offers('userinfo_endpoint'),
    clients: vault
      .readAll('client')
      .records.filter((client) => client.issuer === server.issuer)
      .map(({ clientId, appName, registeredByWallet, registeredScopes }) => ({
        ...{ clientId, appName, registeredByWallet },
        registeredScopes: [...registeredScopes],
      })),
  };
}

/** The ways to connect, the likeliest first; what the server offers, and what the catalog knows where it does not say. */
export function flowsOf({ server, service }: FoundServer): Flow[] {
  const grants = server.metadata['grant_types_supported'];
  const takesClientCredentials = Array.isArray(grants) && grants.includes('client_credentials');
  const known = (service?.flows ?? ['browser']).filter((flow) => flow !== 'token');
  const flows = known.flatMap((flow): Flow[] => (flow === 'browser' ? ['browser', 'manual'] : [flow]));
  const offered: Flow[] = [
    ...(typeof server.metadata['device_authorization_endpoint'] === 'string' ? (['device'] as const) : []),
    ...(takesClientCredentials ? (['client-credentials'] as const) : []),
  ];
  return [...new Set([...flows, ...offered])];
}

/** What to ask for when the person names no scopes: who they are, and an access that lasts. */
export function defaultScopes(found: FoundServer): readonly string[] {
  const supported = scopesSupported(found);
  const suggested = (found.service?.scopes.known ?? []).filter((known) => known.suggested === true);
  const identity = supported.includes('openid')
    ? ['openid', 'profile', 'email', 'offline_access'].filter((scope) => supported.includes(scope))
    : [];
  return [...identity, ...suggested.map(({ scope }) => scope)];
}

/** What the server lists, else what the catalog knows. */
function scopesSupported({ server, service }: FoundServer): string[] {
  const supported = server.metadata['scopes_supported'];
  return Array.isArray(supported)
    ? supported.filter((scope): scope is string => typeof scope === 'string')
    : (service?.scopes.known ?? []).map(({ scope }) => scope);
}
