import type { Fetch } from '../ports.ts';
import { WalletError } from '../wallet-error.ts';
import { createClientKey } from './client-key.ts';
import { DEVICE_GRANT } from './device-polling.ts';
import { jsonObjectOf, secretOf, textOf } from './json-body.ts';
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
  const method = methodToAskFor(server);
  const key = method === 'private_key_jwt' ? await createClientKey() : undefined;
  const response = await fetch(endpoint, {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'application/json' },
    body: JSON.stringify({
      ...clientMetadata(server, wish),
      token_endpoint_auth_method: method,
      ...(key !== undefined && {
        token_endpoint_auth_signing_alg: key.publicKey.alg,
        jwks: { keys: [key.publicKey] },
      }),
    }),
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
    authMethod: textOf(reply.token_endpoint_auth_method) ?? method,
    registrationClientUri: management !== null && isSafeFor(server, management) ? management : null,
    registrationAccessToken: secretOf(reply.registration_access_token),
    ...(key !== undefined && { clientKey: key.privateKey }),
  };
}

/** RFC 7591 section 2. */
function clientMetadata(server: ServerDescription, wish: Wish) {
  const grantsSupported = listOf(server, 'grant_types_supported');
  const hasDevices = endpointOf(server, 'device_authorization_endpoint') !== null;
  const grants = ['authorization_code', 'refresh_token', ...(hasDevices ? [DEVICE_GRANT] : [])];
  return {
    client_name: wish.appName,
    application_type: 'native',
    redirect_uris: [wish.redirectUri],
    response_types: ['code'],
    grant_types: grants.filter((grant) => grantsSupported?.includes(grant) ?? true),
    ...(wish.scopes.length > 0 && { scope: wish.scopes.join(' ') }),
  };
}

/**
 * An app on a person's computer keeps no secret from them, so it wants none (RFC 8252 section 8.5) if it may. Where it
 * may not, a key of its own is better than a secret: the server never holds it.
 */
function methodToAskFor(server: ServerDescription): string {
  const supported = listOf(server, 'token_endpoint_auth_methods_supported') ?? ['none'];
  const algorithms = listOf(server, 'token_endpoint_auth_signing_alg_values_supported') ?? [];
  const known = ['none', 'private_key_jwt', 'client_secret_basic', 'client_secret_post', 'client_secret_jwt'];
  const possible = known.filter((method) => method !== 'private_key_jwt' || algorithms.includes('ES256'));
  return possible.find((method) => supported.includes(method)) ?? 'none';
}
