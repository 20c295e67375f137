import { clientRecordId } from '../../connections/parties.ts';
import type { ServiceDirectory } from '../../services/service-directory.ts';
import type { Service } from '../../services/service-schema.ts';
import type { ClientRecord, ConnectionRecord } from '../../vault/records.ts';
import type { OpenVault } from '../../vault/vault.ts';

/** A server that the wallet has had to do with. */
export interface KnownPlace {
  /** As it is written in the records. */
  readonly issuer: string;
  readonly service: Service | undefined;
  /** Of a self-hosted service. */
  readonly host: string | null;
}

/** What the wallet holds that a leaked token could have to do with, as it is at one moment. */
export interface Holdings {
  /** The name of a token that does not give it away. */
  fingerprint(token: string): string;
  /** The connection that has, or had, the token of a fingerprint; undefined for one that is gone from the list. */
  holderOf(fingerprint: string): ConnectionRecord | undefined;
  /** Whether a connection has this token now, and is not revoked: then the way to it is the connection's. */
  isCurrent(connection: ConnectionRecord, fingerprint: string): boolean;
  placeAt(issuer: string): KnownPlace | undefined;
  /** The clients at an issuer, those of living connections first. */
  clientsAt(issuer: string): readonly ClientRecord[];
}

/** Looks at the vault once; what is asked of it afterwards costs next to nothing, however many tokens leaked. */
export function holdingsOf(opened: OpenVault, services: ServiceDirectory): Holdings {
  const connections = new Map(opened.readAll('connection').records.map((record) => [record.id, record]));
  const places = new Map<string, KnownPlace>();
  const addPlace = (issuer: string, service: Service | undefined, host: string | null): void => {
    const before = places.get(bare(issuer));
    if (before?.service === undefined) {
      places.set(bare(issuer), { issuer: before?.issuer ?? issuer, service, host });
    }
  };
  for (const { issuer, serviceId, serviceHost } of connections.values()) {
    addPlace(issuer, services.ofId(serviceId), serviceHost);
  }
  for (const { id: issuer, describedService, metadata } of opened.readAll('server').records) {
    addPlace(issuer, describedService ?? services.recognise({ issuer, metadata }), null);
  }
  const clients = new Map<string, ClientRecord[]>();
  for (const client of opened.readAll('client').records) {
    addPlace(client.issuer, services.recognise({ issuer: client.issuer, metadata: {} }), null);
    const others = clients.get(bare(client.issuer)) ?? [];
    clients.set(bare(client.issuer), [...others, client]);
  }
  const inUse = new Set(
    [...connections.values()]
      .filter(({ revokedAtMs }) => revokedAtMs === null)
      .map(({ issuer, clientId }) => clientRecordId(issuer, clientId)),
  );
  const isInUse = ({ id }: ClientRecord): boolean => inUse.has(id);
  for (const [issuer, known] of clients) {
    clients.set(issuer, [...known.filter(isInUse), ...known.filter((client) => !isInUse(client))]);
  }
  return {
    fingerprint: (token) => opened.fingerprint(token),
    holderOf: (fingerprint) => connections.get(opened.holderOf(fingerprint)?.connectionId ?? ''),
    isCurrent: (connection, fingerprint) => {
      const tokens = opened.read('tokenSet', connection.id);
      const current = [tokens?.accessToken, tokens?.refreshToken].map((token) =>
        token === null || token === undefined ? undefined : opened.fingerprint(token.reveal()),
      );
      return (
        connection.revokedAtMs === null && connection.forgottenAtMs === null && current.includes(fingerprint)
      );
    },
    placeAt: (issuer) => places.get(bare(issuer)),
    clientsAt: (issuer) => clients.get(bare(issuer)) ?? [],
  };
}

/** What is known without a vault: nothing. */
export function noHoldings(fingerprint: (token: string) => string): Holdings {
  return {
    fingerprint,
    holderOf: () => undefined,
    isCurrent: () => false,
    placeAt: () => undefined,
    clientsAt: () => [],
  };
}

/** Servers are not of one mind about the slash at the end of their issuer. */
function bare(issuer: string): string {
  return issuer.replace(/\/+$/, '');
}
