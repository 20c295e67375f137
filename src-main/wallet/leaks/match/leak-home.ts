import { nameOfService } from '../../connections/connect/grant.ts';
import { issuerOfService } from '../../connections/connect/find-server.ts';
import type { LeakedToken } from '../../../contract/leak.ts';
import { findService } from '../../services/catalog.ts';
import { hostFor, runsAtHost, servicesAtHost } from '../../services/service-host.ts';
import type { ServiceDirectory } from '../../services/service-directory.ts';
import type { Service } from '../../services/service-schema.ts';
import { WalletError } from '../../wallet-error.ts';
import type { Holdings } from './holdings.ts';

/** The one server that a leaked token belongs to, and is sent to. */
export interface LeakHome {
  /** What a person names it by: an id of the catalog, or an address. */
  readonly key: string;
  readonly issuer: string;
  readonly service: Service | undefined;
  readonly host: string | null;
  readonly name: string;
}

type Found = Pick<LeakedToken, 'candidates' | 'claims'>;

/** The home that a name stands for: an id of the catalog, or an address. undefined where it stands for none. */
export function homeCalled(
  services: ServiceDirectory,
  holdings: Holdings,
  key: string,
  token: Found,
): LeakHome | undefined {
  const service = services.all.find(({ id }) => id === key);
  if (service !== undefined) {
    return homeOfService(service, service.host?.usual);
  }
  const known = holdings.placeAt(key);
  if (known !== undefined) {
    const { issuer, host } = known;
    const name = nameOfService({ issuer, metadata: {} }, known.service, host);
    return { key: issuer, issuer, service: known.service, host, name };
  }
  return homeAtHost(services, key, token);
}

/**
 * What a token's form, or a JWT's issuer, tells of where it belongs. `key` is the service as far as it is known;
 * without a `home` it is not settled at which of its hosts.
 */
export function homeByForm(
  services: ServiceDirectory,
  holdings: Holdings,
  token: Found & Pick<LeakedToken, 'service'>,
): { readonly key: string | null; readonly home: LeakHome | undefined } {
  const service = services.ofId(token.service);
  if (service !== undefined) {
    // Its form is the same at every host, and the usual one may be a stranger to it.
    const isSettled = !runsAtHost(service);
    return { key: service.id, home: isSettled ? homeOfService(service, service.host?.usual) : undefined };
  }
  const issuer = token.claims?.issuer;
  if (!isAddress(issuer)) {
    return { key: null, home: undefined };
  }
  const ofCatalog = services.recognise({ issuer, metadata: {} });
  const key = ofCatalog?.host === undefined ? (ofCatalog?.id ?? issuer) : issuer;
  const home = homeCalled(services, holdings, key, { candidates: [], claims: null });
  return { key: home?.key ?? null, home };
}

/**
 * The home of tokens without a mark, by what a person calls it; an address stands also for a self-hosted service whose
 * tokens these are by their form. Throws `leak-service-unclear`, and `leak-needs-client` for an address that the
 * wallet has nothing to do with.
 */
export function keyCalled(
  services: ServiceDirectory,
  holdings: Holdings,
  name: string,
  tokens: readonly Found[],
): string {
  const service = findService(services.all, name);
  if (service !== undefined) {
    if (homeOfService(service, service.host?.usual) === undefined) {
      throw new WalletError('leak-service-unclear', { service: name });
    }
    return service.id;
  }
  if (!isAddress(name)) {
    throw new WalletError('leak-service-unclear', { service: name });
  }
  const place = holdings.placeAt(name);
  if (place !== undefined && (holdings.clientsAt(name).length > 0 || place.service !== undefined)) {
    return place.issuer;
  }
  if (tokens.some((token) => homeAtHost(services, name, token) !== undefined)) {
    return name;
  }
  throw new WalletError('leak-needs-client', { service: name });
}

/** Whether what a token says of itself rules a home out that a person named for it. */
export function contradicts(
  services: ServiceDirectory,
  token: Found & Pick<LeakedToken, 'service'>,
  home: LeakHome,
): boolean {
  if (token.service !== null) {
    return home.service?.id !== token.service;
  }
  const issuer = token.claims?.issuer;
  if (!isAddress(issuer)) {
    return false;
  }
  const stated = services.recognise({ issuer, metadata: {} })?.id ?? issuer.replace(/\/+$/, '');
  return stated !== home.service?.id && stated !== home.issuer.replace(/\/+$/, '');
}

function homeOfService(service: Service, wantedHost: string | undefined): LeakHome | undefined {
  if (service.host !== undefined && wantedHost === undefined) {
    return undefined;
  }
  const host = hostFor(service, wantedHost);
  const issuer = issuerOfService(service, host);
  return {
    key: service.id,
    issuer,
    service,
    host,
    name: nameOfService({ issuer, metadata: {} }, service, host),
  };
}

/** An address of one's own for the one self-hosted service that a token is of by its form. */
function homeAtHost(services: ServiceDirectory, address: string, token: Found): LeakHome | undefined {
  const url = isAddress(address) ? URL.parse(address) : null;
  const selfHosted = [...new Set(token.candidates.map(({ serviceId }) => serviceId))]
    .map((id) => services.ofId(id))
    .filter((service) => service !== undefined && runsAtHost(service));
  const [service, ...others] = selfHosted;
  if (url?.protocol !== 'https:' || service === undefined || others.length > 0) {
    return undefined;
  }
  const host = `${url.host}${url.pathname.replace(/\/+$/, '')}`;
  const there = servicesAtHost(services.all, url.host);
  if (there.length > 0 && !there.includes(service)) {
    return undefined;
  }
  const home = homeOfService(service, host);
  return home && { ...home, key: address };
}

function isAddress(text: string | null | undefined): text is string {
  return /^https?:$/.test(URL.parse(text ?? '')?.protocol ?? '');
}
