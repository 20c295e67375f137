import type { ServerDescription } from '../oauth/oauth.ts';
import { WalletError } from '../wallet-error.ts';
import { findService, nearestServices, standardScopes } from './catalog.ts';
import { demo, isDemo } from './demo.ts';
import type { Service, ServiceScope } from './service-schema.ts';

/** The services that the wallet knows. */
export interface ServiceDirectory {
  readonly all: readonly Service[];
  /** Whether a service comes from a file of the person's own. */
  isDescribed(service: Service | undefined): boolean;
  /** By id or name; throws `service-unknown`, which names the nearest. */
  get(idOrName: string): Service;
  /** The service that a connection or token was kept for; undefined for one that the wallet knows nothing of. */
  ofId(id: string | null): Service | undefined;
  /** The service that a discovered server belongs to, where its issuer says so. */
  recognise(server: ServerDescription): Service | undefined;
  /** What a scope means at a service; undefined for one that nobody explained: it is shown raw, never guessed. */
  scopeAt(service: Service | undefined, scope: string): ServiceScope | undefined;
}

/** Of two with the same id the one that the person described counts. */
export function createServiceDirectory(
  catalog: readonly Service[],
  described: readonly Service[] = [],
): ServiceDirectory {
  const all = [...described, ...catalog.filter(({ id }) => described.every((own) => own.id !== id))];
  const byId = new Map([...all, demo].map((service) => [service.id, service]));
  return {
    all,
    isDescribed: (service) => service !== undefined && described.includes(service),
    get: (idOrName) => {
      const service = findService(all, idOrName);
      if (service === undefined) {
        const nearest = nearestServices(all, idOrName).join(', ');
        throw new WalletError('service-unknown', { service: idOrName, nearest });
      }
      return service;
    },
    ofId: (id) => (id === null ? undefined : byId.get(id)),
    recognise: (server) =>
      isDemo(server)
        ? demo
        : all.find(({ issuer }) => issuer !== undefined && sameIssuer(issuer, server.issuer)),
    scopeAt: (service, scope) =>
      service?.scopes.known.find((known) => known.scope === scope) ??
      standardScopes.find((known) => known.scope === scope),
  };
}

function sameIssuer(one: string, other: string): boolean {
  return one.replace(/\/+$/, '') === other.replace(/\/+$/, '');
}

/** The name of a server that the wallet has never heard of: its address without the scheme. */
export function nameOfIssuer(issuer: string): string {
  const { host, pathname } = new URL(issuer);
  return `${host}${pathname.replace(/\/+$/, '')}`;
}
