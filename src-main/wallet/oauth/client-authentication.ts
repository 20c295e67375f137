import { ClientSecretJwt, ClientSecretPost, None, PrivateKeyJwt } from 'openid-client';
import type { ClientAuth } from 'openid-client';
import { WalletError } from '../wallet-error.ts';
import { basicCredentials } from './basic-credentials.ts';
import type { ClientDescription, ServerDescription } from './oauth.ts';
import { hostOf, listOf } from './server-metadata.ts';
import { importSigningKey } from './signing-key.ts';

const secretMethods = ['client_secret_basic', 'client_secret_post', 'client_secret_jwt'];

/** RFC 6749 section 2.3: how the client is recognised. */
export async function authenticationOf(
  server: ServerDescription,
  client: ClientDescription,
): Promise<ClientAuth> {
  const { clientSecret: secret, clientKey: key = null } = client;
  const method = authenticationMethodOf(server, client);
  switch (method) {
    case 'none':
      return None();
    case 'client_secret_basic':
      return basic(secret?.reveal() ?? '');
    case 'client_secret_post':
      return secret === null ? None() : ClientSecretPost(secret.reveal());
    case 'client_secret_jwt':
      return secret === null ? refuse(server, 'its secret is not known') : ClientSecretJwt(secret.reveal());
    case 'private_key_jwt':
      return key === null
        ? refuse(server, 'its key is not known')
        : PrivateKeyJwt((await importSigningKey(key)).privateKey);
    default:
      return refuse(server, `the wallet does not know the authentication method ${method}`);
  }
}

/**
 * The method that is agreed on, or the likely one. RFC 8414 section 2: a server that does not say which methods it
 * takes takes `client_secret_basic`.
 */
export function authenticationMethodOf(server: ServerDescription, client: ClientDescription): string {
  const { authMethod, clientSecret, clientKey = null } = client;
  if (authMethod !== null) {
    return authMethod;
  }
  if (clientSecret === null) {
    return clientKey === null ? 'none' : 'private_key_jwt';
  }
  const supported = listOf(server, 'token_endpoint_auth_methods_supported') ?? ['client_secret_basic'];
  return secretMethods.find((method) => supported.includes(method)) ?? 'client_secret_post';
}

/** Reddit wants its public clients to present themselves so, with an empty secret. */
function basic(secret: string): ClientAuth {
  return (_server, { client_id: clientId }, _body, headers) => {
    headers.set('authorization', basicCredentials(clientId, secret));
  };
}

function refuse(server: ServerDescription, problem: string): never {
  throw new WalletError('client-refused', { host: hostOf(server), problem });
}
