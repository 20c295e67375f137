import type { IDToken, TokenEndpointResponse, TokenEndpointResponseHelpers } from 'openid-client';
import { Secret } from '../secret.ts';
import { WalletError } from '../wallet-error.ts';
import { isObject, scopesOf, textOf } from './json-body.ts';
import { lifetimeOf } from './lifetime.ts';
import type { AuthorizationDetail, Identity, TokenReply } from './oauth.ts';

/** What a token endpoint issued, in the wallet's terms. Fields that the wallet does not know are left out. */
export function readTokenReply(
  reply: TokenEndpointResponse & TokenEndpointResponseHelpers,
  host: string,
  isProved: boolean,
  accountField?: string,
): TokenReply {
  if (reply.token_type !== 'bearer' && !isProved) {
    // RFC 6749 section 7.1: a client must not use a token whose type it does not understand.
    const problem = `its token is of the type ${reply.token_type}, which nobody asked for`;
    throw new WalletError('token-reply-invalid', { host, problem });
  }
  const claims = reply.claims();
  return {
    accessToken: new Secret(reply.access_token),
    refreshToken: reply.refresh_token === undefined ? null : new Secret(reply.refresh_token),
    idToken: reply.id_token === undefined ? null : new Secret(reply.id_token),
    tokenType: reply.token_type,
    scopes: reply.scope === undefined ? null : scopesOf(reply.scope),
    expiresInSeconds: lifetimeOf(reply.expires_in),
    refreshExpiresInSeconds: refreshExpiresIn(reply),
    authorizationDetails: Array.isArray(reply.authorization_details)
      ? reply.authorization_details.filter(isDetail)
      : null,
    refreshParameters: {},
    identity: claims === undefined ? accountIn(reply, accountField) : identityIn(claims),
  };
}

/** No standard tells it; these are the two names in use. For Keycloak 0 means that the token does not expire. */
function refreshExpiresIn(reply: TokenEndpointResponse): number | null {
  const seconds = Number(reply.refresh_token_expires_in ?? reply.refresh_expires_in);
  return seconds > 0 ? lifetimeOf(seconds) : null;
}

function isDetail(value: unknown): value is AuthorizationDetail {
  return isObject(value) && textOf(value.type) !== null;
}

/** The account as a service names it in a field of its own, which no standard knows. */
function accountIn(reply: TokenEndpointResponse, field: string | undefined): Identity | null {
  const subject = field === undefined ? null : textOf(reply[field]);
  return subject === null ? null : { subject, name: null, email: null };
}

/** The person of whom an ID token or a userinfo answer speaks (OpenID Connect Core section 5.1). */
export function identityIn(claims: Readonly<Record<string, unknown>> | IDToken): Identity | null {
  const subject = textOf(claims.sub);
  return subject === null
    ? null
    : {
        subject,
        name: textOf(claims.name) ?? textOf(claims.preferred_username),
        email: textOf(claims.email),
      };
}
