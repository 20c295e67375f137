import type { ClientDescription, OAuth, ServerDescription } from '../oauth/oauth.ts';
import type { Service } from '../services/service-schema.ts';
import type { Clock } from '../ports.ts';
import type { ClientRecord, ConnectionRecord } from '../vault/records.ts';
import type { OpenVault } from '../vault/vault.ts';
import type { ConnectionContext } from './context.ts';
import { describesItself, withServiceFacts } from './connect/find-server.ts';

/** Metadata older than this is read again before it is relied on. */
const METADATA_FRESH_MS = 24 * 60 * 60 * 1000;

/** The two parties to a grant besides the person: the server that issued it and the client that holds it. */
export interface Parties {
  readonly server: ServerDescription;
  /** What the catalog says of the service; undefined for one it does not hold. */
  readonly service: Service | undefined;
  readonly host: string | null;
  /** The API that the tokens are for (RFC 8707); they are good for no other. */
  readonly resource?: string | null;
  readonly client: ClientDescription & Partial<Pick<ClientRecord, 'believedIntrospection'>>;
}

/** What tells which parties: of a connection, or of a token that leaked. */
export type PartiesWish = Pick<
  ConnectionRecord,
  'issuer' | 'serviceId' | 'serviceHost' | 'clientId' | 'resource'
>;

/** The id of a client's record in the vault. Neither part can hold a space: one is a URL, the other comes last. */
export function clientRecordId(issuer: string, clientId: string): string {
  return `${issuer} ${clientId}`;
}

/**
 * Finds the parties of a connection. A server that cannot be asked for its metadata today is described by what it said
 * when it was last asked, so that a failing discovery document does not keep anybody from revoking.
 */
export async function findParties(
  context: Pick<ConnectionContext, 'oauth' | 'clock' | 'services'>,
  vault: OpenVault,
  connection: PartiesWish,
): Promise<Parties> {
  const { oauth, clock } = context;
  const known = knownParties(context, vault, connection);
  return isSelfDescribing(known.service)
    ? withServer(known, await findServer(oauth, clock, vault, connection.issuer))
    : known;
}

/** The parties as far as they are known without asking anybody. */
export function knownParties(
  { services }: Pick<ConnectionContext, 'services'>,
  vault: OpenVault,
  connection: PartiesWish,
): Parties {
  const { issuer, clientId, serviceHost: host, resource } = connection;
  const stored = vault.read('server', issuer);
  const service = services.ofId(connection.serviceId) ?? stored?.describedService ?? undefined;
  const metadata = isSelfDescribing(service) ? (stored?.metadata ?? {}) : {};
  const client = vault.read('client', clientRecordId(issuer, clientId)) ?? {
    clientId,
    clientSecret: null,
    authMethod: null,
  };
  return withServer({ service, host, resource, client }, { issuer, metadata });
}

/** Whether all that is known of a server is at hand: what it said itself, or the catalog where it says nothing. */
export function isMetadataKnown({ server, service }: Parties): boolean {
  return !isSelfDescribing(service) || server.metadata['issuer'] !== undefined;
}

function isSelfDescribing(service: Service | undefined): boolean {
  return service === undefined || describesItself(service);
}

function withServer(parties: Omit<Parties, 'server'>, server: ServerDescription): Parties {
  const { service, host } = parties;
  return {
    ...parties,
    server: service === undefined ? server : withServiceFacts(server, service, host),
  };
}

async function findServer(
  oauth: OAuth,
  clock: Clock,
  vault: OpenVault,
  issuer: string,
): Promise<ServerDescription> {
  const stored = vault.read('server', issuer);
  if (stored !== undefined && clock.now() - stored.readAtMs < METADATA_FRESH_MS) {
    return { issuer, metadata: stored.metadata };
  }
  try {
    const server = await oauth.discover(issuer);
    vault.write((writer) => {
      writer.put('server', {
        id: issuer,
        readAtMs: clock.now(),
        describedService: stored?.describedService ?? null,
        certificateAuthority: stored?.certificateAuthority ?? null,
        metadata: server.metadata,
      });
    });
    return server;
  } catch (error) {
    if (stored === undefined) {
      throw error;
    }
    return { issuer, metadata: stored.metadata };
  }
}

/** A client that the wallet registered earlier for the same app with at least the scopes that are wanted now. */
export function findRegisteredClient(
  vault: OpenVault,
  wish: { readonly issuer: string; readonly appName: string; readonly scopes: readonly string[] },
): ClientRecord | undefined {
  return vault
    .readAll('client')
    .records.find(
      (client) =>
        client.issuer === wish.issuer &&
        client.registeredByWallet &&
        client.appName === wish.appName &&
        wish.scopes.every((scope) => client.registeredScopes.includes(scope)),
    );
}
