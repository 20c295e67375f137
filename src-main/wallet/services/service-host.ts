import { WalletError } from '../wallet-error.ts';
import type { Service } from './service-schema.ts';

/**
 * The host of a self-hosted service as it stands in addresses: `git.example.com`, or `login.example.com/realms/work`.
 *
 * People paste whole addresses, so a scheme and a slash at the end are taken off. Throws `host-required` where a
 * service needs one and there is none, or where what was entered is none.
 */
export function hostFor(service: Service, entered: string | undefined): string | null {
  if (service.host === undefined) {
    return null;
  }
  const wanted = entered === undefined || entered.trim() === '' ? service.host.usual : entered.trim();
  const bare = wanted?.replace(/^https:\/\//i, '').replace(/\/+$/, '') ?? '';
  const address = URL.parse(`https://${bare}`);
  if (address === null || address.username !== '' || !/^[^/\\@?#\s{}]+(\/[\w.~-]+)*$/.test(bare)) {
    throw hostRequired(service);
  }
  return `${address.host}${address.pathname.replace(/\/+$/, '')}`;
}

/** The error that asks for the host of a self-hosted service. */
export function hostRequired({ name, host }: Service): WalletError {
  return new WalletError('host-required', { service: name, example: host?.example ?? '' });
}

/** An address of the catalog with the host put in. */
export function withHost(address: string, host: string | null): string {
  return address.replaceAll('{host}', host ?? '');
}

/** A page of the catalog with host and app put in; null where one of them is wanted and not known. */
export function fillPage(page: string, host: string | null, clientId: string): string | null {
  const isFillable =
    (host !== null || !page.includes('{host}')) && (clientId !== '' || !page.includes('{clientId}'));
  return isFillable ? withHost(page, host).replaceAll('{clientId}', encodeURIComponent(clientId)) : null;
}

/** Whether a service runs at the host itself, as GitLab does; Entra's `{host}` is only a part of the path. */
export function runsAtHost(service: Service): boolean {
  return addressesOf(service).some(isAtHost);
}

/** The services of the catalog whose own addresses are at a host: `api.spotify.com`, or `gitlab.com`. */
export function servicesAtHost(services: readonly Service[], entered: string): readonly Service[] {
  const host = URL.parse(`https://${entered.replace(/^https:\/\//i, '')}`)?.host;
  return services.filter((service) => host !== undefined && hostsOf(service).includes(host));
}

function hostsOf(service: Service): readonly (string | undefined)[] {
  const fixed = addressesOf(service).filter((address) => !isAtHost(address));
  return [
    ...fixed.map((address) => URL.parse(withHost(address, null))?.host),
    ...(runsAtHost(service) ? [service.host?.usual] : []),
  ];
}

function isAtHost(address: string): boolean {
  return address.startsWith('https://{host}');
}

function addressesOf({ issuer, endpoints, check }: Service): readonly string[] {
  return [issuer, ...Object.values(endpoints ?? {}), check?.call.url].filter((one) => one !== undefined);
}
