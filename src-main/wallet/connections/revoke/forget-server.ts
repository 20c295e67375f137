import type { OutputOf } from '../../../contract/contract.ts';
import { type ConnectionContext, namesOf } from '../context.ts';
import { findParties } from '../parties.ts';

/**
 * Deletes what the wallet registered at a server (RFC 7592 section 2.3), and with it every grant of those clients. The
 * connections stay in the list until they are asked about: a server should end them, and only it can say that it did.
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
    .records.filter((record) => clients.some(({ clientId }) => record.clientId === clientId));
  const [first] = connections;
  const server =
    first === undefined
      ? await context.oauth.discover(issuer)
      : (await findParties(context, opened, first)).server;

  let outcome: OutputOf<'servers.forget'>['outcome'] = clients.length === 0 ? 'unsupported' : 'gone';
  for (const client of clients) {
    const answer = await context.oauth.deleteRegistration(server, client);
    if (answer === 'unsupported') {
      return { outcome: 'unsupported', ids: [] };
    }
    outcome = answer === 'done' ? 'done' : outcome;
    opened.write((writer) => {
      writer.remove('client', client.id);
      writer.note({
        action: 'server-forgotten',
        connectionId: null,
        about: {
          service: first === undefined ? issuer : (namesOf(first)['service'] ?? issuer),
          app: client.appName,
        },
      });
    });
  }
  return { outcome, ids: connections.map(({ id }) => id) };
}
