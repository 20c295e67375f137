import { ClientError, enableNonRepudiationChecks, genericGrantRequest } from 'openid-client';
import type { Fetch } from '../ports.ts';
import { WalletError } from '../wallet-error.ts';
import { codeIn } from './authorization-answer.ts';
import { configure } from './configuration.ts';
import { jsonObjectOf } from './json-body.ts';
import type { AuthorizationRequest, ClientDescription, ServerDescription, TokenReply } from './oauth.ts';
import { refusesClient, understand } from './protocol-error.ts';
import { endpointOf, hostOf } from './server-metadata.ts';
import { readTokenReply } from './token-reply.ts';

/**
 * Checks the browser's answer and exchanges its code; see `OAuth.finishAuthorization`.
 *
 * It does not use `authorizationCodeGrant`, which refuses a reply without an ID token wherever a nonce was sent: a
 * service may leave `openid` out of what it grants (RFC 6749 section 3.3), and the wallet shows what was granted.
 */
export async function finishAuthorization(
  fetch: Fetch,
  server: ServerDescription,
  client: ClientDescription,
  request: AuthorizationRequest,
  answer: URL,
): Promise<TokenReply> {
  const host = hostOf(server);
  const code = codeIn(server, request, answer);
  try {
    const configuration = configure(readingKeys(fetch, server), server, client);
    if (endpointOf(server, 'jwks_uri') !== null) {
      // OpenID Connect Core section 3.1.3.7 lets TLS stand in for the signature. A service on this computer has no
      // TLS, and elsewhere the check costs one request, so the signature is checked wherever there are keys for it.
      enableNonRepudiationChecks(configuration);
    }
    const reply = await genericGrantRequest(configuration, 'authorization_code', {
      code,
      redirect_uri: request.redirectUri,
      code_verifier: request.codeVerifier.reveal(),
    });
    const claims = reply.claims();
    if (claims !== undefined && claims.nonce !== expectedNonce(request)) {
      throw new WalletError('nonce-mismatch', { host });
    }
    return readTokenReply(reply, host);
  } catch (error) {
    throw exchangeError(error, host, request.redirectUri);
  }
}

function expectedNonce(request: AuthorizationRequest): string | undefined {
  return request.address.searchParams.has('nonce') ? request.nonce.reveal() : undefined;
}

/** Keys that cannot be read leave an ID token unproved. Said here, where it is known what was being read. */
function readingKeys(fetch: Fetch, server: ServerDescription): Fetch {
  return async (address, init) => {
    const response = await fetch(address, init);
    const isKeySet = address === endpointOf(server, 'jwks_uri');
    if (isKeySet && (response.status !== 200 || (await jsonObjectOf(response)) === undefined)) {
      const problem = `the keys to check it with cannot be read (status ${response.status})`;
      throw new WalletError('id-token-invalid', { host: hostOf(server), problem });
    }
    return response;
  };
}

function exchangeError(error: unknown, host: string, redirectUri: string): WalletError {
  const failure = understand(error);
  const { problem } = failure;
  const options = { cause: error };
  if (failure.kind === 'broken') {
    const code = concernsIdToken(error) ? 'id-token-invalid' : 'token-reply-invalid';
    return new WalletError(code, { host, problem }, options);
  }
  if (failure.error === 'invalid_grant') {
    return new WalletError('code-refused', { host, problem }, options);
  }
  return refusesClient(failure)
    ? new WalletError('client-refused', { host, problem }, options)
    : new WalletError('authorization-refused', { host, problem, redirectUri }, options);
}

/** openid-client's codes are the same for a broken reply and for a broken ID token in it; its words are not. */
function concernsIdToken(error: unknown): boolean {
  const cause = error instanceof ClientError ? error.cause : undefined;
  return cause instanceof Error && !/"response"|token_type/.test(cause.message);
}
