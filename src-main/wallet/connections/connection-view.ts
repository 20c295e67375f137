import type { Activity, Connection, ConnectionState } from '../../contract/connection.ts';
import type { ConnectionRecord } from '../vault/records.ts';

/** The read model of a connection: what the window and the terminal show. Holds no secret. */
export function viewConnection(record: ConnectionRecord, activity: Activity, nowMs: number): Connection {
  return {
    id: record.id,
    service: { name: record.serviceName, issuer: record.issuer },
    app: { name: record.appName, clientId: record.clientId, registeredByWallet: record.registeredByWallet },
    account: { ...record.account },
    scopes: {
      requested: [...record.scopesRequested],
      granted: [...record.scopesGranted],
      stated: record.scopesStated,
    },
    connectedAt: moment(record.connectedAtMs),
    issuedAt: moment(record.issuedAtMs),
    expiresAt: record.expiresAtMs === null ? null : moment(record.expiresAtMs),
    expiry: record.expiry,
    refreshable: record.refreshable,
    state: stateOf(record, nowMs),
    attention: record.attention,
    activity,
    lastCheck: record.lastCheck,
    revocation: record.revocation,
    notes: [...record.notes],
  };
}

/** ISO 8601 in UTC. */
export function moment(atMs: number): string {
  return new Date(atMs).toISOString();
}

/**
 * A connection whose access token has run out is not over while a refresh token can renew it: calling it expired
 * would hide a live access.
 */
function stateOf(record: ConnectionRecord, nowMs: number): ConnectionState {
  if (record.revokedAtMs !== null) {
    return 'revoked';
  }
  if (record.attention !== null) {
    return 'needs-attention';
  }
  const runOut = record.expiresAtMs !== null && record.expiresAtMs <= nowMs;
  return runOut && !record.refreshable ? 'expired' : 'active';
}
