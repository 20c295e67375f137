import type { Secret } from '../secret.ts';

/** What is known of an authorization server. `metadata` is its own document (RFC 8414 section 2, OpenID Discovery 3). */
export interface ServerDescription {
  readonly issuer: string;
  readonly metadata: Readonly<Record<string, unknown>>;
}

/** How the wallet presents itself to a server. */
export interface ClientDescription {
  readonly clientId: string;
  readonly clientSecret: Secret | null;
  /** A value of `token_endpoint_auth_method`; null: `none` without a secret, else what the server's metadata lists. */
  readonly authMethod: string | null;
}

/** A client that the server made for the wallet (RFC 7591 section 3.2.1). */
export interface RegisteredClient extends ClientDescription {
  readonly registrationClientUri: string | null;
  readonly registrationAccessToken: Secret | null;
}

/** What must be kept between sending the person away and the answer; in memory only. */
export interface AuthorizationRequest {
  readonly address: URL;
  readonly state: Secret;
  readonly nonce: Secret;
  readonly codeVerifier: Secret;
  readonly redirectUri: string;
}

/** A successful reply of a token endpoint, read carefully (RFC 6749 section 5.1). */
export interface TokenReply {
  readonly accessToken: Secret;
  readonly refreshToken: Secret | null;
  readonly idToken: Secret | null;
  /** `bearer`: the names of token types are case-insensitive (RFC 6749 section 5.1), and the wallet knows no other. */
  readonly tokenType: string;
  /** null: the server did not say, which means "as requested". */
  readonly scopes: readonly string[] | null;
  /** Seconds; null: the server did not say. */
  readonly expiresInSeconds: number | null;
  /** From a validated ID token; null when there was none, and after a refresh, where it is not read. */
  readonly identity: Identity | null;
}

export interface Identity {
  readonly subject: string;
  readonly name: string | null;
  readonly email: string | null;
}

/** What a service says of a token when asked (RFC 7662 section 2.2, or OpenID userinfo). */
export interface TokenAnswer {
  readonly askedWith: 'introspection' | 'userinfo';
  readonly alive: boolean;
  readonly identity: Identity | null;
  /** Empty when the answer names none. */
  readonly scopes: readonly string[];
  /** From introspection's `exp`; null when not told. */
  readonly expiresAtMs: number | null;
  /** One English sentence without secrets, such as `userinfo answered 401 invalid_token`. */
  readonly detail: string;
}

/**
 * The protocol, as the rest of the wallet sees it. Every function rejects with a WalletError and with nothing else.
 *
 * Network failures: `host-not-found`, `service-unreachable`, `service-timeout`, `tls-failed`, `service-busy` (5xx, 429).
 * Answers that break the rules: `service-answer-invalid`, or `token-reply-invalid` at the token endpoint.
 * Bodies are read up to 1 MB, redirects are not followed, a request has 30 seconds.
 */
export interface OAuth {
  /**
   * Reads the metadata of an issuer: OpenID Discovery first, then RFC 8414.
   *
   * Rejects with `issuer-not-a-url`, `issuer-not-https`, `metadata-missing`, `metadata-not-json`,
   * `metadata-incomplete`, `issuer-mismatch` besides the network failures.
   */
  discover(issuer: string): Promise<ServerDescription>;

  /** Registers the wallet (RFC 7591). Rejects with `client-id-required` (not offered) or `registration-refused`. */
  register(
    server: ServerDescription,
    wish: { readonly appName: string; readonly redirectUri: string; readonly scopes: readonly string[] },
  ): Promise<RegisteredClient>;

  /**
   * Whether a client that the wallet registered is still known (RFC 7592 section 2.1). False only when the server says
   * so (401, 403 or 404); true where it cannot be asked.
   */
  isStillRegistered(
    server: ServerDescription,
    client: Pick<RegisteredClient, 'registrationClientUri' | 'registrationAccessToken'>,
  ): Promise<boolean>;

  /** Builds the authorization request: code, PKCE S256, state, and nonce where `openid` is among the scopes. */
  authorizationRequest(
    server: ServerDescription,
    client: ClientDescription,
    wish: { readonly redirectUri: string; readonly scopes: readonly string[] },
  ): Promise<AuthorizationRequest>;

  /**
   * Checks the answer that came to the redirect address (state, RFC 9207 iss, error) and exchanges the code.
   *
   * Rejects with `access-denied`, `authorization-refused`, `state-mismatch`, `iss-mismatch`, `nonce-mismatch`,
   * `id-token-invalid`, `code-refused`, `client-refused`, `token-reply-invalid`.
   */
  finishAuthorization(
    server: ServerDescription,
    client: ClientDescription,
    request: AuthorizationRequest,
    answer: URL,
  ): Promise<TokenReply>;

  /** RFC 6749 section 6. Rejects with `refresh-refused` (invalid_grant: permanent) or `client-refused`. */
  refresh(server: ServerDescription, client: ClientDescription, refreshToken: Secret): Promise<TokenReply>;

  /**
   * RFC 7009 section 2. `done`: the server answered 200 (which proves nothing), or that the token is invalid already.
   * `unsupported`: there is no revocation endpoint, or it does not take this kind of token.
   *
   * Rejects with `client-refused` or `service-refused`.
   */
  revoke(
    server: ServerDescription,
    client: ClientDescription,
    token: Secret,
    kind: 'access_token' | 'refresh_token',
  ): Promise<'done' | 'unsupported'>;

  /**
   * Asks the introspection endpoint (RFC 7662), or answers undefined where there is none or it does not serve this
   * client.
   */
  introspect(
    server: ServerDescription,
    client: ClientDescription,
    token: Secret,
    kind: 'access_token' | 'refresh_token',
  ): Promise<TokenAnswer | undefined>;

  /**
   * Presents an access token at the OpenID userinfo endpoint, or answers undefined where there is none, or where the
   * answer tells nothing of the token's life (403 for want of the `openid` scope counts as alive: RFC 6750 section 3.1).
   */
  userInfo(server: ServerDescription, accessToken: Secret): Promise<TokenAnswer | undefined>;
}
