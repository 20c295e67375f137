import type { ByHand } from '../../../contract/connection.ts';
import type { LeakedToken } from '../../../contract/leak.ts';
import { type PreviewedClient, previewRevocation } from '../../services/revocation-preview.ts';
import { Secret } from '../../secret.ts';
import { callFor } from '../../services/revoke-by-call.ts';
import type { ServiceDirectory } from '../../services/service-directory.ts';
import { fillPage } from '../../services/service-host.ts';
import type { TokenKind } from '../../services/service-schema.ts';
import type { ClientRecord, ConnectionRecord } from '../../vault/records.ts';
import type { Holdings } from './holdings.ts';
import { contradicts, homeByForm, homeCalled, type LeakHome } from './leak-home.ts';

/** What was found of a token, whatever else is known of it. */
export type FoundToken = Pick<
  LeakedToken,
  'fingerprint' | 'masked' | 'kind' | 'service' | 'candidates' | 'checksum' | 'mark' | 'flaw' | 'claims'
> &
  Pick<LeakedToken, 'places' | 'placeCount'>;

/** What the wallet adds to what was found: whose the token is, and how it would be taken back. */
type Matched = Pick<
  LeakedToken,
  'kind' | 'service' | 'serviceName' | 'connectionId' | 'revocable' | 'way' | 'cuts' | 'byHand'
>;

/**
 * Says whose a leaked token is and how the wallet would take it back, asking nobody: by the connection that has or had
 * it, by its form, by the issuer that a JWT names, or as a person said. It belongs to one service or, as far as anybody
 * knows, to none.
 *
 * @param called what a person called the service of tokens without a mark, see `keyCalled`
 */
export function matchToken(
  services: ServiceDirectory,
  holdings: Holdings,
  found: FoundToken,
  called: string | null,
): Matched {
  const connection = holdings.holderOf(found.fingerprint);
  const { kind } = found;
  const nothing = {
    connectionId: connection?.id ?? null,
    revocable: false,
    cuts: 'nothing',
    byHand: null,
  } as const;
  const { key, home } =
    connection === undefined
      ? homeFor(services, holdings, found, called)
      : withKey(homeCalled(services, holdings, keyOf(services, connection), found));
  const service = {
    kind,
    service: home?.key ?? key,
    serviceName: home?.name ?? services.ofId(key)?.name ?? null,
  };
  if (found.flaw !== null) {
    return { ...service, ...nothing, way: 'not-whole' };
  }
  return home === undefined
    ? { ...service, ...nothing, way: 'needs-service' }
    : matchAt(holdings, { ...found, kind }, home, connection);
}

/** Says the same once more of a token whose home is settled: meanwhile the wallet may have got a client there. */
export function matchAgain(services: ServiceDirectory, holdings: Holdings, token: LeakedToken): LeakedToken {
  const home = homeOf(services, holdings, token);
  const connection = holdings.holderOf(token.fingerprint);
  return home === undefined ? token : { ...token, ...matchAt(holdings, token, home, connection) };
}

/** Where a token belongs; undefined where that is not settled. */
export function homeOf(
  services: ServiceDirectory,
  holdings: Holdings,
  token: LeakedToken,
): LeakHome | undefined {
  const isSettled = token.way !== 'needs-service' && token.way !== 'not-whole';
  return isSettled && token.service !== null
    ? homeCalled(services, holdings, token.service, token)
    : undefined;
}

function matchAt(
  holdings: Holdings,
  { fingerprint, kind }: Pick<LeakedToken, 'fingerprint' | 'kind'>,
  home: LeakHome,
  connection: ConnectionRecord | undefined,
): Matched {
  const way = wayTo(home, kind ?? 'access', clientsFor(holdings, home, connection, kind ?? 'access'));
  const isCurrent = connection !== undefined && holdings.isCurrent(connection, fingerprint);
  return {
    kind,
    service: home.key,
    serviceName: home.name,
    connectionId: connection?.id ?? null,
    ...way,
    ...(isCurrent && way.revocable ? { way: 'connection' as const } : {}),
  };
}

/**
 * The clients that could speak for a token: of its connection, or any that the wallet has there. Where whoever holds a
 * token may revoke it, none: nobody knows that it is a token of theirs.
 */
export function clientsFor(
  holdings: Holdings,
  { issuer, service, host }: LeakHome,
  connection: ConnectionRecord | undefined,
  kind: TokenKind,
): readonly ClientRecord[] {
  const clients = holdings.clientsAt(issuer);
  if (connection !== undefined) {
    return clients.filter(({ clientId }) => clientId === connection.clientId);
  }
  const values = { token: new Secret('some'), host: host ?? undefined, subject: 'some' };
  const isForHolder = service?.revocation.style === 'calls' && callFor(service, kind, values) !== undefined;
  return isForHolder ? [] : clients;
}

function homeFor(
  services: ServiceDirectory,
  holdings: Holdings,
  found: FoundToken,
  called: string | null,
): { readonly key: string | null; readonly home: LeakHome | undefined } {
  const byForm = homeByForm(services, holdings, found);
  if (byForm.home !== undefined || called === null) {
    return byForm;
  }
  const named = homeCalled(services, holdings, called, found);
  return named === undefined || contradicts(services, found, named) ? byForm : withKey(named);
}

function withKey(home: LeakHome | undefined): {
  readonly key: string | null;
  readonly home: LeakHome | undefined;
} {
  return { key: home?.key ?? null, home };
}

/** Where a service is the same everywhere its id says enough; elsewhere only the address does. */
function keyOf(services: ServiceDirectory, { serviceId, issuer }: ConnectionRecord): string {
  const service = services.all.find(({ id }) => id === serviceId);
  return service === undefined || service.host !== undefined ? issuer : service.id;
}

function wayTo(
  { service, host }: LeakHome,
  kind: TokenKind,
  clients: readonly ClientRecord[],
): Pick<Matched, 'revocable' | 'way' | 'cuts' | 'byHand'> {
  const [client] = [...clients].sort(
    (one, other) => Number(other.clientSecret !== null) - Number(one.clientSecret !== null),
  );
  const known: PreviewedClient = {
    isKnown: client !== undefined,
    hasSecret: client?.clientSecret !== null && client?.clientSecret !== undefined,
  };
  const preview = previewRevocation(service, { hasRefreshToken: false, kind }, known);
  const [fate] = preview.tokens;
  if (fate?.fate === 'dies' && fate.by !== 'nobody') {
    return { revocable: true, way: fate.by, cuts: preview.cuts, byHand: null };
  }
  const byHand: ByHand = preview.byHand ?? { reason: 'no-call', page: null, lookFor: null };
  const page = byHand.page ?? service?.revocation.page ?? null;
  return {
    revocable: false,
    way: byHand.reason === 'needs-client' ? 'needs-client' : 'by-hand',
    cuts: 'nothing',
    byHand: { ...byHand, page: page === null ? null : fillPage(page, host, client?.clientId ?? '') },
  };
}
