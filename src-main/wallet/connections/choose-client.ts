import type { ServerDescription } from '../oauth/oauth.ts';
import { Secret } from '../secret.ts';
import type { ClientRecord } from '../vault/records.ts';
import type { ConnectWish } from './connect.ts';
import type { ConnectionContext } from './context.ts';
import { clientRecordId, findRegisteredClient } from './parties.ts';
import { REDIRECT_URI } from './redirect-uri.ts';

/** What the wallet calls itself where a person gives no other name. */
const DEFAULT_APP_NAME = 'Token Wallet';

/**
 * Decides which client asks for the grant: the one typed in, the one that the wallet registered earlier, or a new one.
 *
 * A new registration is kept at once, whatever becomes of the attempt: its access token is the only way to delete it
 * at the service again (RFC 7592).
 */
export async function chooseClient(
  { vault, oauth }: ConnectionContext,
  server: ServerDescription,
  wish: ConnectWish,
): Promise<ClientRecord> {
  const opened = vault.opened();
  if (wish.clientId !== undefined && wish.clientId !== '') {
    return typedClient(wish.clientId);
  }
  const appName = wish.appName === undefined || wish.appName === '' ? DEFAULT_APP_NAME : wish.appName;
  const { issuer } = server;
  const known = findRegisteredClient(opened, { issuer, appName, scopes: wish.scopes });
  if (known !== undefined && (await oauth.isStillRegistered(server, known))) {
    return known;
  }
  const registered = await oauth.register(server, {
    appName,
    redirectUri: REDIRECT_URI,
    scopes: wish.scopes,
  });
  const client: ClientRecord = {
    id: clientRecordId(issuer, registered.clientId),
    issuer,
    appName,
    registeredByWallet: true,
    registeredScopes: wish.scopes,
    ...registered,
  };
  opened.write((writer) => {
    writer.put('client', client);
    writer.note({
      action: 'client-registered',
      connectionId: null,
      about: { service: new URL(issuer).host, app: appName },
    });
  });
  return client;

  function typedClient(clientId: string): ClientRecord {
    const id = clientRecordId(server.issuer, clientId);
    const before = opened.read('client', id);
    const typedSecret =
      wish.clientSecret === undefined || wish.clientSecret === '' ? null : new Secret(wish.clientSecret);
    return {
      id,
      issuer: server.issuer,
      clientId,
      appName: wish.appName ?? before?.appName ?? clientId,
      clientSecret: typedSecret ?? before?.clientSecret ?? null,
      authMethod: before?.authMethod ?? null,
      registeredByWallet: before?.registeredByWallet ?? false,
      registeredScopes: before?.registeredScopes ?? [],
      registrationClientUri: before?.registrationClientUri ?? null,
      registrationAccessToken: before?.registrationAccessToken ?? null,
    };
  }
}
