import type { Identity, TokenReply } from '../../oauth/oauth.ts';
import type { Secret } from '../../secret.ts';
import type { ClientRecord, ConnectionRecord } from '../../vault/records.ts';
import type { OpenVault } from '../../vault/vault.ts';
import { namesOf } from '../context.ts';
import type { FoundServer } from './find-server.ts';
import { keepLateTokens, leaveLateTokens } from '../revoke/late-tokens.ts';
import { connectionFromGrant, isSameGrant, tokenSetFromGrant } from './grant.ts';

/** A grant as it came back from the service, ready to be kept. */
export interface Grant extends FoundServer {
  readonly client: ClientRecord;
  readonly requested: readonly string[];
  /** Whether the service comes from a file of the person's own. */
  readonly isDescribed: boolean;
  readonly certificateAuthority: string | null;
  readonly proofKey: Secret | null;
  readonly resource: string | null;
  readonly detailsRequested: string | null;
  readonly reply: TokenReply;
  readonly identity: Identity | null;
}

export interface StoredGrant {
  readonly connection: ConnectionRecord;
  /** There was a token set that this one took the place of. It is still alive at the service. */
  readonly isReplacement: boolean;
}

/**
 * Keeps a grant: client, server, connection, tokens and journal in one transaction.
 *
 * The same account, app and service again replaces the token set of the connection that is there. The old one is kept
 * until it is cut: replace first, then revoke, so that nothing breaks.
 */
export function storeGrant(opened: OpenVault, grant: Grant, nowMs: number): StoredGrant {
  const { server, client, identity, reply } = grant;
  const subject = identity?.subject ?? null;
  return opened.write((writer) => {
    const previous = writer
      .readAll('connection')
      .records.find((record) => isSameGrant(record, { issuer: server.issuer, subject, app: client }));
    const connection = connectionFromGrant({
      id: previous?.id ?? writer.newConnectionId(),
      previous,
      server,
      service: grant.service,
      host: grant.host,
      app: {
        clientId: client.clientId,
        appName: client.appName,
        registeredByWallet: client.registeredByWallet,
      },
      requested: grant.requested,
      resource: grant.resource,
      detailsRequested: grant.detailsRequested,
      reply,
      identity,
      nowMs,
    });
    const replaced = previous === undefined ? undefined : writer.read('tokenSet', previous.id);

    writer.put('server', {
      id: server.issuer,
      readAtMs: nowMs,
      describedService: grant.isDescribed ? (grant.service ?? null) : null,
      certificateAuthority: grant.certificateAuthority,
      metadata: server.metadata,
    });
    writer.put('client', client);
    writer.put('connection', connection);
    writer.put('tokenSet', tokenSetFromGrant(connection.id, reply, grant.proofKey));
    if (previous !== undefined) {
      leaveLateTokens(writer, previous.id, nowMs);
    }
    if (previous !== undefined && replaced !== undefined) {
      const { id: connectionId, expiresAtMs } = previous;
      keepLateTokens(writer, { ...replaced, connectionId, owner: previous, expiresAtMs }, nowMs);
    }
    writer.note({
      action: previous === undefined ? 'connected' : 'reconnected',
      connectionId: connection.id,
      about: { ...namesOf(connection), scopes: connection.scopesGranted.join(' ') },
    });
    return { connection, isReplacement: replaced !== undefined };
  });
}
