import {
  buildAuthorizationUrl,
  calculatePKCECodeChallenge,
  randomNonce,
  randomPKCECodeVerifier,
  randomState,
} from 'openid-client';
import type { Fetch } from '../ports.ts';
import { Secret } from '../secret.ts';
import { configure } from './configuration.ts';
import type { AuthorizationRequest, ClientDescription, ServerDescription } from './oauth.ts';

interface Wish {
  readonly redirectUri: string;
  readonly scopes: readonly string[];
}

/** Builds the address that the person's browser is sent to; see `OAuth.authorizationRequest`. */
export async function authorizationRequest(
  fetch: Fetch,
  server: ServerDescription,
  client: ClientDescription,
  { redirectUri, scopes }: Wish,
): Promise<AuthorizationRequest> {
  const [state, nonce, codeVerifier] = [randomState(), randomNonce(), randomPKCECodeVerifier()];
  const parameters = new URLSearchParams({
    redirect_uri: redirectUri,
    state,
    code_challenge: await calculatePKCECodeChallenge(codeVerifier),
    code_challenge_method: 'S256',
  });
  if (scopes.length > 0) {
    parameters.set('scope', scopes.join(' '));
  }
  if (scopes.includes('openid')) {
    parameters.set('nonce', nonce);
  }
  if (scopes.includes('offline_access')) {
    // OpenID Connect Core section 11: without it the server must ignore the request for offline access.
    parameters.set('prompt', 'consent');
  }
  return {
    address: buildAuthorizationUrl(configure(fetch, server, client), parameters),
    state: new Secret(state),
    nonce: new Secret(nonce),
    codeVerifier: new Secret(codeVerifier),
    redirectUri,
  };
}
