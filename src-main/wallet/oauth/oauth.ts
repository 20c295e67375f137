import type { Secret } from '../secret.ts';
import type {
  AuthorizationRequest,
  ClientDescription,
  DeviceAuthorization,
  GrantWish,
  ManagedClient,
  Proof,
  ProtectedResource,
  RegisteredClient,
  RegistrationAnswer,
  RevocationAnswer,
  ServerDescription,
  TokenAnswer,
  TokenReply,
} from './oauth-values.ts';

export type * from './oauth-values.ts';

/**
 * The protocol, as the rest of the wallet sees it. Every function rejects with a WalletError and with nothing else.
 *
 * Network failures: `host-not-found`, `service-unreachable`, `service-timeout`, `tls-failed`, `proxy-password-needed`,
 * `proxy-unreachable`, `captive-portal`, `service-busy` (5xx, 429).
 * Answers that break the rules: `service-answer-invalid`, or `token-reply-invalid` at the token endpoint; where that
 * comes of a clock that is more than five minutes off, `clock-wrong`.
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

  /**
   * Finds out who grants access to an API (RFC 9728): from its metadata, or from the 401 that it answers.
   *
   * Rejects as `discover` does, with `resource-metadata-missing`, or with `resource-mismatch`.
   */
  discoverProtectedResource(address: string): Promise<ProtectedResource>;

  /**
   * Registers the wallet (RFC 7591): without a secret where the server allows that, else with a key made for it, else
   * with a secret. Rejects with `client-id-required` (not offered) or `registration-refused`.
   */
  register(
    server: ServerDescription,
    wish: { readonly appName: string; readonly redirectUri: string; readonly scopes: readonly string[] },
  ): Promise<RegisteredClient>;

  /**
   * Asks after a client that the wallet registered (RFC 7592 section 2.1). `gone` only when the server says so (401 or
   * 404). What it replaces must be stored: the old registration token may be dead from then on.
   */
  readRegistration(server: ServerDescription, client: ManagedClient): Promise<RegistrationAnswer>;

  /**
   * Deletes a registration, and with it every grant of the client (RFC 7592 section 2.3).
   *
   * `unsupported`: there is nothing to delete it with, or the server does not do it. Rejects with `service-refused`.
   */
  deleteRegistration(
    server: ServerDescription,
    client: ManagedClient,
  ): Promise<'done' | 'gone' | 'unsupported'>;

  /**
   * Builds the authorization request: code, PKCE S256, state, and nonce where `openid` is among the scopes. Where the
   * server takes it that way it is pushed (RFC 9126), and the address holds no more than a reference to it.
   *
   * Rejects with `client-refused`, `authorization-refused` or `service-answer-invalid` where pushing fails.
   */
  authorizationRequest(
    server: ServerDescription,
    client: ClientDescription,
    wish: GrantWish & Proof & { readonly redirectUri: string },
  ): Promise<AuthorizationRequest>;

  /**
   * Checks the answer that came to the redirect address (state, RFC 9207 iss, error) and exchanges the code. Tokens in
   * a reply that cannot be accepted are revoked, as far as the server does that, because nobody would see them again.
   *
   * Rejects with `access-denied`, `authorization-refused`, `state-mismatch`, `iss-mismatch`, `nonce-mismatch`,
   * `id-token-invalid`, `code-refused`, `client-refused`, `token-reply-invalid`, `clock-wrong`.
   */
  finishAuthorization(
    server: ServerDescription,
    client: ClientDescription,
    request: AuthorizationRequest,
    answer: URL,
  ): Promise<TokenReply>;

  /**
   * Asks for a code that the person enters in a browser on any device (RFC 8628 section 3.1).
   *
   * Rejects with `device-unsupported`, `client-refused` or `service-refused`.
   */
  beginDevice(
    server: ServerDescription,
    client: ClientDescription,
    wish: GrantWish,
  ): Promise<DeviceAuthorization>;

  /**
   * Waits until the person has answered (RFC 8628 section 3.4), by the clock of the wallet. `onSlowDown` is told the
   * new interval when the server asks for more patience. Tokens that come after the signal are revoked.
   *
   * Rejects with `access-denied`, `device-code-expired`, the signal's reason where that is a WalletError and else
   * `attempt-cancelled`, `client-refused`, `service-refused`, and as `finishAuthorization` for a broken reply.
   */
  pollDevice(
    server: ServerDescription,
    client: ClientDescription,
    device: DeviceAuthorization,
    options: Proof & {
      readonly signal: AbortSignal;
      readonly onSlowDown?: (intervalSeconds: number) => void;
    },
  ): Promise<TokenReply>;

  /** A token for the app itself, of no person (RFC 6749 section 4.4). Rejects with `client-refused` or `service-refused`. */
  clientCredentialsGrant(
    server: ServerDescription,
    client: ClientDescription,
    wish: GrantWish & Proof,
  ): Promise<TokenReply>;

  /**
   * RFC 6749 section 6. A token that was bound to a proof key needs it here. `parameters` are those of the reply that
   * the refresh token came with. Rejects with `refresh-refused` (invalid_grant: permanent), `client-refused` or
   * `service-refused`.
   */
  refresh(
    server: ServerDescription,
    client: ClientDescription,
    refreshToken: Secret,
    options?: Proof & {
      readonly resource?: string | null;
      readonly parameters?: Readonly<Record<string, string>>;
    },
  ): Promise<TokenReply>;

  /**
   * RFC 7009 section 2. `done`: the server answered 200 (which proves nothing), or that the token is invalid already.
   * `later`: it answered 202. `unsupported`: there is no revocation endpoint, or it does not take this kind of token.
   *
   * Rejects with `client-refused` or `service-refused`.
   */
  revoke(
    server: ServerDescription,
    client: ClientDescription,
    token: Secret,
    kind: 'access_token' | 'refresh_token',
  ): Promise<RevocationAnswer>;

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
   * A token of the type `dpop` needs its proof key.
   */
  userInfo(server: ServerDescription, accessToken: Secret, proof?: Proof): Promise<TokenAnswer | undefined>;

  /**
   * By how much the clock of a service is ahead of this computer's, as its last answer said; undefined before that.
   * Asked with an issuer or a host.
   */
  skewMs(issuerOrHost: string): number | undefined;
}
