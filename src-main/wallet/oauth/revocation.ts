import { tokenRevocation } from 'openid-client';
import type { Secret } from '../secret.ts';
import { WalletError } from '../wallet-error.ts';
import { configureAnswered, UNSENT } from './configuration.ts';
import type { ClientDescription, RevocationAnswer, ServerDescription } from './oauth.ts';
import { presentToken } from './present-token.ts';
import { refusesClient, understand } from './protocol-error.ts';
import { hostOf } from './server-metadata.ts';
import type { Wire } from './wire.ts';

/** Asks the server to end a token; see `OAuth.revoke`. What the answer is worth is found out by asking afterwards. */
export async function revoke(
  wire: Wire,
  server: ServerDescription,
  client: ClientDescription,
  token: Secret,
  kind: 'access_token' | 'refresh_token',
): Promise<RevocationAnswer> {
  try {
    const response = await presentToken(wire, server, client, 'revocation_endpoint', { token, kind });
    if (response === undefined) {
      return 'unsupported';
    }
    if (response.status !== 200) {
      await tokenRevocation(await configureAnswered(wire, server, client, response), UNSENT);
    }
    return 'done';
  } catch (error) {
    return meaningOf(error, hostOf(server));
  }
}

/** What a server means by an answer other than 200. */
function meaningOf(error: unknown, host: string): RevocationAnswer {
  const failure = understand(error);
  if (failure.kind === 'broken' && (failure.status === 202 || failure.status === 204)) {
    // Not the 200 of section 2.2, and yet no refusal. 202: "not been completed" (RFC 9110 section 15.3.3).
    return failure.status === 202 ? 'later' : 'done';
  }
  const detail = { host, problem: failure.problem };
  const options = { cause: error };
  if (failure.kind === 'broken' || (failure.error === null && isPage(error, failure.status))) {
    throw new WalletError('service-answer-invalid', detail, options);
  }
  if (failure.error === 'invalid_token') {
    // Dead already. Section 2.2 wants a 200 for that, and some servers say it in this way.
    return 'done';
  }
  if (failure.error === 'unsupported_token_type') {
    return 'unsupported';
  }
  const code = refusesClient(failure) ? 'client-refused' : 'service-refused';
  throw new WalletError(code, { ...detail, status: String(failure.status) }, options);
}

/** A page for people comes from something before the server, and is no refusal of it; 401, 403 and 404 speak for themselves. */
function isPage(thrown: unknown, status: number): boolean {
  const cause = thrown instanceof Error ? thrown.cause : undefined;
  const type = cause instanceof Response ? cause.headers.get('content-type') : null;
  return ![401, 403, 404].includes(status) && type?.startsWith('text/html') === true;
}
