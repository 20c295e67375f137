import type { InputOf } from '../../../contract/contract.ts';
import { hostRequired, runsAtHost, servicesAtHost } from '../../services/service-host.ts';
import type { ServiceDirectory } from '../../services/service-directory.ts';
import type { Service } from '../../services/service-schema.ts';
import { WalletError } from '../../wallet-error.ts';
import type { ForeignTokens } from './foreign-tokens.ts';
import type { RecognisedTokens } from './recognise-foreign-tokens.ts';

/** Where a token belongs: to a service of the catalog, to an issuer, or nobody knows. */
export type TokenHome =
  | { readonly service: Service; readonly host: string | undefined }
  | { readonly issuer: string }
  | { readonly unknownAt: string | undefined };

type Choice = Pick<InputOf<'tokens.add'>, 'service' | 'host' | 'check'>;

/**
 * Finds out which service a token is of, asking nobody: what the person chose, else what its form tells, else what the
 * text or the token itself names.
 *
 * A token is never tried at several services, so that one it does not belong to does not learn it: where these
 * disagree or are not enough, the person is asked with `token-unknown-service` or `host-required`, unless they chose
 * to keep it unchecked (an empty service, and no check).
 */
export function findTokenHome(
  services: ServiceDirectory,
  tokens: ForeignTokens,
  recognised: RecognisedTokens,
  choice: Choice,
): TokenHome {
  const host = given(choice.host) ?? tokens.host ?? undefined;
  if (choice.service === '' && !choice.check) {
    return { unknownAt: host };
  }
  const chosen = given(choice.service);
  const fitting = distinct(recognised.candidates.map(({ serviceId }) => services.get(serviceId)));
  const certain = distinct(
    recognised.candidates
      .filter(({ distinctive }) => distinctive)
      .map(({ serviceId }) => services.get(serviceId)),
  );

  if (chosen !== undefined) {
    const service = services.get(chosen);
    const contradicts = certain.length > 0 && !certain.includes(service);
    if (contradicts || !mayBeAt(services, service, host)) {
      throw unknownService(certain);
    }
    return { service, host: runsAtHost(service) ? host : given(choice.host) };
  }
  const [only, ...others] = certain.length > 0 ? certain : namedByText(services, tokens, host, fitting);
  if (only !== undefined) {
    if (others.length > 0 || !mayBeAt(services, only, host)) {
      throw unknownService([only, ...others]);
    }
    if (runsAtHost(only) && host === undefined) {
      // Its form is the same at every host; the usual one may be a stranger to it.
      throw hostRequired(only);
    }
    return { service: only, host: runsAtHost(only) ? host : given(choice.host) };
  }
  const [issuer, other = issuer] = [tokens.issuer, recognised.claims?.issuer].filter(isAddress);
  if (issuer === undefined || other?.replace(/\/$/, '') !== issuer.replace(/\/$/, '')) {
    throw unknownService(fitting);
  }
  return { issuer };
}

/** The tool that it comes from is made for one service; else the host is one's own, or the form narrows it down. */
function namedByText(
  services: ServiceDirectory,
  tokens: ForeignTokens,
  host: string | undefined,
  fitting: readonly Service[],
): readonly Service[] {
  const ofTool = services.ofId(tokens.serviceId);
  if (ofTool !== undefined) {
    return [ofTool];
  }
  const there = host === undefined ? [] : servicesAtHost(services.all, host);
  const both = there.filter((service) => fitting.includes(service));
  return both.length > 0 ? both : there;
}

/** Whether a token of this service can be at a host: its own, or for a self-hosted one any that is nobody else's. */
function mayBeAt(services: ServiceDirectory, service: Service, host: string | undefined): boolean {
  if (host === undefined) {
    return true;
  }
  const there = servicesAtHost(services.all, host);
  return there.length > 0 ? there.includes(service) : service.host !== undefined;
}

function unknownService(candidates: readonly Service[]): WalletError {
  const names = candidates.map(({ name }) => name).join(', ');
  return new WalletError('token-unknown-service', { candidates: names === '' ? '—' : names });
}

function isAddress(issuer: string | null | undefined): issuer is string {
  return /^https?:$/.test(URL.parse(issuer ?? '')?.protocol ?? '');
}

function given(text: string | undefined): string | undefined {
  return text === '' ? undefined : text;
}

function distinct<Item>(items: readonly Item[]): readonly Item[] {
  return [...new Set(items)];
}
