import type { ConnectionNote } from '../../../contract/connection.ts';
import type { Secret } from '../../secret.ts';
import type { TokenKind } from '../../services/service-schema.ts';
import type { ClientRecord, ConnectionRecord, TokenSetRecord } from '../../vault/records.ts';
import type { ForeignAnswer } from './ask-about-foreign-token.ts';
import { moment } from '../../moment.ts';
import type { FoundServer } from '../connect/find-server.ts';
import type { ForeignTokens } from './foreign-tokens.ts';
import { nameOfService } from '../connect/grant.ts';
import { clientRecordId } from '../parties.ts';
import type { RecognisedTokens } from './recognise-foreign-tokens.ts';

/** A token set from elsewhere, with all that was found out about it. */
export interface FoundTokens {
  readonly tokens: ForeignTokens;
  /** The access token; the refresh token where there is no other. */
  readonly token: Secret;
  readonly kind: TokenKind;
  readonly recognised: RecognisedTokens;
  /** null: nobody knows what service it is of. */
  readonly found: FoundServer | null;
  /** Where it is kept when nobody knows. */
  readonly unknownAt: string | undefined;
  /** undefined: it was not checked, or in vain. */
  readonly answer: ForeignAnswer | undefined;
}

/** What is kept of it. */
export interface AddedRecords {
  readonly connection: ConnectionRecord;
  readonly tokenSet: TokenSetRecord;
  readonly client: ClientRecord | undefined;
}

/** Makes the records of a token set from elsewhere. What nobody told is left open. */
export function addedRecords(
  added: FoundTokens,
  { id, label, nowMs }: { readonly id: string; readonly label: string | undefined; readonly nowMs: number },
): AddedRecords {
  const { tokens, token, kind, found } = added;
  const issuer = found?.server.issuer ?? unknownIssuer(added.unknownAt);
  const refreshToken = kind === 'refresh' ? token : tokens.refreshToken;
  const refreshable = refreshToken !== null && tokens.clientId !== null;
  const appName =
    added.recognised.candidates.find(({ serviceId }) => serviceId === found?.service?.id)?.name ?? 'Token';
  const connection: ConnectionRecord = {
    id,
    issuer,
    serviceId: found?.service?.id ?? null,
    serviceHost: found?.host ?? null,
    serviceName:
      found === null ? nameOfUnknown(issuer) : nameOfService(found.server, found.service, found.host),
    label: firstOf(label, tokens.label),
    origin: 'added',
    appName,
    clientId: tokens.clientId ?? '',
    registeredByWallet: false,
    ...whatIsTold(added, nowMs, refreshable),
    scopesRequested: tokens.scopes ?? [],
    connectedAtMs: nowMs,
    issuedAtMs: nowMs,
    refreshable,
    refreshExpiresAtMs: null,
    refreshIssuedAtMs: nowMs,
    boundToComputer: false,
    resource: null,
    details: null,
    generation: 1,
    revokedAtMs: null,
    attention: null,
    lastCheck: lastCheckOf(id, added.answer, nowMs),
    revocation: null,
    pending: null,
    refreshBegunAtMs: null,
    usedAtMs: nowMs,
    toldOfEndAtMs: null,
    forgottenAtMs: null,
  };
  return {
    connection,
    tokenSet: {
      id,
      accessToken: token,
      refreshToken,
      idToken: null,
      tokenType: 'bearer',
      kind,
      proofKey: null,
      refreshParameters: {},
    },
    client: clientOf(tokens, issuer, appName),
  };
}

/** The service's word counts, then that of the text; the token's own only where nobody else said anything. */
function whatIsTold(
  { tokens, kind, recognised: { claims }, found, answer }: FoundTokens,
  nowMs: number,
  refreshable: boolean,
): Pick<ConnectionRecord, 'account' | 'scopesGranted' | 'scopesStated' | 'expiresAtMs' | 'expiry' | 'notes'> {
  const account = answer?.account ?? answer?.identity;
  const scopesTold = answer?.scopes ?? [];
  const scopes = scopesTold.length > 0 ? scopesTold : tokens.scopes;
  const expiry = answer?.expiresAtMs ?? tokens.expiresAtMs;
  const claimed = {
    issuer: answer === undefined && found?.server.issuer === claims?.issuer ? claims?.issuer : null,
    subject: typeof account?.subject === 'string' ? null : claims?.subject,
    scopes: scopes !== null || claims?.scopes.length === 0 ? null : claims?.scopes,
    expiresAt: expiry === null ? claims?.expiresAt : null,
  };
  const speaksForItself = Object.values(claimed).some((claim) => claim !== null && claim !== undefined);
  // A refresh token alone gives no access yet: the first use has to fetch some.
  const expiresAtMs = kind === 'refresh' ? (refreshable ? nowMs : null) : (expiry ?? msOf(claimed.expiresAt));
  const notes: readonly (ConnectionNote | null)[] = [
    'added-by-hand',
    answer === undefined ? 'not-checked' : null,
    speaksForItself ? 'token-says-itself' : null,
  ];
  return {
    account: {
      subject: firstOf(account?.subject, claimed.subject),
      name: firstOf(account?.name, tokens.account),
      email: account?.email ?? null,
    },
    scopesGranted: scopes ?? claimed.scopes ?? [],
    scopesStated: scopesTold.length > 0,
    expiresAtMs,
    expiry: expiresAtMs === null ? 'not-stated' : 'at',
    notes: notes.filter((note) => note !== null),
  };
}

function lastCheckOf(
  id: string,
  answer: ForeignAnswer | undefined,
  nowMs: number,
): ConnectionRecord['lastCheck'] {
  return answer === undefined
    ? null
    : {
        id,
        alive: answer.alive,
        subject: answer.identity?.subject ?? null,
        scopes: [...answer.scopes],
        askedWith: answer.askedWith,
        checkedAt: moment(nowMs),
        detail: answer.detail,
      };
}

function clientOf(tokens: ForeignTokens, issuer: string, appName: string): ClientRecord | undefined {
  const { clientId, clientSecret } = tokens;
  return clientId === null
    ? undefined
    : {
        id: clientRecordId(issuer, clientId),
        issuer,
        clientId,
        appName,
        clientSecret,
        clientKey: null,
        authMethod: null,
        registeredByWallet: false,
        registeredScopes: [],
        registrationClientUri: null,
        registrationAccessToken: null,
        believedIntrospection: [],
      };
}

/** Every record has an address. This one is nobody's (RFC 6761 section 6.4), so nothing can be sent there by mistake. */
const NOWHERE = 'https://unknown.invalid';

function unknownIssuer(host: string | undefined): string {
  return URL.parse(`https://${host ?? ''}`)?.origin ?? NOWHERE;
}

function nameOfUnknown(issuer: string): string {
  return issuer === NOWHERE ? 'Unknown service' : new URL(issuer).host;
}

function msOf(moment: string | null | undefined): number | null {
  return moment === null || moment === undefined ? null : Date.parse(moment);
}

function firstOf(...texts: readonly (string | null | undefined)[]): string | null {
  return texts.find((text) => typeof text === 'string' && text !== '') ?? null;
}
