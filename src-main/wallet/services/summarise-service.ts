import type { ServiceSummary } from '../../contract/service.ts';
import { reachableOutcome } from './reachable-outcome.ts';
import type { Service } from './service-schema.ts';

/** What a person sees of a service before connecting to it. What is not known is null. */
export function summariseService(service: Service, redirectUri: string): ServiceSummary {
  const { host, client, revocation, access, refresh, scopes, redirect } = service;
  const calls = revocation.calls ?? [];
  return {
    id: service.id,
    name: service.name,
    host: host === undefined ? null : { ask: host.ask, example: host.example, usual: host.usual ?? null },
    flows: [...service.flows],
    client: {
      kinds: [...client.kinds],
      page: client.page ?? null,
      redirectUri: redirectUriOf(redirect, redirectUri),
      hint: client.hint ?? null,
    },
    tokenPage: service.tokenPage ?? null,
    pkce: service.pkce ?? null,
    scopes: scopes.known.map(({ scope, risk, means }) => ({ scope, risk, means })),
    expiry: {
      lifetimeSeconds: access?.lifetimeSeconds ?? null,
      withoutExpiresIn: access?.withoutExpiresIn ?? null,
    },
    refresh: refresh?.issued ?? null,
    revocation: {
      style: revocation.style,
      who: [...new Set(calls.map(({ who }) => who))],
      cuts: revocation.cuts?.refresh ?? revocation.cuts?.access ?? calls[0]?.cuts ?? null,
      page: revocation.page ?? null,
      outcome: reachableOutcome(service),
      warnings: calls.flatMap(({ warning }) => warning ?? []),
    },
    checkable: service.check !== undefined || service.endpoints?.userinfo !== undefined,
    sources: [...service.sources],
  };
}

/** What a person enters at the service. A port is part of it only where the service insists on a fixed one. */
export function redirectUriOf(redirect: Service['redirect'], usual: string): string {
  if (redirect === undefined) {
    return usual;
  }
  const { host, port, path = '/callback', scheme } = redirect;
  if (scheme !== undefined) {
    return `${scheme}:${path}`;
  }
  return `http://${host}${port === undefined ? '' : `:${port}`}${path}`;
}
