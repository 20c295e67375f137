import type Provider from 'oidc-provider';
import type { KoaContextWithOIDC } from 'oidc-provider';

/** oidc-provider is a Koa application; what is put in front of it has this shape. */
export type Middleware = Parameters<Provider['use']>[0];
export type Context = Parameters<Middleware>[0];

/** Loopback is reachable by any page under a name of its own (DNS rebinding), so only our own name is answered. */
export function refuseOtherHosts(ownHost: string): Middleware {
  return async (context, next) => {
    if (context.host === ownHost) {
      await next();
    } else {
      context.status = 421;
    }
  };
}

/**
 * Adds `prompt=consent` where `offline_access` is asked for.
 *
 * OpenID Connect Core 11 lets a server ignore `offline_access` without it, and oidc-provider does. Here consent is asked
 * every time anyway, so an app that does not know the rule gets its refresh token all the same.
 */
export function askConsentForOfflineAccess(authorizationPath: string): Middleware {
  return async (context, next) => {
    const { scope, prompt } = context.query;
    if (context.path === authorizationPath && valuesOf(scope).includes('offline_access')) {
      const prompts = valuesOf(prompt);
      if (!prompts.includes('consent') && !prompts.includes('none')) {
        context.query = { ...context.query, prompt: [...prompts, 'consent'].join(' ') };
      }
    }
    await next();
  };
}

function valuesOf(parameter: string | string[] | undefined): string[] {
  return typeof parameter === 'string' ? parameter.split(' ').filter(Boolean) : [];
}

/** Takes the end out of answers about perpetual tokens, for oidc-provider cannot issue a token without one. */
export function concealEndOfPerpetualTokens(
  isPerpetual: (scopes: ReadonlySet<string>) => boolean,
): Middleware {
  return async (context, next) => {
    await next();
    const { oidc } = context as unknown as Partial<KoaContextWithOIDC>;
    const token = oidc?.entities.AccessToken ?? oidc?.entities.ClientCredentials;
    if (token === undefined || !isPerpetual(token.scopes)) {
      return;
    }
    if (oidc?.route === 'token') {
      context.body = { ...(context.body as object), expires_in: undefined };
    } else if (oidc?.route === 'introspection') {
      context.body = { ...(context.body as object), exp: undefined };
    }
  };
}
