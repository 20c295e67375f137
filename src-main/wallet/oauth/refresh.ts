import { refreshTokenGrant } from 'openid-client';
import type { Fetch } from '../ports.ts';
import type { Secret } from '../secret.ts';
import { WalletError } from '../wallet-error.ts';
import { configure } from './configuration.ts';
import { jsonObjectOf } from './json-body.ts';
import type { ClientDescription, ServerDescription, TokenReply } from './oauth.ts';
import { refusesClient, understand } from './protocol-error.ts';
import { hostOf } from './server-metadata.ts';
import { readTokenReply } from './token-reply.ts';

/** Gets a new token set for a refresh token; see `OAuth.refresh`. */
export async function refresh(
  fetch: Fetch,
  server: ServerDescription,
  client: ClientDescription,
  refreshToken: Secret,
): Promise<TokenReply> {
  const host = hostOf(server);
  try {
    const configuration = configure(withoutIdToken(fetch), server, client);
    return readTokenReply(await refreshTokenGrant(configuration, refreshToken.reveal()), host);
  } catch (error) {
    throw refreshError(error, host);
  }
}

/**
 * Leaves out the ID token that may come with a refresh (OpenID Connect Core section 12.2). The wallet knows whose
 * account it is, and a mistake in that token must not cost the refresh token that came with it: the old one is dead.
 */
function withoutIdToken(fetch: Fetch): Fetch {
  return async (address, init) => {
    const response = await fetch(address, init);
    const reply = await jsonObjectOf(response);
    if (reply?.id_token === undefined) {
      return response;
    }
    const { status, headers } = response;
    return Response.json({ ...reply, id_token: undefined }, { status, headers });
  };
}

function refreshError(error: unknown, host: string): WalletError {
  const failure = understand(error);
  const detail = { host, problem: failure.problem };
  const options = { cause: error };
  if (failure.kind === 'broken') {
    return new WalletError('token-reply-invalid', detail, options);
  }
  if (failure.error === 'invalid_grant') {
    return new WalletError('refresh-refused', detail, options);
  }
  return new WalletError(refusesClient(failure) ? 'client-refused' : 'service-refused', detail, options);
}
