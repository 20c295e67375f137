import { randomUUID } from 'node:crypto';
import type { Identity, ServerDescription, TokenReply } from '../oauth/oauth.ts';
import type { ClientRecord, ConnectionRecord, TokenSetRecord } from '../vault/records.ts';
import type { OpenVault } from '../vault/vault.ts';
import { namesOf } from './context.ts';
import { clientRecordId } from './parties.ts';
import { connectionFromGrant, isSameGrant, tokenSetFromGrant } from './grant.ts';

/** A grant as it came back from the service, ready to be kept. */
export interface Grant {
  readonly server: ServerDescription;
  readonly client: ClientRecord;
  readonly requested: readonly string[];
  readonly reply: TokenReply;
  readonly identity: Identity | null;
}

export interface StoredGrant {
  readonly server: ServerDescription;
  readonly connection: ConnectionRecord;
  /** The token set that this one took the place of, still alive at the service. */
  readonly replaced: { readonly client: ClientRecord; readonly tokens: TokenSetRecord } | undefined;
}

/**
 * Keeps a grant: client, server, connection, tokens and journal in one transaction.
 *
 * The same account, app and service again replaces the token set of the connection that is there.
 */
export function storeGrant(opened: OpenVault, grant: Grant, nowMs: number): StoredGrant {
  const { server, client, identity, reply } = grant;
  const subject = identity?.subject ?? null;
  return opened.write((writer) => {
    const previous = writer
      .readAll('connection')
      .records.find((record) => isSameGrant(record, { issuer: server.issuer, subject, app: client }));
    const connection = connectionFromGrant({
      id: previous?.id ?? randomUUID(),
      previous,
      server,
      app: {
        clientId: client.clientId,
        appName: client.appName,
        registeredByWallet: client.registeredByWallet,
      },
      requested: grant.requested,
      reply,
      identity,
      nowMs,
    });
    const replacedTokens = previous === undefined ? undefined : writer.read('tokenSet', previous.id);
    const replacedClient =
      previous === undefined
        ? undefined
        : writer.read('client', clientRecordId(previous.issuer, previous.clientId));

    writer.put('server', { id: server.issuer, readAtMs: nowMs, metadata: server.metadata });
    writer.put('client', client);
    writer.put('connection', connection);
    writer.put('tokenSet', tokenSetFromGrant(connection.id, reply));
    writer.note({
      action: previous === undefined ? 'connected' : 'reconnected',
      connectionId: connection.id,
      about: { ...namesOf(connection), scopes: connection.scopesGranted.join(' ') },
    });
    return {
      server,
      connection,
      replaced:
        replacedTokens === undefined
          ? undefined
          : { client: replacedClient ?? client, tokens: replacedTokens },
    };
  });
}
