import type { Secret } from '../secret.ts';
import type { Deviation } from '../services/service-schema.ts';

/** What is known of an authorization server. */
export interface ServerDescription {
  readonly issuer: string;
  /**
   * The server's own document (RFC 8414 section 2, OpenID Discovery 3), or the same names filled in from the catalog
   * for a service that publishes none. Such a service has no `issuer` in it, and its answers are not compared with one.
   */
  readonly metadata: Readonly<Record<string, unknown>>;
  /** The documented ways in which it breaks the rules; none are assumed. */
  readonly deviations?: readonly Deviation[];
  /** Where it wants scopes asked for in another way than `scope=a b`. */
  readonly scopeRequest?: { readonly parameter: string; readonly separator: string };
  /** The field of its token reply that names the account, where no ID token does. */
  readonly accountField?: string;
  /** Where it wants refresh tokens elsewhere than at its token endpoint. */
  readonly refreshEndpoint?: string;
}

/** How the wallet presents itself to a server. */
export interface ClientDescription {
  readonly clientId: string;
  readonly clientSecret: Secret | null;
  /** A value of `token_endpoint_auth_method`; null: `none` without a secret, else what the server's metadata lists. */
  readonly authMethod: string | null;
  /** The private key (a JWK) of a client that authenticates with `private_key_jwt`. */
  readonly clientKey?: Secret | null;
}

/** A client that the server made for the wallet (RFC 7591 section 3.2.1). */
export interface RegisteredClient extends ClientDescription {
  readonly registrationClientUri: string | null;
  readonly registrationAccessToken: Secret | null;
}

/** What is needed to ask after a registration, or to end it. */
export type ManagedClient = Pick<RegisteredClient, 'registrationClientUri' | 'registrationAccessToken'> &
  Partial<Pick<RegisteredClient, 'clientSecret'>>;

/** What became of a registration. `not-told`: it cannot be asked after, or the answer says nothing of it. */
export type RegistrationAnswer =
  | {
      readonly state: 'known';
      /** What the server has replaced by asking (RFC 7592 section 3), to be stored; mostly nothing. */
      readonly replaced: Partial<
        Pick<RegisteredClient, 'clientSecret' | 'registrationClientUri' | 'registrationAccessToken'>
      >;
    }
  | { readonly state: 'gone' | 'not-told' };

/** One element of `authorization_details` (RFC 9396 section 2). */
export type AuthorizationDetail = Readonly<Record<string, unknown>> & { readonly type: string };

/** What a grant is asked for, whatever the way to it. */
export interface GrantWish {
  readonly scopes: readonly string[];
  /** The API that the token is for (RFC 8707 section 2). */
  readonly resource?: string;
  /** RFC 9396. */
  readonly authorizationDetails?: readonly AuthorizationDetail[];
  /** Fixed parameters that the service wants besides, such as `access_type=offline`. They replace none of ours. */
  readonly parameters?: Readonly<Record<string, string>>;
}

/** What tokens are to be bound to (RFC 9449): a key of `createProofKey`. It is used where the server can do it. */
export interface Proof {
  readonly proofKey?: Secret | null;
}

/** What must be kept between sending the person away and the answer; in memory only. */
export interface AuthorizationRequest {
  readonly address: URL;
  readonly state: Secret;
  readonly nonce: Secret;
  /** Whether the nonce was sent, so that an ID token must hold it. */
  readonly nonceIsSent: boolean;
  readonly codeVerifier: Secret;
  readonly redirectUri: string;
  readonly resource: string | null;
  readonly proofKey: Secret | null;
}

/** A code for the person to enter on another device (RFC 8628 section 3.2), and the one to poll with. */
export interface DeviceAuthorization {
  readonly deviceCode: Secret;
  readonly userCode: string;
  readonly verificationUri: string;
  readonly verificationUriComplete: string | null;
  readonly expiresInSeconds: number;
  readonly intervalSeconds: number;
  readonly resource: string | null;
}

/** A successful reply of a token endpoint, read carefully (RFC 6749 section 5.1). */
export interface TokenReply {
  readonly accessToken: Secret;
  readonly refreshToken: Secret | null;
  readonly idToken: Secret | null;
  /** `bearer`, or `dpop` for a token that is bound to the proof key (RFC 9449 section 5). */
  readonly tokenType: string;
  /** null: the server did not say, which means "as requested". */
  readonly scopes: readonly string[] | null;
  /** Seconds; null: the server did not say. */
  readonly expiresInSeconds: number | null;
  /** Seconds; null: the server did not say, or the refresh token does not expire. */
  readonly refreshExpiresInSeconds: number | null;
  /** The granted details (RFC 9396 section 7); null: the server did not say. */
  readonly authorizationDetails: readonly AuthorizationDetail[] | null;
  /** What the service wants with every refresh, besides the token: to be stored with it and given to `refresh`. */
  readonly refreshParameters: Readonly<Record<string, string>>;
  /** From a validated ID token; null when there was none, and after a refresh, where it is not read. */
  readonly identity: Identity | null;
}

export interface Identity {
  readonly subject: string;
  readonly name: string | null;
  readonly email: string | null;
}

/**
 * What a service says to a revocation; its word only. `done`: carried out, or the token was invalid already. `later`: it
 * will be. `unsupported`: the service has no call for such a token.
 */
export type RevocationAnswer = 'done' | 'later' | 'unsupported';

/** What a service says of a token when asked (RFC 7662 section 2.2, or OpenID userinfo). */
export interface TokenAnswer {
  readonly askedWith: 'introspection' | 'userinfo' | 'service-call';
  readonly alive: boolean;
  readonly identity: Identity | null;
  /** Empty when the answer names none. */
  readonly scopes: readonly string[];
  /** From introspection: the client that the token was issued to; absent when not told. */
  readonly clientId?: string;
  /** From introspection's `exp`; null when not told. */
  readonly expiresAtMs: number | null;
  /** One English sentence without secrets, such as `userinfo answered 401 invalid_token`. */
  readonly detail: string;
}

/** An API, and who grants access to it (RFC 9728 section 2). */
export interface ProtectedResource {
  readonly resource: string;
  /** Issuers; at least one. */
  readonly authorizationServers: readonly string[];
  readonly scopesSupported: readonly string[];
}
