import { generateKeyPairSync, randomBytes } from 'node:crypto';
import Provider, { interactionPolicy, type Client, type Configuration, type JWK } from 'oidc-provider';
import { claimsOf, findDemoAccount } from './accounts.ts';
import { devicePages } from './device-pages.ts';
import { interactionsPath, serveInteractions } from './interactions.ts';
import type { MemoryStore } from './memory-store.ts';
import { askConsentForOfflineAccess, concealEndOfPerpetualTokens, refuseOtherHosts } from './middleware.ts';
import { languageOf, languages } from './pages/language.ts';
import { sendPage } from './pages/layout.ts';
import { errorPage } from './pages/message.ts';
import { demoScopes, perpetualScope } from './scopes.ts';
import { makeTrouble, refusesToRevoke, type Trouble } from './trouble.ts';

/** The app that is known from the start, for trying "client id typed in". */
export const readyClientId = 'demo-app';

const deviceGrant = 'urn:ietf:params:oauth:grant-type:device_code';
const accessTokenSeconds = 10 * 60;
const daySeconds = 24 * 60 * 60;
/** oidc-provider knows no token without an end; nobody will see this one. */
const foreverSeconds = 100 * 365 * daySeconds;

/** What stands behind the server, and may be looked at or changed while it runs. */
export interface ProviderWorld {
  readonly store: MemoryStore;
  /** The grants whose tokens were leaked for a rehearsal. */
  readonly leakedGrants: ReadonlySet<string>;
  readonly trouble: ReadonlySet<Trouble>;
}

/** The authorization server, with its pages, not yet listening. */
export function createProvider(issuer: string, world: ProviderWorld): Provider {
  const provider = new Provider(issuer, configurationOf(issuer, world));
  provider.use(refuseOtherHosts(new URL(issuer).host));
  provider.use(
    makeTrouble(
      { revocation: provider.pathFor('revocation'), token: provider.pathFor('token') },
      world.trouble,
    ),
  );
  provider.use(askConsentForOfflineAccess(provider.pathFor('authorization')));
  provider.use(concealEndOfPerpetualTokens(isPerpetual));
  provider.use(serveInteractions(provider));
  return provider;
}

function configurationOf(issuer: string, { store, leakedGrants, trouble }: ProviderWorld): Configuration {
  // Whoever practises with a leak of this service plays its support desk, so every client that is registered here, a
  // public one that a wallet registered itself included, stands for the service's own where a leaked token is concerned.
  const concerns = (
    client: Client,
    token: { clientId?: string | undefined; grantId?: string | undefined },
  ): boolean =>
    token.clientId === client.clientId || (token.grantId !== undefined && leakedGrants.has(token.grantId));
  return {
    adapter: store.adapter,
    jwks: { keys: [signingKey()] },
    cookies: { keys: [randomBytes(32).toString('base64url')] },
    scopes: demoScopes.map(({ name }) => name),
    claims: {
      openid: ['sub'],
      profile: ['name', 'preferred_username'],
      email: ['email', 'email_verified'],
    },
    // With the name and the e-mail in the ID token a wallet knows whose account it is without another request.
    conformIdTokenClaims: false,
    findAccount: (_context, login) => {
      const account = findDemoAccount(login);
      return account && { accountId: login, claims: () => claimsOf(account) };
    },
    clients: [
      {
        client_id: readyClientId,
        client_name: 'Demo App',
        application_type: 'native',
        redirect_uris: ['http://127.0.0.1/callback'],
        token_endpoint_auth_method: 'none',
        grant_types: ['authorization_code', 'refresh_token', deviceGrant],
      },
    ],
    clientDefaults: {
      grant_types: ['authorization_code', 'refresh_token'],
      id_token_signed_response_alg: 'ES256',
      response_types: ['code'],
    },
    clientBasedCORS: () => false,
    enabledJWA: { idTokenSigningAlgValues: ['ES256'] },
    responseTypes: ['code'],
    rotateRefreshToken: true,
    // A token lives as long as it was granted for, whoever is signed in meanwhile.
    expiresWithSession: () => false,
    // Never the grant of an earlier authorization, or taking back one token set would kill the next.
    loadExistingGrant: async (context) => {
      const grantId = context.oidc.result?.consent?.grantId;
      return grantId === undefined ? undefined : context.oidc.provider.Grant.find(grantId);
    },
    interactions: {
      policy: interactionsPolicy(),
      url: (_context, { uid }) => `${interactionsPath}${uid}`,
    },
    ttl: {
      AccessToken: (_context, token) => (isPerpetual(token.scopes) ? foreverSeconds : accessTokenSeconds),
      ClientCredentials: (_context, token) =>
        isPerpetual(token.scopes) ? foreverSeconds : accessTokenSeconds,
      AuthorizationCode: 60,
      DeviceCode: 10 * 60,
      Grant: (_context, grant) =>
        isPerpetual(new Set(grant.getOIDCScope().split(' '))) ? foreverSeconds : 14 * daySeconds,
      IdToken: 60 * 60,
      Interaction: 60 * 60,
      RefreshToken: 14 * daySeconds,
      Session: daySeconds,
    },
    features: {
      devInteractions: { enabled: false },
      clientCredentials: { enabled: true },
      deviceFlow: { enabled: true, ...devicePages },
      // A confidential client may ask about any token, as an API would.
      introspection: {
        enabled: true,
        allowedPolicy: (_context, client, token) =>
          client.clientAuthMethod !== 'none' || concerns(client, token),
      },
      registration: { enabled: true },
      registrationManagement: { enabled: true },
      revocation: {
        enabled: true,
        allowedPolicy: (_context, client, token) =>
          concerns(client, token) && !refusesToRevoke(token.jti, trouble),
      },
      dPoP: { enabled: false },
      pushedAuthorizationRequests: { enabled: false },
      resourceIndicators: { enabled: false },
      rpInitiatedLogout: { enabled: false },
    },
    discovery: {
      service_documentation: `${issuer}/`,
      token_wallet_demo: true,
      ui_locales_supported: [...languages],
    },
    renderError: (context, { error, error_description: description }) => {
      // The status is oidc-provider's own.
      sendPage(context, {
        ...errorPage(languageOf(context), error, description ?? ''),
        status: context.status,
      });
    },
  };
}

/** oidc-provider's own policy, and a prompt for `select_account`, which it leaves to its users. */
function interactionsPolicy(): interactionPolicy.DefaultPolicy {
  const policy = interactionPolicy.base();
  policy.add(new interactionPolicy.Prompt({ name: 'select_account', requestable: true }), 0);
  return policy;
}

/** An elliptic key takes about a millisecond to make, an RSA key up to seconds. */
function signingKey(): JWK {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  return { ...(privateKey.export({ format: 'jwk' }) as JWK), alg: 'ES256', use: 'sig' };
}

function isPerpetual(scopes: ReadonlySet<string>): boolean {
  return scopes.has(perpetualScope);
}
