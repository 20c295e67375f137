import {
  buildAuthorizationUrl,
  buildAuthorizationUrlWithPAR,
  calculatePKCECodeChallenge,
  randomNonce,
  randomPKCECodeVerifier,
  randomState,
} from 'openid-client';
import { Secret } from '../secret.ts';
import { WalletError } from '../wallet-error.ts';
import { configure } from './configuration.ts';
import { clockError } from './grant-error.ts';
import { grantParameters } from './grant-parameters.ts';
import type {
  AuthorizationRequest,
  ClientDescription,
  GrantWish,
  Proof,
  ServerDescription,
} from './oauth.ts';
import { proofWith } from './proof-key.ts';
import { refusesClient, understand } from './protocol-error.ts';
import { endpointOf, hostOf } from './server-metadata.ts';
import type { Wire } from './wire.ts';

type Wish = GrantWish & Proof & { readonly redirectUri: string };

/** Builds the address that the person's browser is sent to; see `OAuth.authorizationRequest`. */
export async function authorizationRequest(
  wire: Wire,
  server: ServerDescription,
  client: ClientDescription,
  wish: Wish,
): Promise<AuthorizationRequest> {
  const [state, nonce, codeVerifier] = [randomState(), randomNonce(), randomPKCECodeVerifier()];
  const { redirectUri, resource = null, proofKey = null } = wish;
  const nonceIsSent = wish.scopes.includes('openid');
  const configuration = await configure(wire, server, client);
  const proof = await proofWith(configuration, server, proofKey);
  const parameters = {
    ...grantParameters(server, wish),
    ...promptOf(wish),
    redirect_uri: redirectUri,
    response_type: 'code',
    state,
    code_challenge: await calculatePKCECodeChallenge(codeVerifier),
    code_challenge_method: 'S256',
    ...(nonceIsSent && { nonce }),
    // RFC 9449 section 10: then a stolen code is of no use without the key either.
    ...(proof.DPoP !== undefined && { dpop_jkt: await proof.DPoP.calculateThumbprint() }),
  };
  try {
    const address =
      endpointOf(server, 'pushed_authorization_request_endpoint') === null
        ? buildAuthorizationUrl(configuration, parameters)
        : await buildAuthorizationUrlWithPAR(configuration, parameters, proof);
    return {
      address,
      state: new Secret(state),
      nonce: new Secret(nonce),
      nonceIsSent,
      codeVerifier: new Secret(codeVerifier),
      redirectUri,
      resource,
      proofKey,
    };
  } catch (error) {
    throw clockError(wire, { server, client }, error) ?? pushError(error, hostOf(server), redirectUri);
  }
}

/** OpenID Connect Core section 11: without consent the server must ignore the request for offline access. */
function promptOf({ scopes, parameters = {} }: Wish): { readonly prompt?: string } {
  const prompts = [parameters.prompt, scopes.includes('offline_access') ? 'consent' : undefined];
  const prompt = prompts.filter((word) => word !== undefined).join(' ');
  return prompt === '' ? {} : { prompt };
}

function pushError(error: unknown, host: string, redirectUri: string): WalletError {
  const failure = understand(error);
  const detail = { host, problem: failure.problem };
  const options = { cause: error };
  if (failure.kind === 'broken') {
    return new WalletError('service-answer-invalid', detail, options);
  }
  return refusesClient(failure)
    ? new WalletError('client-refused', detail, options)
    : new WalletError('authorization-refused', { ...detail, redirectUri }, options);
}
