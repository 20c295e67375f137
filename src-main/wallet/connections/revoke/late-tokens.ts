import { randomUUID } from 'node:crypto';
import type { LateTokensRecord, TokenOwner } from '../../vault/records.ts';
import type { VaultReader, VaultWriter } from '../../vault/vault.ts';
import { markedForRevocation, newlyPending } from './pending.ts';

/** Tokens that are to be cut, and whose. */
export type LateTokens = Pick<
  LateTokensRecord,
  'connectionId' | 'accessToken' | 'refreshToken' | 'kind' | 'proofKey' | 'expiresAtMs'
> & { readonly owner: TokenOwner };

/**
 * Keeps tokens that are to be cut and never used, in the transaction in which they turn out to be such, so that nothing
 * can lose them; `cutLateTokens` of the context then tries at once. A connection that was revoked meanwhile is in
 * revocation again, because it is not over before these are dead too.
 */
export function keepLateTokens(writer: VaultWriter, late: LateTokens, nowMs: number): void {
  const { connectionId, owner, accessToken, refreshToken, kind, proofKey, expiresAtMs } = late;
  const connection = writer.read('connection', connectionId);
  const pending = newlyPending(nowMs);
  const isBeingRevoked =
    connection !== undefined && (connection.pending !== null || connection.revokedAtMs !== null);
  if (isBeingRevoked && connection.pending === null) {
    writer.put('connection', markedForRevocation(connection, pending));
  }
  writer.put('lateTokens', {
    id: `${connectionId} ${randomUUID()}`,
    connectionId,
    owner: ownerIn(owner),
    accessToken,
    refreshToken,
    kind,
    proofKey,
    expiresAtMs,
    pending: isBeingRevoked ? null : pending,
  });
}

/** The late tokens of a connection, those that wait on their own too. */
export function lateTokensOf(reader: VaultReader, connectionId: string): readonly LateTokensRecord[] {
  return reader.readAll('lateTokens', connectionId).records;
}

/** Only what is needed of a connection, which is often what is handed in. */
function ownerIn(owner: TokenOwner): TokenOwner {
  const { issuer, serviceId, serviceHost, serviceName, appName, clientId } = owner;
  const { account, scopesGranted, origin, resource } = owner;
  return {
    ...{ issuer, serviceId, serviceHost, serviceName, appName, clientId },
    ...{ account, scopesGranted, origin, resource },
  };
}
