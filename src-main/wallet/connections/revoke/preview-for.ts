import type { ByHand, Cuts } from '../../../contract/connection.ts';
import type { RevocationPreview } from '../../../contract/revocation.ts';
import { endpointOf } from '../../oauth/server-metadata.ts';
import { isSelfContained } from '../../services/read-jwt.ts';
import {
  previewRevocation,
  type PreviewedClient,
  type RevocationPreview as Preview,
  type ServerOffers,
} from '../../services/revocation-preview.ts';
import { fillPage } from '../../services/service-host.ts';
import type { ConnectionRecord, TokenSetRecord } from '../../vault/records.ts';
import { moment } from '../../moment.ts';
import { type ConnectionContext, findConnection } from '../context.ts';
import { isMetadataKnown, knownParties, type Parties } from '../parties.ts';

/** What a revocation is judged by, besides what the service answers. */
export interface RevocationPlan {
  readonly cuts: Cuts;
  /** What is left to do by hand even if all goes well; null: nothing. */
  readonly byHand: ByHand | null;
  /** The service's own page, for whatever should be left. */
  readonly place: Pick<ByHand, 'page' | 'lookFor'>;
  /** The service is known not to end the access token with its grant. */
  readonly accessLivesOn: boolean;
  /** How long an access token lives at most, as documented. */
  readonly lifetimeSeconds: number | null;
}

type PlannedTokens = Pick<TokenSetRecord, 'accessToken' | 'refreshToken' | 'kind'>;

/** Says of each connection what its revocation will cut. Asks nobody. */
export function previewFor(
  context: Pick<ConnectionContext, 'vault' | 'services' | 'clock'>,
  ids: readonly string[],
): RevocationPreview[] {
  const opened = context.vault.opened();
  return ids.map((id) => {
    const record = findConnection(opened, id);
    const tokens = opened.read('tokenSet', id);
    return tokens === undefined
      ? nothingToCut(record)
      : previewOf(record, tokens, knownParties(context, opened, record), context.clock.now());
  });
}

/** The same knowledge, for the verdict after the revocation, so that the two never disagree. */
export function planFor(
  parties: Parties,
  record: Pick<ConnectionRecord, 'scopesGranted'>,
  tokens: PlannedTokens,
): RevocationPlan {
  const preview = previewAt(parties, record, tokens);
  const { service } = parties;
  return {
    cuts: preview.cuts,
    byHand: byHandAt(preview, parties),
    place: placeOf(parties),
    accessLivesOn:
      service?.revocation.livesOn !== undefined &&
      preview.tokens.some(({ kind, fate }) => kind === 'access' && fate === 'lives-on'),
    lifetimeSeconds: service?.access?.lifetimeSeconds ?? null,
  };
}

/** The service's page where a person ends access, with the host and the app filled in; null: none is known. */
export function placeOf({ service, host, client }: Parties): RevocationPlan['place'] {
  const { page, lookFor } = service?.revocation ?? {};
  return {
    page: page === undefined ? null : fillPage(page, host, client.clientId),
    lookFor: lookFor ?? null,
  };
}

/** A token set that was proved dead has left the vault. */
function nothingToCut({ id }: ConnectionRecord): RevocationPreview {
  return {
    id,
    cuts: 'nothing',
    tokens: [],
    livesOn: null,
    byHand: null,
    warnings: [],
    isAsynchronous: false,
    outcome: 'confirmed',
  };
}

function previewOf(
  record: ConnectionRecord,
  tokens: TokenSetRecord,
  parties: Parties,
  nowMs: number,
): RevocationPreview {
  const preview = previewAt(parties, record, tokens);
  const { cuts, warnings, isAsynchronous, outcome } = preview;
  return {
    id: record.id,
    cuts,
    tokens: preview.tokens.map((fate) => ({ ...fate })),
    livesOn: livesOnAfter(preview, record, nowMs),
    byHand: byHandAt(preview, parties),
    warnings: [...warnings],
    isAsynchronous,
    outcome,
  };
}

/** What the catalog and the server's metadata say of revoking such tokens. */
export function previewAt(
  parties: Parties,
  record: Pick<ConnectionRecord, 'scopesGranted'>,
  tokens: PlannedTokens,
): Preview {
  return previewRevocation(
    parties.service,
    {
      hasRefreshToken: tokens.refreshToken !== null,
      kind: tokens.kind,
      isSelfContained: isSelfContained(tokens.accessToken),
      scopes: record.scopesGranted,
    },
    clientOf(parties),
    isMetadataKnown(parties) ? offersOf(parties) : undefined,
  );
}

/** A client that signs with a key proves itself as one with a secret does, but has none to send. */
function clientOf({ client }: Pick<Parties, 'client'>): PreviewedClient {
  const { clientId, clientSecret, clientKey = null } = client;
  return { isKnown: clientId !== '', hasSecret: clientSecret !== null, hasKey: clientKey !== null };
}

/** Most servers introspect only for who proves who they are (RFC 7662 section 2.1); one that did it once will again. */
function offersOf({ server, client, resource = null }: Parties): ServerOffers {
  const { isKnown, hasSecret, hasKey = false } = clientOf({ client });
  const isProven = hasSecret || hasKey || client.believedIntrospection?.includes('access_token') === true;
  return {
    revocation: endpointOf(server, 'revocation_endpoint') !== null,
    introspection: endpointOf(server, 'introspection_endpoint') !== null && isKnown && isProven,
    userInfo: endpointOf(server, 'userinfo_endpoint') !== null && resource === null,
  };
}

/** What renews itself has no end; what has run out lives on no more. */
function livesOnAfter(
  { livesOn }: Preview,
  { expiresAtMs, issuedAtMs }: ConnectionRecord,
  nowMs: number,
): RevocationPreview['livesOn'] {
  if (livesOn === null || !livesOn.endsByItself) {
    return livesOn === null ? null : { words: livesOn.words, until: null };
  }
  const documentedMs = livesOn.atMostSeconds === null ? null : issuedAtMs + livesOn.atMostSeconds * 1000;
  const untilMs = expiresAtMs ?? documentedMs;
  return untilMs !== null && untilMs <= nowMs
    ? null
    : { words: livesOn.words, until: untilMs === null ? null : moment(untilMs) };
}

function byHandAt({ byHand }: Preview, parties: Parties): ByHand | null {
  return byHand === null ? null : { reason: byHand.reason, ...placeOf(parties) };
}
