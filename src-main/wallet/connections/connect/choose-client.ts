import type { ServerDescription } from '../../oauth/oauth.ts';
import { Secret } from '../../secret.ts';
import type { ClientRecord } from '../../vault/records.ts';
import { isWalletError } from '../../wallet-error.ts';
import type { ConnectionContext } from '../context.ts';
import { clientRecordId, findRegisteredClient } from '../parties.ts';

/** What the wallet calls itself where a person gives no other name. */
const DEFAULT_APP_NAME = 'Token Wallet';

/** What is known of the client that a person wants. */
export interface ClientWish {
  readonly clientId?: string | undefined;
  readonly clientSecret?: string | undefined;
  readonly appName?: string | undefined;
  readonly scopes: readonly string[];
  readonly redirectUri: string;
  /** How the service wants its clients to authenticate, where the catalog knows that. */
  readonly authMethod: string | undefined;
}

/**
 * Decides which client asks for the grant: the one typed in, the one that the wallet registered earlier, or a new one.
 *
 * A new registration is kept at once, whatever becomes of the attempt: its access token is the only way to delete it
 * at the service again (RFC 7592).
 */
export async function chooseClient(
  context: ConnectionContext,
  server: ServerDescription,
  wish: ClientWish,
): Promise<ClientRecord> {
  if (wish.clientId !== undefined && wish.clientId !== '') {
    return typedClient(context, server, wish, wish.clientId);
  }
  const opened = context.vault.opened();
  const appName = wish.appName === undefined || wish.appName === '' ? DEFAULT_APP_NAME : wish.appName;
  const known = findRegisteredClient(opened, { issuer: server.issuer, appName, scopes: wish.scopes });
  const usable = known === undefined ? undefined : await stillRegistered(context, server, known);
  return usable ?? register(context, server, { ...wish, appName });
}

async function register(
  { vault, oauth }: ConnectionContext,
  server: ServerDescription,
  wish: ClientWish & { readonly appName: string },
): Promise<ClientRecord> {
  const { appName, redirectUri, scopes } = wish;
  const registered = await oauth.register(server, { appName, redirectUri, scopes });
  const client: ClientRecord = {
    ...registered,
    id: clientRecordId(server.issuer, registered.clientId),
    issuer: server.issuer,
    appName,
    clientKey: registered.clientKey ?? null,
    registeredByWallet: true,
    registeredScopes: scopes,
    believedIntrospection: [],
  };
  vault.opened().write((writer) => {
    writer.put('client', client);
    writer.note({
      action: 'client-registered',
      connectionId: null,
      about: { service: new URL(server.issuer).host, app: appName },
    });
  });
  return client;
}

/** Asking after a registration may replace its secrets (RFC 7592 section 3); the new ones are kept at once. */
async function stillRegistered(
  { vault, oauth }: ConnectionContext,
  server: ServerDescription,
  before: ClientRecord,
): Promise<ClientRecord | undefined> {
  const answer = await oauth.readRegistration(server, before).catch(notToldIfExpected);
  if (answer.state !== 'known') {
    return answer.state === 'gone' ? undefined : before;
  }
  const after = { ...before, ...answer.replaced };
  if (Object.keys(answer.replaced).length > 0) {
    vault.opened().write((writer) => {
      writer.put('client', after);
    });
  }
  return after;
}

function notToldIfExpected(error: unknown): { readonly state: 'not-told' } {
  if (!isWalletError(error)) {
    throw error;
  }
  return { state: 'not-told' };
}

function typedClient(
  { vault }: ConnectionContext,
  server: ServerDescription,
  wish: ClientWish,
  clientId: string,
): ClientRecord {
  const { issuer } = server;
  const id = clientRecordId(issuer, clientId);
  const before = vault.opened().read('client', id);
  const typedSecret =
    wish.clientSecret === undefined || wish.clientSecret === '' ? null : new Secret(wish.clientSecret);
  return {
    id,
    issuer,
    clientId,
    appName: nonEmpty(wish.appName) ?? before?.appName ?? clientId,
    clientSecret: typedSecret ?? before?.clientSecret ?? null,
    clientKey: before?.clientKey ?? null,
    authMethod: before?.authMethod ?? wish.authMethod ?? null,
    registeredByWallet: before?.registeredByWallet ?? false,
    registeredScopes: before?.registeredScopes ?? [],
    registrationClientUri: before?.registrationClientUri ?? null,
    registrationAccessToken: before?.registrationAccessToken ?? null,
    believedIntrospection: before?.believedIntrospection ?? [],
  };
}

function nonEmpty(text: string | undefined): string | undefined {
  return text === '' ? undefined : text;
}
