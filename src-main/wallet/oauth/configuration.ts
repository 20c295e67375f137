import {
  allowInsecureRequests,
  ClientSecretBasic,
  ClientSecretPost,
  Configuration,
  customFetch,
  None,
} from 'openid-client';
import type { ClientAuth, ServerMetadata } from 'openid-client';
import type { Fetch } from '../ports.ts';
import { WalletError } from '../wallet-error.ts';
import { isPlainLoopback } from './issuer-address.ts';
import type { ClientDescription, ServerDescription } from './oauth.ts';
import { hostOf, listOf } from './server-metadata.ts';

/** What openid-client needs to know of a server and of a client there. */
export function configure(fetch: Fetch, server: ServerDescription, client: ClientDescription): Configuration {
  const configuration = new Configuration(
    server.metadata as unknown as ServerMetadata,
    client.clientId,
    {},
    authenticationOf(server, client),
  );
  configuration[customFetch] = (address, request) => fetch(address, request as RequestInit);
  // The bounded fetch keeps the time.
  configuration.timeout = 0;
  if (isPlainLoopback(new URL(server.issuer))) {
    // eslint-disable-next-line @typescript-eslint/no-deprecated -- marked so only to make it stand out
    allowInsecureRequests(configuration);
  }
  return configuration;
}

/** RFC 6749 section 2.3: how the client is recognised. */
function authenticationOf(server: ServerDescription, client: ClientDescription): ClientAuth {
  const secret = client.clientSecret;
  if (secret === null) {
    return None();
  }
  const method = client.authMethod ?? usualMethod(server);
  switch (method) {
    case 'none':
      return None();
    case 'client_secret_basic':
      return ClientSecretBasic(secret.reveal());
    case 'client_secret_post':
      return ClientSecretPost(secret.reveal());
    default:
      throw new WalletError('client-refused', {
        host: hostOf(server),
        problem: `the wallet does not know the authentication method ${method}`,
      });
  }
}

/** RFC 8414 section 2: a server that does not say which methods it takes takes `client_secret_basic`. */
function usualMethod(server: ServerDescription): string {
  const supported = listOf(server, 'token_endpoint_auth_methods_supported') ?? ['client_secret_basic'];
  return supported.includes('client_secret_basic') ? 'client_secret_basic' : 'client_secret_post';
}
