import type { CaseToken } from '../../../contract/leak.ts';
import { presentAccessToken } from '../../connections/ask/ask-about-token.ts';
import { moment } from '../../moment.ts';
import type { ConnectionContext } from '../../connections/context.ts';
import type { Parties } from '../../connections/parties.ts';
import type { PartyCache } from '../../connections/revoke/party-cache.ts';
import type { Secret } from '../../secret.ts';
import type { TokenKind } from '../../services/service-schema.ts';
import type { ClientRecord, LeakedTokenRecord } from '../../vault/records.ts';
import type { LeakHome } from '../match/leak-home.ts';
import type { IntrospectionSight, Seen } from '../revoke/introspection-sight.ts';

export interface AskContext extends Pick<
  ConnectionContext,
  'vault' | 'oauth' | 'services' | 'fetch' | 'clock'
> {
  /** Read once for all tokens that come close together. */
  readonly parties: PartyCache;
}

export type Asked = NonNullable<CaseToken['asked']>;

/** A leaked token with all that is needed to ask about it, and to take it back. */
export interface LeakAtHand {
  readonly row: LeakedTokenRecord;
  readonly token: Secret;
  readonly home: LeakHome;
  /** Those who could speak for it, the likeliest first; none where the token alone is enough. */
  readonly clients: readonly ClientRecord[];
}

/** What a token is to its service. One that nobody called anything else is most likely this. */
export function kindOf({ kind }: Pick<LeakedTokenRecord, 'kind'>): TokenKind {
  return kind ?? 'access';
}

/** Whether the catalog says how this service answers of a dead token, so that its answer counts by itself. */
export function isCheckDocumented({ service }: Pick<Parties, 'service'>, kind: TokenKind): boolean {
  return service?.check?.dead !== undefined && service.check.takes.includes(kind);
}

/**
 * Asks the service of a leaked token about it; nothing is ever refreshed to find out. Only introspection is asked, which
 * nobody but the server sees, unless the token may be shown: then it is used as its holder would, and the owner may see
 * that in a log.
 */
export async function askLeakedToken(
  context: AskContext,
  sight: IntrospectionSight,
  leak: LeakAtHand,
  mayShow: boolean,
): Promise<Asked> {
  const kind = kindOf(leak.row);
  const seen = await introspectLeak(context, sight, leak);
  const isAlive = seen.alive === true;
  const shown = mayShow && !isAlive ? await show(context, seen.parties, kind, leak.token) : undefined;
  const told = isAlive ? seen.answer : (shown ?? seen.answer);
  const { name = null, email = null, subject = null } = told?.identity ?? {};
  return {
    alive: told?.alive === true ? true : isProvedDead(seen, shown?.alive, kind) ? false : null,
    account: email ?? name ?? subject,
    scopes: [...(told?.scopes ?? [])],
    expiresAt: told === undefined || told.expiresAtMs === null ? null : moment(told.expiresAtMs),
    askedWith: told?.askedWith ?? null,
    askedAt: moment(context.clock.now()),
  };
}

/**
 * Whether what two places say proves a token dead that no place has taken alive: a documented answer of the service, or
 * "no" from both introspection that shows this client the tokens of others, and userinfo.
 */
export function isProvedDead(
  { parties, alive, isWide }: Seen,
  aliveWhenShown: boolean | null | undefined,
  kind: TokenKind,
): boolean {
  return aliveWhenShown === false && (isCheckDocumented(parties, kind) || (alive === false && isWide));
}

/** Personal tokens and the like are known to no authorization server; and without a client nobody may ask. */
export function isIntrospected({ row, clients }: Pick<LeakAtHand, 'row' | 'clients'>): boolean {
  const kind = kindOf(row);
  return clients.length > 0 && (kind === 'access' || kind === 'refresh');
}

/** What introspection says of a leaked token, or said when it was asked before anything was done. */
export async function introspectLeak(
  context: AskContext,
  sight: IntrospectionSight,
  leak: LeakAtHand,
): Promise<Seen> {
  const among = await partiesTo(context, leak);
  const kind = kindOf(leak.row);
  if (!isIntrospected(leak)) {
    return { parties: among[0], alive: null, isWide: false };
  }
  const hint = kind === 'refresh' ? 'refresh_token' : 'access_token';
  const { asked } = leak.row;
  const wasAsked = asked?.askedWith === 'introspection' && among.length === 1;
  // What it said of this token is kept, also across a crash; of several clients nobody noted which one saw it.
  return wasAsked
    ? { parties: among[0], alive: asked.alive === true, isWide: sight.isWide(among[0], hint) }
    : sight.look(among, leak.token, hint);
}

/** The parties to a leaked token, for each client that could speak for it; without any, those without a client. */
export async function partiesTo(
  context: AskContext,
  { home, clients }: Pick<LeakAtHand, 'home' | 'clients'>,
): Promise<readonly [Parties, ...Parties[]]> {
  const partiesWith = (clientId: string): Promise<Parties> =>
    context.parties.of({
      issuer: home.issuer,
      serviceId: home.service?.id ?? null,
      serviceHost: home.host,
      clientId,
      resource: null,
    });
  const [first = '', ...others] = clients.map(({ clientId }) => clientId);
  return [await partiesWith(first), ...(await Promise.all(others.map(partiesWith)))];
}

async function show(
  context: AskContext,
  parties: Parties,
  kind: TokenKind,
  token: Secret,
): ReturnType<typeof presentAccessToken> {
  // Introspection has been asked already, and it wants a client.
  const client = { ...parties.client, clientId: '' };
  return presentAccessToken(
    context,
    { ...parties, client },
    { accessToken: token, refreshToken: null, kind, proofKey: null },
  );
}
