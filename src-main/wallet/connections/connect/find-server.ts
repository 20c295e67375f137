import type { OAuth, ServerDescription } from '../../oauth/oauth.ts';
import { hostFor, withHost } from '../../services/service-host.ts';
import type { ServiceDirectory } from '../../services/service-directory.ts';
import type { Service } from '../../services/service-schema.ts';

/** A server, and what the wallet knows of the service that it belongs to. */
export interface FoundServer {
  readonly server: ServerDescription;
  readonly service: Service | undefined;
  /** Of a self-hosted service. */
  readonly host: string | null;
}

/** Finds a server by its issuer address (OpenID Discovery, RFC 8414), and recognises its service where that is known. */
export async function findServerByIssuer(
  { oauth, services }: { readonly oauth: OAuth; readonly services: ServiceDirectory },
  issuer: string,
): Promise<FoundServer> {
  const server = await oauth.discover(issuer);
  const service = services.recognise(server);
  return service === undefined
    ? { server, service, host: null }
    : { server: withServiceFacts(server, service, null), service, host: null };
}

/** Finds the server of a service of the catalog: by its metadata where it has any, else by what the catalog says. */
export async function findServerOfService(
  oauth: OAuth,
  service: Service,
  enteredHost: string | undefined,
): Promise<FoundServer> {
  const host = hostFor(service, enteredHost);
  const issuer = issuerOfService(service, host);
  const server = publishesMetadata(service) ? await oauth.discover(issuer) : { issuer, metadata: {} };
  return { server: withServiceFacts(server, service, host), service, host };
}

/** What identifies the server of a service: its issuer, or the origin of the address where a person allows access. */
export function issuerOfService(service: Service, host: string | null): string {
  return publishesMetadata(service) ? withHost(service.issuer, host) : originOf(service, host);
}

function publishesMetadata(service: Service): service is Service & { readonly issuer: string } {
  return service.issuer !== undefined && service.discovery !== undefined;
}

/** Whether a service publishes metadata. The demo does, at an issuer that changes with every start. */
export function describesItself(service: Service): boolean {
  return service.discovery !== undefined || service.id === 'demo';
}

/** The catalog's facts laid over what a server says of itself. */
export function withServiceFacts(
  server: ServerDescription,
  service: Service,
  host: string | null,
): ServerDescription {
  const { refresh, ...endpoints } = service.endpoints ?? {};
  const named = (Object.keys(endpoints) as (keyof typeof endpoints)[]).map((name): [string, string] => [
    metadataNames[name],
    withHost(endpoints[name] ?? '', host),
  ]);
  const knowsPkce = service.pkce === 'required' || service.pkce === 'supported';
  const { parameter = 'scope', separator } = service.scopes;
  return {
    ...server,
    metadata: {
      ...(knowsPkce ? { code_challenge_methods_supported: ['S256'] } : {}),
      ...server.metadata,
      ...Object.fromEntries(named),
    },
    deviations: service.deviations ?? [],
    scopeRequest: { parameter, separator },
    ...(refresh === undefined ? {} : { refreshEndpoint: withHost(refresh, host) }),
    ...(service.access?.accountField === undefined ? {} : { accountField: service.access.accountField }),
  };
}

/** RFC 8414 section 2 and RFC 8628 section 4. */
const metadataNames = {
  authorization: 'authorization_endpoint',
  token: 'token_endpoint',
  revocation: 'revocation_endpoint',
  introspection: 'introspection_endpoint',
  userinfo: 'userinfo_endpoint',
  device: 'device_authorization_endpoint',
  registration: 'registration_endpoint',
} as const;

/** What identifies a server that states no issuer: the origin of the address where a person allows it. */
function originOf(service: Service, host: string | null): string {
  const address =
    service.issuer ??
    service.endpoints?.authorization ??
    service.check?.call.url ??
    service.revocation.calls?.[0]?.call.url ??
    service.revocation.page;
  return new URL(withHost(address ?? `https://${service.id}.invalid`, host)).origin;
}
