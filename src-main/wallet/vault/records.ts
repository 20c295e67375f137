import type { Check, ConnectionNote, Expiry, Revocation } from '../../contract/connection.ts';
import type { ErrorValue } from '../../contract/error.ts';
import type { CaseToken, LeakCase } from '../../contract/leak.ts';
import type { Service, TokenKind } from '../services/service-schema.ts';
import type { Secret } from '../secret.ts';

/** A revocation that was begun and is not finished. Written before the service is asked, so that a crash loses nothing. */
export interface PendingRevocation {
  /** `revoke`: still to be carried out; `ask`: done, or being done by hand, and the service is asked until it says dead. */
  readonly step: 'revoke' | 'ask';
  /** Those that were begun together. The process that works them off holds the lease `revocations BATCH`. */
  readonly batch: string;
  readonly begunAtMs: number;
  readonly attempts: number;
  readonly nextAttemptAtMs: number;
  /** By the person. */
  readonly isStopped: boolean;
  /** Places that took the access token while it lived, so that their "dead" can be believed after a restart too. */
  readonly believed: { readonly introspection: boolean; readonly shown: boolean; readonly refresh: boolean };
}

/** What the vault keeps of a connection apart from its tokens, so that listing opens no token. Moments in ms. */
export interface ConnectionRecord {
  readonly id: string;
  readonly issuer: string;
  /** The service of the catalog; null for one that the wallet knows only by what it says of itself. */
  readonly serviceId: string | null;
  /** The host of a self-hosted service. */
  readonly serviceHost: string | null;
  readonly serviceName: string;
  /** What the person calls it. */
  readonly label: string | null;
  readonly origin: 'authorized' | 'added';
  readonly appName: string;
  readonly clientId: string;
  readonly registeredByWallet: boolean;
  readonly account: {
    readonly subject: string | null;
    readonly name: string | null;
    readonly email: string | null;
  };
  readonly scopesRequested: readonly string[];
  readonly scopesGranted: readonly string[];
  readonly scopesStated: boolean;
  readonly connectedAtMs: number;
  readonly issuedAtMs: number;
  readonly expiresAtMs: number | null;
  readonly expiry: Expiry;
  readonly refreshable: boolean;
  /** When the refresh token ends; null where the service did not say. */
  readonly refreshExpiresAtMs: number | null;
  /** When that began, which a new access token does not change. */
  readonly refreshIssuedAtMs: number;
  /** Whether the tokens are bound to a key of this vault (RFC 9449). */
  readonly boundToComputer: boolean;
  /** The API that the tokens are for (RFC 8707). */
  readonly resource: string | null;
  /** Rights in detail (RFC 9396), as JSON text. */
  readonly details: { readonly requested: string; readonly granted: string | null } | null;
  readonly notes: readonly ConnectionNote[];
  /** Rises with every revocation and every new token set: a refresh that began in an older one is not stored. */
  readonly generation: number;
  readonly revokedAtMs: number | null;
  readonly attention: ErrorValue | null;
  readonly lastCheck: Check | null;
  readonly revocation: Revocation | null;
  /** While it is there, the tokens are barred from any use but revocation. */
  readonly pending: PendingRevocation | null;
  /**
   * Set before a refresh is asked for and taken away when its answer is stored. One that is left over tells of an answer
   * that was lost, and with it perhaps of tokens that live and nobody holds.
   */
  readonly refreshBegunAtMs: number | null;
  /** When the wallet last used the tokens: some services end what nobody uses. */
  readonly usedAtMs: number;
  /** The end that the person has been told of, so that they are told once. */
  readonly toldOfEndAtMs: number | null;
  /** Set while a `forget` can still be undone. */
  readonly forgottenAtMs: number | null;
}

/**
 * Connections whose revocation was begun together, each with the tag that its record was sealed with. One whose record was
 * written since has its mark there, or has it no more. The id is that of the batch.
 */
export interface RevocationBatchRecord {
  readonly id: string;
  readonly begunAtMs: number;
  readonly tags: Readonly<Record<string, string>>;
}

/** What a service issued for a connection. Its id is the connection's. */
export interface TokenSetRecord {
  readonly id: string;
  readonly accessToken: Secret;
  readonly refreshToken: Secret | null;
  readonly idToken: Secret | null;
  readonly tokenType: string;
  /** What the access token is to its service: most are `access`, one made by hand may be `personal`. */
  readonly kind: TokenKind;
  /** The private key that the tokens are bound to (RFC 9449), as a JWK. */
  readonly proofKey: Secret | null;
  /** What the service wants with every refresh besides the token. */
  readonly refreshParameters: Readonly<Record<string, string>>;
}

/** Whose tokens, as far as a service has to be asked and the journal to be told. */
export type TokenOwner = Pick<
  ConnectionRecord,
  | 'issuer'
  | 'serviceId'
  | 'serviceHost'
  | 'serviceName'
  | 'appName'
  | 'clientId'
  | 'account'
  | 'scopesGranted'
  | 'origin'
  | 'resource'
>;

/**
 * Tokens that are to be cut and never used: what a refresh brought after a revocation had begun, or what a new grant
 * took the place of. The id is that of the connection, a blank and something more.
 */
export interface LateTokensRecord {
  readonly id: string;
  readonly connectionId: string;
  /** The connection may be gone by now, or have another client. */
  readonly owner: TokenOwner;
  readonly accessToken: Secret;
  readonly refreshToken: Secret | null;
  readonly kind: TokenKind;
  readonly proofKey: Secret | null;
  readonly refreshParameters: TokenSetRecord['refreshParameters'];
  readonly expiresAtMs: number | null;
  /** null: they go with the revocation of their connection. */
  readonly pending: PendingRevocation | null;
}

/** A case of the leak desk. Its id is its number, in decimal. What can be counted is counted and not kept. */
export interface LeakCaseRecord extends Omit<LeakCase, 'run' | keyof CaseCounts> {
  readonly id: string;
  /** Of a closed case: many of them are listed without reading what they are made of. */
  readonly counts: CaseCounts | null;
}

/** How many tokens a case has, in which states and of which services. */
export interface CaseCounts extends Pick<LeakCase, 'tokens' | 'byState'> {
  readonly byService: Pick<LeakCase['byService'][number], 'service' | 'name' | 'tokens'>[];
}

/** What is known of a leaked token. Its id is made of case and fingerprint, see `leakedTokenId`. */
export interface LeakedTokenRecord extends CaseToken {
  readonly id: string;
  readonly caseNumber: number;
}

/** A leaked token itself, destroyed when its case closes. Its id is that of the `leakedToken` record. */
export interface LeakedSecretRecord {
  readonly id: string;
  readonly token: Secret;
}

/** An OAuth client at one service. Its id is made of issuer and client id, see `clientRecordId`. */
export interface ClientRecord {
  readonly id: string;
  readonly issuer: string;
  readonly clientId: string;
  readonly appName: string;
  readonly clientSecret: Secret | null;
  /** The private key of a client that authenticates with `private_key_jwt`, as a JWK. */
  readonly clientKey: Secret | null;
  /** `none`, `client_secret_basic` or `client_secret_post`; null: the library's choice. */
  readonly authMethod: string | null;
  readonly registeredByWallet: boolean;
  /** The scopes it was registered with; empty for a client that a person typed in. */
  readonly registeredScopes: readonly string[];
  /** RFC 7592: with these the registration can be read and deleted later. */
  readonly registrationClientUri: string | null;
  readonly registrationAccessToken: Secret | null;
  /** The kinds of its tokens that introspection has called active, so that "inactive" says something of them. */
  readonly believedIntrospection: readonly ('access_token' | 'refresh_token')[];
}

/** The metadata of an authorization server as last read. Its id is the issuer. */
export interface ServerRecord {
  readonly id: string;
  readonly readAtMs: number;
  /** The service, where a person described it in a file of their own; null for one of the catalog, or of none. */
  readonly describedService: Service | null;
  /** The certificate authority that a person trusts there besides the usual ones, in PEM. */
  readonly certificateAuthority: string | null;
  readonly metadata: Readonly<Record<string, unknown>>;
}

/** Every kind of record, by the name of its table. */
export interface Records {
  readonly connection: ConnectionRecord;
  readonly tokenSet: TokenSetRecord;
  readonly client: ClientRecord;
  readonly server: ServerRecord;
  readonly lateTokens: LateTokensRecord;
  readonly leakCase: LeakCaseRecord;
  readonly leakedToken: LeakedTokenRecord;
  readonly leakedSecret: LeakedSecretRecord;
  readonly revocationBatch: RevocationBatchRecord;
}

export type StoredKind = keyof Records;

/** Without what the vault keeps for itself. */
export type RecordKind = Exclude<StoredKind, 'revocationBatch'>;
