import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { ClientMetadata, KoaContextWithOIDC } from 'oidc-provider';
import { Provider } from 'oidc-provider';
import { approve, enterDeviceCode } from './bare-browser.ts';

export interface BareProvider extends AsyncDisposable {
  readonly issuer: string;
  /** The person's part: opens the address, signs in as alice and allows all; answers where the browser is sent. */
  approve(address: URL): Promise<URL>;
  /** The person's part with a code: opens the address that holds it, and allows all or none. */
  enterDeviceCode(address: URL, decision: 'allow' | 'deny'): Promise<void>;
}

/** What sets a server apart from the usual one: any part of oidc-provider's configuration, and of its features. */
export type Variant = Readonly<Record<string, unknown>> & {
  readonly features?: Readonly<Record<string, object>>;
};

/** A conforming authorization server without pages, which is not the demo: it says yes by itself. */
export async function startBareProvider(
  clients: ClientMetadata[] = [],
  { features, ...others }: Variant = {},
): Promise<BareProvider> {
  const http = createServer();
  http.listen(0, '127.0.0.1');
  await once(http, 'listening');
  const issuer = `http://127.0.0.1:${(http.address() as AddressInfo).port}`;
  const provider = new Provider(issuer, {
    clients,
    clientAuthMethods: ['none', 'client_secret_basic', 'client_secret_post'],
    cookies: { keys: ['test'] },
    scopes: ['openid', 'offline_access', 'photos'],
    claims: { openid: ['sub'], profile: ['name'], email: ['email'] },
    conformIdTokenClaims: false,
    findAccount: (_, accountId) => ({
      accountId,
      claims: () => ({ sub: accountId, name: 'Alice Example', email: 'alice@example.com' }),
    }),
    ttl: { AccessToken: 3600, Grant: 600, IdToken: 600, Interaction: 600, RefreshToken: 3600, Session: 600 },
    interactions: { url: (_: unknown, { uid }: { uid: string }) => `/interaction/${uid}` },
    ...others,
    features: {
      devInteractions: { enabled: false },
      dPoP: { enabled: false },
      pushedAuthorizationRequests: { enabled: false },
      introspection: { enabled: true },
      registration: { enabled: true },
      registrationManagement: { enabled: true },
      revocation: { enabled: true },
      ...features,
    },
  });
  provider.use(async (context, next) => {
    await (context.path.startsWith('/interaction/') ? sayYes(provider, context) : next());
  });
  const handle = provider.callback();
  http.on('request', (request, response) => {
    handle(request, response).catch((error: unknown) => response.destroy(error as Error));
  });
  return {
    issuer,
    approve,
    enterDeviceCode,
    async [Symbol.asyncDispose]() {
      const closed = once(http, 'close');
      http.close();
      http.closeAllConnections();
      await closed;
    },
  };
}

/** What a person may be asked to allow, as oidc-provider tells it. */
interface Missing {
  readonly missingResourceScopes?: Readonly<Record<string, readonly string[]>>;
  readonly rar?: readonly { readonly type: string }[];
}

async function sayYes(
  provider: Provider,
  { req, res }: Pick<KoaContextWithOIDC, 'req' | 'res'>,
): Promise<void> {
  const { prompt, params } = await provider.interactionDetails(req, res);
  if (prompt.name === 'login') {
    await provider.interactionFinished(req, res, { login: { accountId: 'alice' } });
    return;
  }
  const grant = new provider.Grant({ accountId: 'alice', clientId: String(params.client_id) });
  const { missingResourceScopes = {}, rar = [] } = prompt.details as Missing;
  grant.addOIDCScope(String(params.scope));
  for (const [resource, scopes] of Object.entries(missingResourceScopes)) {
    grant.addResourceScope(resource, scopes.join(' '));
  }
  for (const detail of rar) {
    grant.addRar(detail);
  }
  const consent = { grantId: await grant.save() };
  await provider.interactionFinished(req, res, { consent }, { mergeWithLastSubmission: true });
}
