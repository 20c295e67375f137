import type { ServiceSummary } from '../../src-main/contract/service.ts';

/** One answer to "which service?": one that the wallet knows, or what was typed, taken as an address. */
export type ServiceOption =
  | { readonly kind: 'service'; readonly service: ServiceSummary }
  | { readonly kind: 'issuer'; readonly address: string }
  | { readonly kind: 'api'; readonly address: string };

/** What the dialog offers for what was typed so far; addresses come first where something was typed that is one. */
export function serviceOptions(typed: string, matching: readonly ServiceSummary[]): ServiceOption[] {
  const address = typed.trim();
  const services = matching.map((service) => ({ kind: 'service', service }) as const);
  if (address === '') {
    return services;
  }
  const addresses = [
    { kind: 'issuer', address },
    { kind: 'api', address },
  ] as const;
  return looksLikeAddress(address) || services.length === 0 ? [...addresses, ...services] : services;
}

function looksLikeAddress(text: string): boolean {
  return /^\S+[.:]\S+$/.test(text);
}
