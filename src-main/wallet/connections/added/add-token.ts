import type { InputOf } from '../../../contract/contract.ts';
import type { Secret } from '../../secret.ts';
import { hostFor, withHost } from '../../services/service-host.ts';
import type { Service } from '../../services/service-schema.ts';
import type { ConnectionRecord } from '../../vault/records.ts';
import type { VaultReader, VaultWriter } from '../../vault/vault.ts';
import { WalletError } from '../../wallet-error.ts';
import { addedRecords, type FoundTokens } from './added-records.ts';
import { askAboutForeignToken } from './ask-about-foreign-token.ts';
import { type ConnectionContext, namesOf } from '../context.ts';
import {
  describesItself,
  findServerByIssuer,
  findServerOfService,
  type FoundServer,
  withServiceFacts,
} from '../connect/find-server.ts';
import { findTokenHome, type TokenHome } from './find-token-home.ts';
import { nameOfService } from '../connect/grant.ts';
import { readTokenText } from './read-token-text.ts';
import { kindOf, recogniseForeignTokens } from './recognise-foreign-tokens.ts';

type Wish = InputOf<'tokens.add'>;

/**
 * Puts tokens in that were made elsewhere: all that the text holds, or none. One that is kept already is left as it is.
 *
 * Nobody is asked without `check`, and with it only the service that a token belongs to. Rejects with
 * `token-text-not-understood`, `token-checksum-failed`, `token-unknown-service`, `host-required`, `service-unknown`,
 * `token-dead`, and as `OAuth.discover` does.
 */
export async function addTokens(
  context: ConnectionContext,
  wish: Wish,
): Promise<readonly ConnectionRecord[]> {
  const { vault, services, clock } = context;
  const opened = vault.opened();
  // Where they all belong is settled before any of them is shown to anybody.
  const placed = readTokenText(wish.text, clock.now()).map((tokens) => {
    const recognised = recogniseForeignTokens(services.all, tokens);
    return { tokens, recognised, home: findTokenHome(services, tokens, recognised, wish) };
  });
  const added: FoundTokens[] = [];
  for (const { tokens, recognised, home } of placed) {
    const token = tokens.accessToken ?? tokens.refreshToken;
    if (token === null) {
      continue;
    }
    const isKept = keptWith(opened, token) !== undefined;
    const found = await findHome(context, home, wish.check && !isKept);
    const kind = kindOf(tokens, recognised, found?.service);
    const answer =
      found === null || !wish.check || isKept
        ? undefined
        : await askAboutForeignToken(context, found, tokens, token, kind);
    if (found !== null && answer?.alive === false) {
      throw new WalletError('token-dead', {
        service: nameOfService(found.server, found.service, found.host),
      });
    }
    const unknownAt = 'unknownAt' in home ? home.unknownAt : undefined;
    added.push({ tokens, token, kind, recognised, found, unknownAt, answer });
  }
  return store(context, added, wish.label);
}

/** The server of a token's home; what has to be read from the network is read only with `ask`. */
async function findHome(
  context: ConnectionContext,
  home: TokenHome,
  ask: boolean,
): Promise<FoundServer | null> {
  if ('service' in home) {
    const { service, host } = home;
    return ask || !describesItself(service)
      ? findServerOfService(context.oauth, service, host)
      : describedByCatalog(service, hostFor(service, host));
  }
  if ('issuer' in home) {
    if (ask) {
      return findServerByIssuer(context, home.issuer);
    }
    const server = { issuer: home.issuer, metadata: {} };
    const service = context.services.recognise(server);
    return service === undefined
      ? { server, service, host: null }
      : describedByCatalog(service, null, home.issuer);
  }
  return null;
}

function describedByCatalog(
  service: Service,
  host: string | null,
  issuer = service.issuer ?? '',
): FoundServer {
  const server = { issuer: withHost(issuer, host), metadata: {} };
  return { server: withServiceFacts(server, service, host), service, host };
}

/** One transaction, so that a text is taken in as a whole. */
function store(
  context: ConnectionContext,
  added: readonly FoundTokens[],
  label: string | undefined,
): readonly ConnectionRecord[] {
  const nowMs = context.clock.now();
  return context.vault.opened().write((writer) =>
    added.map((one) => {
      const kept = keptWith(writer, one.token);
      if (kept !== undefined) {
        return kept;
      }
      const id = writer.newConnectionId();
      const { connection, tokenSet, client } = addedRecords(one, { id, label, nowMs });
      if (one.found !== null) {
        keepServer(context, writer, one.found);
      }
      if (client !== undefined && writer.read('client', client.id) === undefined) {
        writer.put('client', client);
      }
      writer.put('connection', connection);
      writer.put('tokenSet', tokenSet);
      writer.note({ action: 'added', connectionId: connection.id, about: namesOf(connection) });
      return connection;
    }),
  );
}

/**
 * What the catalog says of a service is no metadata: kept as such, it would stand for the server's own word. What a
 * person described is kept, because the file may be gone tomorrow.
 */
function keepServer(
  { services, clock }: ConnectionContext,
  writer: VaultWriter,
  { server, service }: FoundServer,
): void {
  const isDescribed = services.isDescribed(service);
  if (isDescribed || server.metadata['issuer'] !== undefined) {
    const kept = writer.read('server', server.issuer)?.describedService ?? null;
    writer.put('server', {
      id: server.issuer,
      readAtMs: clock.now(),
      certificateAuthority: null,
      describedService: isDescribed ? (service ?? null) : kept,
      metadata: server.metadata,
    });
  }
}

/** The connection in the list that holds this very token already. */
function keptWith(vault: VaultReader, token: Secret): ConnectionRecord | undefined {
  const wanted = token.reveal();
  return vault
    .readAll('tokenSet')
    .records.filter(({ accessToken, refreshToken }) =>
      [accessToken.reveal(), refreshToken?.reveal()].includes(wanted),
    )
    .map(({ id }) => vault.read('connection', id))
    .find((record) => record !== undefined && record.forgottenAtMs === null && record.revokedAtMs === null);
}
