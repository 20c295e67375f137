import type { Connection } from '../../src-main/contract/connection.ts';
import { hasFailed, isLeftByHand } from './revocation-facts.ts';
import { isGrave, isHarmful } from './scope-facts.ts';

const DAY_MS = 24 * 60 * 60 * 1000;

/** An access that ends as a whole within this time is among the expiring ones, whatever the service's usual lifetimes. */
const EXPIRING_WITHIN_MS = 7 * DAY_MS;

/** The filters above the list. `all` is what it says; each of the others answers one question of a person. */
export const filters = [
  'all',
  'attention',
  'writes',
  'administers',
  'endless',
  'expiring',
  'revoked',
] as const;
export type Filter = (typeof filters)[number];

/** Whether the service may still accept what the app holds, so that there is something to take back. */
export function isRevocable(connection: Connection): boolean {
  return connection.state !== 'revoked';
}

/** Whether a person has to decide something about this connection. */
export function needsAttention(connection: Connection): boolean {
  return connection.state === 'needs-attention' || hasFailed(connection) || isLeftByHand(connection);
}

export function matchesFilter(connection: Connection, filter: Filter, nowMs: number): boolean {
  switch (filter) {
    case 'all':
      return true;
    case 'attention':
      return needsAttention(connection);
    case 'expiring':
      return isExpiring(connection, nowMs);
    case 'writes':
      return isHarmful(connection.risk) && isRevocable(connection);
    case 'administers':
      return isGrave(connection.risk) && isRevocable(connection);
    case 'endless':
      return connection.expiry === 'never' && isRevocable(connection);
    case 'revoked':
      return !isRevocable(connection);
  }
}

/** Whether every word of the query is found in some name, address or right of the connection. */
export function matchesQuery(connection: Connection, query: string): boolean {
  const { app, service, account, scopes, label } = connection;
  const names = [label, app.name, app.clientId, service.name, service.issuer];
  const persons = [account.name, account.email, account.subject];
  const words = scopes.known.flatMap(({ scope, means }) =>
    scopes.granted.includes(scope) ? [means.en, means.ru] : [],
  );
  const haystack = [...names, ...persons, ...scopes.granted, ...words].join('\n').toLocaleLowerCase();
  return query
    .toLocaleLowerCase()
    .split(/\s+/)
    .every((word) => haystack.includes(word));
}

/**
 * How much of the time is left, from 0 to 1; undefined where no end is known. Of the access as a whole where its end is
 * known, else of the present token.
 */
export function shareOfTimeLeft(connection: Connection, nowMs: number): number | undefined {
  const end = endAhead(connection, nowMs)?.at ?? connection.expiresAt;
  if (end === null) {
    return undefined;
  }
  const endMs = Date.parse(end);
  const wholeMs = endMs - Date.parse(connection.issuedAt);
  const left = wholeMs > 0 ? (endMs - nowMs) / wholeMs : 0;
  return Math.min(1, Math.max(0, left));
}

/** What the person calls it, else the name of the app. */
export function nameOf(connection: Connection): string {
  return connection.label ?? connection.app.name;
}

/** Whom the service recognises, by the most human name that it told; undefined where it told none. */
export function accountName(connection: Connection): string | undefined {
  const { name, email, subject } = connection.account;
  return email ?? name ?? subject ?? undefined;
}

/** Scopes that were asked for and not granted, and those granted without having been asked for. */
export function compareScopes(connection: Connection): { refused: string[]; added: string[] } {
  const { requested, granted, stated } = connection.scopes;
  return {
    refused: stated ? requested.filter((scope) => !granted.includes(scope)) : [],
    added: granted.filter((scope) => requested.length > 0 && !requested.includes(scope)),
  };
}

/**
 * The end of the access as a whole, where it is worth telling: one that every use puts off is not, until it is near.
 */
export function endAhead({ end }: Connection, nowMs: number): Connection['end'] {
  return end !== null && (!end.isPreventable || Date.parse(end.at) - nowMs < EXPIRING_WITHIN_MS) ? end : null;
}

function isExpiring(connection: Connection, nowMs: number): boolean {
  const { end, expiresAt, refreshable } = connection;
  const at = end?.at ?? (refreshable ? null : expiresAt);
  if (at === null || !isRevocable(connection)) {
    return false;
  }
  const leftMs = Date.parse(at) - nowMs;
  return leftMs > 0 && (connection.state === 'expiring' || leftMs < EXPIRING_WITHIN_MS);
}
