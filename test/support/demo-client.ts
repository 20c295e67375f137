import {
  allowInsecureRequests,
  authorizationCodeGrant,
  buildAuthorizationUrl,
  calculatePKCECodeChallenge,
  dynamicClientRegistration,
  randomPKCECodeVerifier,
  randomState,
  type ClientMetadata,
  type Configuration,
  type TokenEndpointResponse,
  type TokenEndpointResponseHelpers,
} from 'openid-client';

/** Any loopback port will do (RFC 8252 section 7.3); nobody listens on this one. */
export const redirectUri = 'http://127.0.0.1:65001/callback';

/** A native public app that registered itself at the demo service. */
export async function registerDemoApp(
  issuer: string,
  metadata: Partial<ClientMetadata> = {},
): Promise<Configuration> {
  return dynamicClientRegistration(
    new URL(issuer),
    {
      client_name: 'Holiday Prints',
      application_type: 'native',
      redirect_uris: ['http://127.0.0.1/callback'],
      token_endpoint_auth_method: 'none',
      ...metadata,
    },
    undefined,
    // eslint-disable-next-line @typescript-eslint/no-deprecated -- marked so to be noticed; the demo speaks plain http
    { execute: [allowInsecureRequests] },
  );
}

export interface DemoAttempt {
  readonly address: URL;
  /** Checks the answer and exchanges the code. */
  finish(answer: URL): Promise<TokenEndpointResponse & TokenEndpointResponseHelpers>;
}

/** An authorization request with code and PKCE, and what is needed to finish it. */
export async function beginAuthorization(
  app: Configuration,
  parameters: Readonly<Record<string, string>>,
): Promise<DemoAttempt> {
  const pkceCodeVerifier = randomPKCECodeVerifier();
  const expectedState = randomState();
  const address = buildAuthorizationUrl(app, {
    redirect_uri: redirectUri,
    code_challenge: await calculatePKCECodeChallenge(pkceCodeVerifier),
    code_challenge_method: 'S256',
    state: expectedState,
    ...parameters,
  });
  return {
    address,
    finish: (answer) => authorizationCodeGrant(app, answer, { pkceCodeVerifier, expectedState }),
  };
}
