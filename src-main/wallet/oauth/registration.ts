import type { Fetch } from '../ports.ts';
import { Secret } from '../secret.ts';
import { isWalletError, WalletError } from '../wallet-error.ts';
import { jsonObjectOf, textOf } from './json-body.ts';
import type { RegisteredClient, ServerDescription } from './oauth.ts';
import { refusal } from './protocol-error.ts';
import { endpointOf, hostOf, isSafeFor, listOf } from './server-metadata.ts';

interface Wish {
  readonly appName: string;
  readonly redirectUri: string;
  readonly scopes: readonly string[];
}

/** Registers the wallet as a native app; see `OAuth.register`. */
export async function register(
  fetch: Fetch,
  server: ServerDescription,
  wish: Wish,
): Promise<RegisteredClient> {
  const [host, redirectUri] = [hostOf(server), wish.redirectUri];
  const endpoint = endpointOf(server, 'registration_endpoint');
  if (endpoint === null) {
    throw new WalletError('client-id-required', { host, redirectUri });
  }
  const metadata = clientMetadata(server, wish);
  const response = await fetch(endpoint, {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'application/json' },
    body: JSON.stringify(metadata),
  });
  const reply = (await jsonObjectOf(response)) ?? {};
  if (!response.ok) {
    const { problem } = refusal(response.status, textOf(reply.error), textOf(reply.error_description));
    throw new WalletError('registration-refused', { host, redirectUri, problem });
  }
  const clientId = textOf(reply.client_id);
  if (clientId === null) {
    throw new WalletError('registration-refused', {
      host,
      redirectUri,
      problem: 'its answer holds no client_id',
    });
  }
  const management = textOf(reply.registration_client_uri);
  return {
    clientId,
    clientSecret: secretOf(reply.client_secret),
    authMethod: textOf(reply.token_endpoint_auth_method) ?? metadata.token_endpoint_auth_method,
    registrationClientUri: management !== null && isSafeFor(server, management) ? management : null,
    registrationAccessToken: secretOf(reply.registration_access_token),
  };
}

/** Reads the registration (RFC 7592 section 2.1); see `OAuth.isStillRegistered`. */
export async function isStillRegistered(
  fetch: Fetch,
  client: Pick<RegisteredClient, 'registrationClientUri' | 'registrationAccessToken'>,
): Promise<boolean> {
  const { registrationClientUri, registrationAccessToken } = client;
  if (registrationClientUri === null || registrationAccessToken === null) {
    return true;
  }
  try {
    const response = await fetch(registrationClientUri, {
      headers: { authorization: `Bearer ${registrationAccessToken.reveal()}`, accept: 'application/json' },
    });
    return ![401, 403, 404].includes(response.status);
  } catch (error) {
    if (isWalletError(error)) {
      return true;
    }
    throw error;
  }
}

/** RFC 7591 section 2. */
function clientMetadata(server: ServerDescription, wish: Wish) {
  const grantsSupported = listOf(server, 'grant_types_supported');
  return {
    client_name: wish.appName,
    application_type: 'native',
    redirect_uris: [wish.redirectUri],
    response_types: ['code'],
    grant_types: ['authorization_code', 'refresh_token'].filter(
      (grant) => grantsSupported?.includes(grant) ?? true,
    ),
    token_endpoint_auth_method: methodToAskFor(server),
    ...(wish.scopes.length > 0 && { scope: wish.scopes.join(' ') }),
  };
}

/** An app on a person's computer keeps no secret from them, so it wants none (RFC 8252 section 8.5) if it may. */
function methodToAskFor(server: ServerDescription): string {
  const supported = listOf(server, 'token_endpoint_auth_methods_supported') ?? ['none'];
  const known = ['none', 'client_secret_basic', 'client_secret_post'];
  return known.find((method) => supported.includes(method)) ?? 'none';
}

function secretOf(value: unknown): Secret | null {
  const text = textOf(value);
  return text === null ? null : new Secret(text);
}
