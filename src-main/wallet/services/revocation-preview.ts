import type { ByHand } from '../../contract/connection.ts';
import { Secret } from '../secret.ts';
import { callFor } from './revoke-by-call.ts';
import type { CallValues } from './service-call.ts';
import type { RevocationCall, Service, TokenKind, Words } from './service-schema.ts';

/** The tokens of a connection, as far as a preview needs to know. */
export interface PreviewedTokens {
  readonly hasRefreshToken: boolean;
  /** What the access token is to its service; `refresh` where the refresh token is all there is. */
  readonly kind: TokenKind;
  /** An API may accept the access token without asking anybody (RFC 9068). */
  readonly isSelfContained?: boolean;
  /** What was granted, where that is known: some services can be asked only by who has a certain right. */
  readonly scopes?: readonly string[];
}

/** What the wallet has of the app: whether it knows its id, and its secret. */
export interface PreviewedClient {
  readonly isKnown: boolean;
  readonly hasSecret: boolean;
  /** It proves who it is with a signature (RFC 7523 section 2.2). */
  readonly hasKey?: boolean;
}

/** What a server is known to offer, from metadata that was read earlier. */
export interface ServerOffers {
  readonly revocation: boolean;
  readonly introspection: boolean;
  /** And that the token is good for it: one that is for another API is not. */
  readonly userInfo: boolean;
}

type Cuts = NonNullable<RevocationCall['cuts']>;

/** What will become of one token. */
export interface TokenFate {
  readonly kind: TokenKind;
  /** What will be asked to end it: the revocation endpoint (RFC 7009), the service's own call, or nobody. */
  readonly by: 'endpoint' | 'call' | 'nobody';
  readonly fate: 'dies' | 'lives-on' | 'not-known';
}

/** What a revocation will do, told before the click. */
export interface RevocationPreview {
  readonly cuts: Cuts | 'nothing' | 'not-known';
  readonly tokens: readonly TokenFate[];
  /** What lives on, in the catalog's words; `atMostSeconds` is how long an access token does, as documented. */
  readonly livesOn: {
    readonly words: Words | null;
    /** false: what lives on is renewed, so that the end of an access token ends nothing. */
    readonly endsByItself: boolean;
    readonly atMostSeconds: number | null;
  } | null;
  /** null: nothing is left to do by hand. `{host}` and `{clientId}` still stand in the page. */
  readonly byHand: ByHand | null;
  readonly warnings: readonly Words[];
  /** The service carries it out later than it answers. */
  readonly isAsynchronous: boolean;
  readonly outcome: ReachableOutcome;
  /** Whether the service can tell that the access token is dead. */
  readonly isAskable: boolean;
}

/** The best that can be known after a revocation; `unsupported`: part of it, or all, is left to do by hand. */
export type ReachableOutcome = 'confirmed' | 'accepted' | 'alive-until' | 'unsupported';

/** One token, and how the wallet would take it back. */
interface Way {
  readonly kind: TokenKind;
  readonly by: TokenFate['by'];
  readonly cuts: Cuts | undefined;
  readonly call: RevocationCall | undefined;
  /** Whether the wallet has what the way asks for. */
  readonly isOpen: boolean;
}

/**
 * Says what a revocation would cut, from the capability record alone and without asking anybody. A service that the
 * catalog does not hold is taken to follow RFC 7009, about which nothing more is known.
 */
export function previewRevocation(
  service: Service | undefined,
  tokens: PreviewedTokens,
  client: PreviewedClient,
  offers: ServerOffers = documentedOffers(service, client),
): RevocationPreview {
  const ways = waysFor(service, tokens, client, offers);
  const canAsk = (kind: TokenKind): boolean => canAskAbout(service, tokens, kind, client, offers);
  const fates = ways
    .map((way) => fateOf(service, ways, way))
    .map((fate) => (isOutOfSight(fate, tokens, canAsk) ? { ...fate, fate: 'lives-on' as const } : fate));
  const isLeft = fates.some(needsHand) && !onlyAccessLivesOn(fates);
  const isAlive = fates.some(({ fate }) => fate !== 'dies');
  return {
    cuts: widestCut(ways),
    tokens: fates,
    livesOn: isAlive ? livesOnAt(service, ways) : null,
    byHand: isLeft ? byHandAt(service, tokens, client, offers) : null,
    warnings: ways.flatMap(({ call }) => call?.warning ?? []).filter(isFirst),
    isAsynchronous: service?.revocation.asynchronous === true,
    outcome: outcomeOf(fates, canAsk),
    isAskable: canAsk(tokens.kind),
  };
}

function waysFor(
  service: Service | undefined,
  { hasRefreshToken, kind }: PreviewedTokens,
  client: PreviewedClient,
  offers: ServerOffers,
): readonly Way[] {
  const kinds: readonly TokenKind[] = hasRefreshToken && kind !== 'refresh' ? ['refresh', kind] : [kind];
  return kinds.map((one) => wayFor(service, one, client, offers));
}

/** Where no metadata has been read, the catalog has to do; a service that it does not hold follows the standards. */
function documentedOffers(service: Service | undefined, { hasSecret }: PreviewedClient): ServerOffers {
  const { discovery, endpoints, revocation } = service ?? {};
  return {
    revocation: revocation === undefined || revocation.style === 'rfc7009',
    // Most servers tell it to those only who prove who they are (RFC 7662 section 2.1).
    introspection: endpoints?.introspection !== undefined && hasSecret,
    userInfo: discovery === 'openid' || endpoints?.userinfo !== undefined,
  };
}

/** The same choice that the revocation itself makes. */
function wayFor(
  service: Service | undefined,
  kind: TokenKind,
  client: PreviewedClient,
  offers: ServerOffers,
): Way {
  const isOfGrant = kind === 'access' || kind === 'refresh';
  const { style, cuts } = service?.revocation ?? {};
  if (style !== 'calls' && isOfGrant && offers.revocation) {
    return { kind, by: 'endpoint', cuts: cuts?.[kind], call: undefined, isOpen: isAccepted(service, client) };
  }
  const call = service === undefined ? undefined : callFor(service, kind, valuesOf(client));
  return {
    kind,
    by: call === undefined ? 'nobody' : 'call',
    cuts: call?.cuts,
    call,
    isOpen: call !== undefined,
  };
}

/** RFC 7009 section 2.1: the client says who it is, and a confidential one proves it. */
function isAccepted(service: Service | undefined, client: PreviewedClient): boolean {
  const { isKnown, hasSecret, hasKey = false } = client;
  const needsSecret = service?.client.kinds.every((kind) => kind === 'confidential') === true;
  return isKnown && (hasSecret || hasKey || !needsSecret);
}

/** Which values there are is all that counts. A check tells the account, and a self-hosted service has its host. */
function valuesOf({ isKnown, hasSecret }: PreviewedClient): CallValues {
  const some = new Secret('some');
  return {
    token: some,
    host: 'some',
    subject: 'some',
    clientId: isKnown ? 'some' : undefined,
    clientSecret: isKnown && hasSecret ? some : undefined,
  };
}

function fateOf(service: Service | undefined, ways: readonly Way[], way: Way): TokenFate {
  const { kind, by, isOpen } = way;
  const told = (fate: TokenFate['fate']): TokenFate => ({ kind, by, fate });
  const others = ways.filter((other) => other !== way);
  const isGrantCut = ways.some((one) => one.isOpen);
  if (
    kind === 'access' &&
    isGrantCut &&
    service?.revocation.livesOn !== undefined &&
    way.cuts === undefined
  ) {
    return told('lives-on');
  }
  if (isOpen || others.some((other) => other.isOpen && other.cuts !== undefined && other.cuts !== 'token')) {
    return told('dies');
  }
  // Nobody takes this token back. Where no other is taken back either, it is as alive as before.
  return told(by === 'endpoint' || others.some((other) => other.isOpen) ? 'not-known' : 'lives-on');
}

const extent: readonly Cuts[] = ['token', 'family', 'grant', 'app'];

function widestCut(ways: readonly Way[]): RevocationPreview['cuts'] {
  const made = ways.filter(({ isOpen }) => isOpen);
  if (made.length === 0) {
    return 'nothing';
  }
  return extent.findLast((cuts) => made.some((way) => way.cuts === cuts)) ?? 'not-known';
}

function livesOnAt(service: Service | undefined, ways: readonly Way[]): RevocationPreview['livesOn'] {
  const endsByItself = ways.some(({ isOpen }) => isOpen) || ways.length === 1;
  return {
    words: service?.revocation.livesOn ?? null,
    endsByItself,
    atMostSeconds: endsByItself ? (service?.access?.lifetimeSeconds ?? null) : null,
  };
}

function byHandAt(
  service: Service | undefined,
  tokens: PreviewedTokens,
  client: PreviewedClient,
  offers: ServerOffers,
): ByHand {
  const { style, page, lookFor } = service?.revocation ?? {};
  const isOpen = (known: PreviewedClient): readonly boolean[] =>
    waysFor(service, tokens, known, offers).map((way) => way.isOpen);
  const now = isOpen(client);
  const wouldHelp = isOpen({ isKnown: true, hasSecret: true }).some((open, index) => open && !now[index]);
  return {
    reason: wouldHelp ? 'needs-client' : style === 'not-known' ? 'not-known' : 'no-call',
    page: page ?? null,
    lookFor: lookFor ?? null,
  };
}

/** Whether something that is left can be ended only by a person. */
function needsHand({ by, fate }: TokenFate): boolean {
  return fate === 'not-known' || (fate === 'lives-on' && by === 'nobody');
}

/** Whether the grant is cut, and an access token that was issued under it lives to its own end. */
function onlyAccessLivesOn(fates: readonly TokenFate[]): boolean {
  return (
    fates.some(({ kind, fate }) => kind === 'refresh' && fate === 'dies') &&
    fates.some(({ kind, fate }) => kind === 'access' && fate === 'lives-on')
  );
}

function outcomeOf(fates: readonly TokenFate[], canAsk: (kind: TokenKind) => boolean): ReachableOutcome {
  if (fates.every(({ fate }) => fate === 'dies')) {
    return fates.every(({ kind }) => canAsk(kind)) ? 'confirmed' : 'accepted';
  }
  if (onlyAccessLivesOn(fates)) {
    return canAsk('refresh') ? 'alive-until' : 'accepted';
  }
  return fates.every(({ by, fate }) => by !== 'nobody' && fate === 'lives-on')
    ? 'alive-until'
    : 'unsupported';
}

/** A token that its server calls dead and an API may accept nevertheless, with nobody to ask who would know. */
function isOutOfSight(
  { kind, fate }: TokenFate,
  { isSelfContained = false }: PreviewedTokens,
  canAsk: (kind: TokenKind) => boolean,
): boolean {
  return isSelfContained && kind === 'access' && fate === 'dies' && !canAsk(kind);
}

/** Whether the service's answer can prove that such a token is dead. */
function canAskAbout(
  service: Service | undefined,
  { scopes }: PreviewedTokens,
  kind: TokenKind,
  client: PreviewedClient,
  offers: ServerOffers,
): boolean {
  if (kind === 'refresh') {
    // RFC 6749 section 6: presented once more, it has to be refused; whoever wants to know needs the client.
    return isAccepted(service, client);
  }
  const check = service?.check;
  const isAllowed = check?.needs === undefined || scopes === undefined || scopes.includes(check.needs);
  if (check?.dead !== undefined && check.takes.includes(kind) && isAllowed) {
    return true;
  }
  return kind === 'access' && (offers.userInfo || (offers.introspection && client.isKnown));
}

function isFirst(words: Words, index: number, all: readonly Words[]): boolean {
  return all.indexOf(words) === index;
}
