import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { ClientMetadata, KoaContextWithOIDC } from 'oidc-provider';
import { Provider } from 'oidc-provider';

export interface BareProvider extends AsyncDisposable {
  readonly issuer: string;
  /** The person's part: opens the address, signs in as alice and allows all; answers where the browser is sent. */
  approve(address: URL): Promise<URL>;
}

/** A conforming authorization server without pages, which is not the demo: it says yes by itself. */
export async function startBareProvider(clients: ClientMetadata[] = []): Promise<BareProvider> {
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
    features: {
      devInteractions: { enabled: false },
      introspection: { enabled: true },
      registration: { enabled: true },
      registrationManagement: { enabled: true },
      revocation: { enabled: true },
    },
    ttl: { AccessToken: 3600, Grant: 600, IdToken: 600, Interaction: 600, RefreshToken: 3600, Session: 600 },
    interactions: { url: (_, { uid }) => `/interaction/${uid}` },
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
    async [Symbol.asyncDispose]() {
      const closed = once(http, 'close');
      http.close();
      http.closeAllConnections();
      await closed;
    },
  };
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
  grant.addOIDCScope(String(params.scope));
  const consent = { grantId: await grant.save() };
  await provider.interactionFinished(req, res, { consent }, { mergeWithLastSubmission: true });
}

async function approve(address: URL): Promise<URL> {
  const cookies = new Map<string, string>();
  let next = address;
  for (let steps = 0; steps < 10; steps += 1) {
    const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const response = await fetch(next, { redirect: 'manual', headers: { cookie } });
    for (const line of response.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      cookies.set(name, value);
    }
    next = new URL(response.headers.get('location') ?? '', next);
    if (next.origin !== address.origin) {
      return next;
    }
  }
  throw new Error('The provider does not come to an end.');
}
