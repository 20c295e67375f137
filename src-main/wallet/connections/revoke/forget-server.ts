import type { OutputOf } from '../../../contract/contract.ts';
import type { ServerDescription } from '../../oauth/oauth.ts';
import type { ClientRecord, ConnectionRecord } from '../../vault/records.ts';
import type { ConnectionContext } from '../context.ts';
import { findParties } from '../parties.ts';
import { askAboutEnding, beginEnding, type Ending, prepareEnding } from './end-with-app.ts';

/**
 * Deletes what the wallet registered at a server (RFC 7592 section 2.3), and with it every grant of those clients. That
 * the server ended them is asked about, connection by connection, as after any revocation.
 */
export async function forgetServer(
  context: ConnectionContext,
  issuer: string,
): Promise<OutputOf<'servers.forget'>> {
  const opened = context.vault.opened();
  const clients = opened
    .readAll('client')
    .records.filter((client) => client.issuer === issuer && client.registeredByWallet);
  const connections = opened
    .readAll('connection')
    .records.filter(
      (record) => record.issuer === issuer && clients.some(({ clientId }) => record.clientId === clientId),
    );
  const [first] = connections;
  const server =
    first === undefined
      ? await context.oauth.discover(issuer)
      : (await findParties(context, opened, first)).server;

  let outcome: OutputOf<'servers.forget'>['outcome'] = clients.length === 0 ? 'unsupported' : 'gone';
  for (const client of clients) {
    const own = connections.filter(({ clientId }) => clientId === client.clientId);
    const answer = await forgetClient(context, server, client, own);
    if (answer === 'unsupported') {
      return { outcome: 'unsupported', ids: [] };
    }
    outcome = answer === 'done' ? 'done' : outcome;
  }
  return { outcome, ids: connections.map(({ id }) => id) };
}

async function forgetClient(
  context: ConnectionContext,
  server: ServerDescription,
  client: ClientRecord,
  connections: readonly ConnectionRecord[],
): Promise<'done' | 'gone' | 'unsupported'> {
  const opened = context.vault.opened();
  const endings: Ending[] = [];
  for (const record of connections) {
    endings.push(...(await prepareEnding(context, server, record)));
  }
  const answer = await context.oauth.deleteRegistration(server, client);
  if (answer === 'unsupported') {
    return answer;
  }
  const begun = opened.write((writer) => {
    writer.remove('client', client.id);
    writer.note({
      action: 'server-forgotten',
      connectionId: null,
      about: { service: connections[0]?.serviceName ?? server.issuer, app: client.appName },
    });
    return endings.flatMap((ending) => beginEnding(writer, ending, context.clock.now()));
  });
  for (const ending of begun) {
    await askAboutEnding(context, ending);
  }
  context.tell('connectionsChanged', {});
  return answer;
}
