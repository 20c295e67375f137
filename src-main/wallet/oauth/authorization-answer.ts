import { WalletError } from '../wallet-error.ts';
import type { AuthorizationRequest, ServerDescription } from './oauth.ts';
import { safeText } from './safe-text.ts';
import { hostOf } from './server-metadata.ts';

/**
 * The code in the answer that came to the redirect address, once it is sure that the answer belongs to the request.
 *
 * The state comes first, for an answer of another attempt says nothing about this one; then the issuer, for an error
 * of another server says nothing about this one either (RFC 9207 section 2.4).
 */
export function codeIn(server: ServerDescription, request: AuthorizationRequest, answer: URL): string {
  const host = hostOf(server);
  if (!isAnswerTo(request, answer)) {
    throw new WalletError('state-mismatch', { host });
  }
  const issuers = answer.searchParams.getAll('iss');
  const isPromised = server.metadata.authorization_response_iss_parameter_supported === true;
  const isKnown = server.metadata.issuer !== undefined;
  if (
    (isKnown && issuers.some((issuer) => issuer !== server.issuer)) ||
    (isPromised && issuers.length === 0)
  ) {
    throw new WalletError('iss-mismatch', { host });
  }
  const error = answer.searchParams.get('error');
  if (error === 'access_denied') {
    throw new WalletError('access-denied', { host });
  }
  const code = onlyOne(answer, 'code');
  if (error !== null || code === undefined) {
    const said = [error, answer.searchParams.get('error_description')].filter((text) => text !== null);
    const problem = safeText(said.join(': ')) || 'its answer holds no code';
    throw new WalletError('authorization-refused', { host, problem, redirectUri: request.redirectUri });
  }
  return code;
}

/** Whether an answer belongs to the request: it repeats its state, once (RFC 6749 section 10.12). */
export function isAnswerTo(request: AuthorizationRequest, answer: URL): boolean {
  return onlyOne(answer, 'state') === request.state.reveal();
}

/** RFC 6749 section 3.1: no parameter may be there more than once. */
function onlyOne(answer: URL, name: string): string | undefined {
  const values = answer.searchParams.getAll(name);
  return values.length === 1 ? values[0] || undefined : undefined;
}
