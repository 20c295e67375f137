import type { ConnectionNote, Expiry } from '../../../contract/connection.ts';
import type { Identity, ServerDescription, TokenReply } from '../../oauth/oauth.ts';
import { nameOfIssuer } from '../../services/service-directory.ts';
import type { Service } from '../../services/service-schema.ts';
import type { Secret } from '../../secret.ts';
import type { ConnectionRecord, TokenSetRecord } from '../../vault/records.ts';

/** What a token reply says of time, in absolute terms. */
export interface Term {
  readonly issuedAtMs: number;
  readonly expiresAtMs: number | null;
  readonly expiry: Expiry;
}

/** A missing `expires_in` means "never" only where the service is known to mean that (RFC 6749 section 5.1). */
export function termOf(reply: TokenReply, service: Service | undefined, nowMs: number): Term {
  if (reply.expiresInSeconds !== null) {
    return { issuedAtMs: nowMs, expiresAtMs: nowMs + reply.expiresInSeconds * 1000, expiry: 'at' };
  }
  return { issuedAtMs: nowMs, expiresAtMs: null, expiry: service?.access?.withoutExpiresIn ?? 'not-stated' };
}

/** What the app may do: as the service stated it, or as it was requested (RFC 6749 section 5.1). */
export function grantedScopes(
  reply: TokenReply,
  requested: readonly string[],
): { readonly scopesGranted: readonly string[]; readonly scopesStated: boolean } {
  return { scopesGranted: reply.scopes ?? requested, scopesStated: reply.scopes !== null };
}

/** Remarks that a person should see beside a fresh grant. */
export function notesOf(
  server: ServerDescription,
  requested: readonly string[],
  granted: readonly string[],
): ConnectionNote[] {
  const notes = serverNotes(server);
  if (requested.some((scope) => !granted.includes(scope))) {
    notes.push('fewer-scopes-granted');
  }
  if (requested.length > 0 && granted.some((scope) => !requested.includes(scope))) {
    notes.push('more-scopes-granted');
  }
  return notes;
}

/** Remarks on a server that are known before anything is granted. */
export function serverNotes(server: ServerDescription): ConnectionNote[] {
  const methods = server.metadata['code_challenge_methods_supported'];
  const advertisesPkce = Array.isArray(methods) && methods.includes('S256');
  const advertisesIss = server.metadata['authorization_response_iss_parameter_supported'] === true;
  return [
    ...(advertisesPkce ? [] : (['pkce-not-advertised'] as const)),
    ...(advertisesIss ? [] : (['iss-not-advertised'] as const)),
  ];
}

/** What to call a service; one that runs in many places is named with its place. */
export function nameOfService(
  server: ServerDescription,
  service: Service | undefined,
  host: string | null,
): string {
  if (service === undefined) {
    return nameOfIssuer(server.issuer);
  }
  return host === null || host === service.host?.usual ? service.name : `${service.name} (${host})`;
}

/** What is known of a client when a grant comes in. */
export interface GrantedApp {
  readonly clientId: string;
  readonly appName: string;
  readonly registeredByWallet: boolean;
}

/** The record of a new connection, or of one whose token set this grant replaces. */
export function connectionFromGrant(grant: {
  readonly id: string;
  readonly previous: ConnectionRecord | undefined;
  readonly server: ServerDescription;
  readonly service: Service | undefined;
  readonly host: string | null;
  readonly app: GrantedApp;
  readonly requested: readonly string[];
  readonly reply: TokenReply;
  readonly identity: Identity | null;
  readonly resource: string | null;
  readonly detailsRequested: string | null;
  readonly nowMs: number;
}): ConnectionRecord {
  const { id, previous, server, service, host, app, requested, reply, identity, nowMs } = grant;
  const scopes = grantedScopes(reply, requested);
  return {
    id,
    issuer: server.issuer,
    serviceId: service?.id ?? null,
    serviceHost: host,
    serviceName: nameOfService(server, service, host),
    label: previous?.label ?? null,
    origin: 'authorized',
    ...app,
    account: {
      subject: identity?.subject ?? null,
      name: identity?.name ?? null,
      email: identity?.email ?? null,
    },
    scopesRequested: requested,
    ...scopes,
    connectedAtMs: previous?.connectedAtMs ?? nowMs,
    ...termOf(reply, service, nowMs),
    refreshable: reply.refreshToken !== null,
    refreshExpiresAtMs: refreshEnd(reply, nowMs),
    refreshIssuedAtMs: nowMs,
    boundToComputer: reply.tokenType === 'dpop',
    resource: grant.resource,
    details: detailsOf(grant.detailsRequested, reply),
    notes: notesOf(server, requested, scopes.scopesGranted),
    generation: (previous?.generation ?? 0) + 1,
    revokedAtMs: null,
    attention: null,
    lastCheck: null,
    revocation: null,
    pending: null,
    refreshBegunAtMs: null,
    usedAtMs: nowMs,
    toldOfEndAtMs: null,
    forgottenAtMs: null,
  };
}

/** The token set that belongs to it. */
export function tokenSetFromGrant(id: string, reply: TokenReply, proofKey: Secret | null): TokenSetRecord {
  const { accessToken, refreshToken, idToken, tokenType, refreshParameters } = reply;
  return { id, kind: 'access', accessToken, refreshToken, idToken, tokenType, proofKey, refreshParameters };
}

/** When a refresh token ends, where the service told. */
export function refreshEnd(reply: TokenReply, nowMs: number): number | null {
  return reply.refreshExpiresInSeconds === null ? null : nowMs + reply.refreshExpiresInSeconds * 1000;
}

/** RFC 9396 section 7: what was granted may be less than what was asked. */
function detailsOf(requested: string | null, reply: TokenReply): ConnectionRecord['details'] {
  return requested === null
    ? null
    : {
        requested,
        granted: reply.authorizationDetails === null ? null : JSON.stringify(reply.authorizationDetails),
      };
}

/**
 * Whether a grant is for the same account, app and service as a connection that is there already, so that its token set
 * takes the place of the other. Without a subject nobody can say, and the two are kept apart.
 */
export function isSameGrant(
  record: ConnectionRecord,
  grant: { readonly issuer: string; readonly subject: string | null; readonly app: GrantedApp },
): boolean {
  const sameApp =
    record.clientId === grant.app.clientId ||
    (record.registeredByWallet && grant.app.registeredByWallet && record.appName === grant.app.appName);
  return (
    record.issuer === grant.issuer &&
    sameApp &&
    grant.subject !== null &&
    record.account.subject === grant.subject &&
    record.forgottenAtMs === null
  );
}
