import type { Activity, Connection, ConnectionState, Risk, ScopeMeaning } from '../../contract/connection.ts';
import { RiskSchema } from '../../contract/connection.ts';
import { moment } from '../moment.ts';
import type { ServiceDirectory } from '../services/service-directory.ts';
import type { ConnectionRecord } from '../vault/records.ts';
import { forecastEnd, isNear, type End } from './expiry/forecast-end.ts';
import { hasRunOut } from './refresh/needs-renewal.ts';

/** What a view is made with besides the record. */
export interface ViewContext {
  readonly services: ServiceDirectory;
  readonly activity: Activity;
  readonly nowMs: number;
}

/** The read model of a connection: what the window and the terminal show. Holds no secret. */
export function viewConnection(
  record: ConnectionRecord,
  { services, activity, nowMs }: ViewContext,
): Connection {
  const end = forecastEnd(record, services.ofId(record.serviceId));
  const known = explainScopes(services, record.serviceId, [
    ...record.scopesGranted,
    ...record.scopesRequested,
  ]);
  return {
    id: record.id,
    service: { id: record.serviceId, name: record.serviceName, issuer: record.issuer },
    label: record.label,
    app: { name: record.appName, clientId: record.clientId, registeredByWallet: record.registeredByWallet },
    account: { ...record.account },
    scopes: {
      requested: [...record.scopesRequested],
      granted: [...record.scopesGranted],
      stated: record.scopesStated,
      known,
    },
    risk: worstRisk(known.filter(({ scope }) => record.scopesGranted.includes(scope))),
    origin: record.origin,
    boundToComputer: record.boundToComputer,
    connectedAt: moment(record.connectedAtMs),
    issuedAt: moment(record.issuedAtMs),
    expiresAt: momentOrNull(record.expiresAtMs),
    expiry: record.expiry,
    refreshable: record.refreshable,
    refreshExpiresAt: momentOrNull(record.refreshExpiresAtMs),
    end:
      end === null ? null : { at: moment(end.atMs), because: end.because, isPreventable: end.isPreventable },
    details: record.details,
    state: stateOf(record, end, nowMs),
    attention: record.attention,
    activity,
    pending: viewPending(record.pending),
    lastCheck: record.lastCheck,
    revocation: record.revocation,
    notes: [...record.notes],
  };
}

function viewPending(pending: ConnectionRecord['pending']): Connection['pending'] {
  return pending === null
    ? null
    : {
        step: pending.step,
        attempts: pending.attempts,
        nextAttemptAt: moment(pending.nextAttemptAtMs),
        isStopped: pending.isStopped,
      };
}

/** What scopes mean at a service; one that nobody explained is left out, never guessed. */
export function explainScopes(
  services: ServiceDirectory,
  serviceId: string | null,
  scopes: readonly string[],
): ScopeMeaning[] {
  const service = services.ofId(serviceId);
  return [...new Set(scopes)].flatMap((scope) => {
    const known = services.scopeAt(service, scope);
    return known === undefined ? [] : [{ scope, risk: known.risk, means: known.means }];
  });
}

/** A connection is as risky as the worst of its rights. */
export function worstRisk(scopes: readonly { readonly risk: Risk }[]): Risk | null {
  const order = RiskSchema.options;
  const worst = Math.max(...scopes.map(({ risk }) => order.indexOf(risk)));
  return order[worst] ?? null;
}

function momentOrNull(atMs: number | null): string | null {
  return atMs === null ? null : moment(atMs);
}

/**
 * A connection whose access token has run out is not over while a refresh token can renew it: calling it expired would
 * hide a live access. An end that is only forecast may not come, so it expires nothing either.
 */
function stateOf(record: ConnectionRecord, end: End | null, nowMs: number): ConnectionState {
  if (record.revokedAtMs !== null) {
    return 'revoked';
  }
  if (record.pending !== null) {
    return 'revoking';
  }
  if (record.attention !== null) {
    return 'needs-attention';
  }
  const { refreshable, refreshExpiresAtMs } = record;
  const isRenewable = refreshable && (refreshExpiresAtMs === null || refreshExpiresAtMs > nowMs);
  if (hasRunOut(record, nowMs, 0) && !isRenewable) {
    return 'expired';
  }
  return end !== null && !end.isPreventable && isNear(end, nowMs) ? 'expiring' : 'active';
}
