import { randomUUID } from 'node:crypto';
import type {
  ConnectionRecord,
  LateTokensRecord,
  PendingRevocation,
  TokenOwner,
} from '../../vault/records.ts';
import type { VaultReader, VaultWriter } from '../../vault/vault.ts';
import { markedForRevocation, newlyPending } from '../../vault/pending-revocation.ts';

/** Tokens that are to be cut, and whose. */
export type LateTokens = Pick<
  LateTokensRecord,
  'connectionId' | 'accessToken' | 'refreshToken' | 'kind' | 'proofKey' | 'refreshParameters' | 'expiresAtMs'
> & { readonly owner: TokenOwner };

/**
 * Keeps tokens that are to be cut and never used, in the transaction in which they turn out to be such, so that nothing
 * can lose them; `cutLateTokens` of the context then tries at once. A connection that was revoked meanwhile is in
 * revocation again, because it is not over before these are dead too. Answers with the id of the record.
 */
export function keepLateTokens(writer: VaultWriter, late: LateTokens, nowMs: number): string {
  const { connectionId, owner, accessToken, refreshToken, kind, proofKey, refreshParameters, expiresAtMs } =
    late;
  const connection = writer.read('connection', connectionId);
  const pending = newlyPending(nowMs);
  const isBeingRevoked =
    connection !== undefined && (connection.pending !== null || connection.revokedAtMs !== null);
  if (isBeingRevoked) {
    writer.put('connection', inRevocation(connection, pending));
  }
  const id = `${connectionId} ${randomUUID()}`;
  writer.put('lateTokens', {
    id,
    connectionId,
    owner: ownerIn(owner),
    accessToken,
    refreshToken,
    kind,
    proofKey,
    refreshParameters,
    expiresAtMs,
    pending: isBeingRevoked ? null : pending,
  });
  return id;
}

/** Of a service that tells no lifetimes so many are remembered. */
const MOST_SUPERSEDED = 8;

/**
 * Remembers an access token that a refresh has replaced: it works until its own end, and whoever revokes the connection
 * has to cut it too (RFC 7009 section 2.1: ending it with the refresh token is only a SHOULD).
 */
export function keepSuperseded(
  writer: VaultWriter,
  { connectionId, owner, ...tokens }: Omit<LateTokens, 'refreshToken'>,
  nowMs: number,
): void {
  const earlier = lateTokensOf(writer, connectionId).filter(
    ({ pending, refreshToken }) => pending === null && refreshToken === null,
  );
  earlier.forEach(({ id, expiresAtMs }, index) => {
    if (isOver(expiresAtMs, nowMs) || index <= earlier.length - MOST_SUPERSEDED) {
      writer.remove('lateTokens', id);
    }
  });
  if (!isOver(tokens.expiresAtMs, nowMs)) {
    const id = `${connectionId} ${randomUUID()}`;
    const record = { id, connectionId, owner: ownerIn(owner), ...tokens };
    writer.put('lateTokens', { ...record, refreshToken: null, pending: null });
  }
}

function isOver(expiresAtMs: number | null, nowMs: number): boolean {
  return expiresAtMs !== null && expiresAtMs <= nowMs;
}

/**
 * Puts what a refresh brought while its connection was being revoked in the place of what it has replaced, for a
 * connection that is not revoked after all: the tokens that it holds are dead at a service that rotates.
 */
export function takeUpLateTokens(writer: VaultWriter, connection: ConnectionRecord): ConnectionRecord {
  const tokens = writer.read('tokenSet', connection.id);
  const newest = lateTokensOf(writer, connection.id).findLast(
    ({ pending, refreshToken }) => pending === null && refreshToken !== null,
  );
  if (tokens === undefined || newest === undefined) {
    return connection;
  }
  const { accessToken, refreshToken, refreshParameters, expiresAtMs } = newest;
  writer.put('tokenSet', { ...tokens, accessToken, refreshToken, refreshParameters });
  writer.remove('lateTokens', newest.id);
  const expiry = expiresAtMs === null ? 'not-stated' : 'at';
  return {
    ...connection,
    expiresAtMs,
    expiry,
    refreshBegunAtMs: null,
    generation: connection.generation + 1,
  };
}

/** A connection has nothing to do with its late tokens any more, being connected anew: they wait on their own. */
export function leaveLateTokens(writer: VaultWriter, connectionId: string, nowMs: number): void {
  for (const late of lateTokensOf(writer, connectionId)) {
    writer.put('lateTokens', { ...late, pending: late.pending ?? newlyPending(nowMs) });
  }
}

/** A connection that has tokens to be revoked, and not only to be asked about. */
function inRevocation(connection: ConnectionRecord, begun: PendingRevocation): ConnectionRecord {
  const { pending } = connection;
  if (pending === null) {
    return markedForRevocation(connection, begun);
  }
  return pending.step === 'revoke'
    ? connection
    : { ...connection, pending: { ...pending, step: 'revoke', nextAttemptAtMs: begun.nextAttemptAtMs } };
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
