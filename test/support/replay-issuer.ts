import { generateKeyPairSync, sign } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { createOAuth } from '../../src-main/wallet/oauth/create-oauth.ts';
import type {
  AuthorizationRequest,
  ClientDescription,
  OAuth,
  ServerDescription,
} from '../../src-main/wallet/oauth/oauth.ts';
import { Secret } from '../../src-main/wallet/secret.ts';
import { systemClock } from '../../src-main/wallet/system-clock.ts';
import type { ReplayServer } from './replay-server.ts';
import { startReplayServer } from './replay-server.ts';

const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });

/** An issuer that says and does what a test wants, seen by a wallet that is as it always is. */
export interface ReplayIssuer extends AsyncDisposable {
  readonly server: ReplayServer;
  readonly oauth: OAuth;
  readonly description: ServerDescription;
  readonly client: ClientDescription;
  /** An authorization request, as made before the browser opens. */
  authorizationRequest(scopes?: readonly string[]): Promise<AuthorizationRequest>;
  /** The answer of a browser to it; `changes` replaces parameters, and null leaves one out. */
  answerTo(request: AuthorizationRequest, changes?: Readonly<Record<string, string | null>>): URL;
  /** A signed ID token that answers the request, with `changes` to its claims. */
  idToken(
    request: AuthorizationRequest | { readonly nonce: string },
    changes?: Readonly<Record<string, unknown>>,
    key?: KeyObject,
  ): string;
}

/** Everything that the issuer of these tests can do, by its name in the metadata. */
const endpoints = {
  authorization_endpoint: '/authorize',
  token_endpoint: '/token',
  revocation_endpoint: '/revoke',
  introspection_endpoint: '/introspect',
  userinfo_endpoint: '/userinfo',
  registration_endpoint: '/register',
  jwks_uri: '/keys',
};

export async function startReplayIssuer(
  changes: Readonly<Record<string, unknown>> = {},
): Promise<ReplayIssuer> {
  const server = await startReplayServer();
  const issuer = server.origin;
  const metadata = {
    issuer,
    ...Object.fromEntries(Object.entries(endpoints).map(([name, path]) => [name, `${issuer}${path}`])),
    ...changes,
  };
  server.routes['/.well-known/openid-configuration'] = { body: metadata };
  server.routes['/keys'] = { body: { keys: [{ ...publicKey.export({ format: 'jwk' }), alg: 'RS256' }] } };
  const oauth = createOAuth({ fetch, clock: systemClock });
  const description = await oauth.discover(issuer);
  const client = { clientId: 'wallet', clientSecret: null, authMethod: null };

  return {
    server,
    oauth,
    description,
    client,
    authorizationRequest: (scopes = ['openid', 'photos']) =>
      oauth.authorizationRequest(description, client, {
        redirectUri: 'http://127.0.0.1:4321/callback',
        scopes,
      }),
    answerTo: (request, parameters = {}) => {
      const answer = new URL(request.redirectUri);
      const all: Record<string, string | null> = {
        code: 'code-1',
        state: request.state.reveal(),
        ...parameters,
      };
      for (const [name, value] of Object.entries(all)) {
        if (value !== null) {
          answer.searchParams.append(name, value);
        }
      }
      return answer;
    },
    idToken: (request, claims = {}, key = privateKey) => {
      const nowSeconds = Math.floor(Date.now() / 1000);
      return signJwt(
        {
          iss: issuer,
          sub: 'alice',
          aud: client.clientId,
          iat: nowSeconds,
          exp: nowSeconds + 600,
          nonce: typeof request.nonce === 'string' ? request.nonce : request.nonce.reveal(),
          ...claims,
        },
        key,
      );
    },
    [Symbol.asyncDispose]: () => server[Symbol.asyncDispose](),
  };
}

/** A key that the issuer does not publish. */
export function foreignKey(): KeyObject {
  return generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey;
}

/** A token of the tests' own making. */
export function secret(value: string): Secret {
  return new Secret(value);
}

function signJwt(claims: object, key: KeyObject): string {
  const signed = [{ alg: 'RS256', typ: 'JWT' }, claims]
    .map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'))
    .join('.');
  return `${signed}.${sign('sha256', Buffer.from(signed), key).toString('base64url')}`;
}
