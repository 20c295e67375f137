import type { Fetch } from '../ports.ts';
import { jsonObjectOf, scopesOf, textOf } from './json-body.ts';

/**
 * Puts small mistakes right in a reply to a refresh that brings tokens. At a server that rotates, the refresh token that
 * was presented is dead by now: a reply that is refused for its form costs the grant, and presenting the old one again
 * ends it (RFC 9700 section 4.14). A new grant, which can be asked for again, must keep to the rules.
 *
 * An ID token, which may come with it (OpenID Connect Core section 12.2), is left out for the same reason: the wallet
 * knows whose account it is.
 *
 * @param tokenType of the token set that is renewed, which a reply that names none is taken to be of too
 */
export function mendRenewal(fetch: Fetch, tokenType: 'bearer' | 'dpop'): Fetch {
  return async (address, init) => {
    const response = await fetch(address, init);
    const reply = response.ok ? await jsonObjectOf(response) : undefined;
    if (textOf(reply?.access_token) === null) {
      return response;
    }
    const headers = new Headers(response.headers);
    headers.set('content-type', 'application/json');
    return Response.json(mended(reply ?? {}, tokenType), { headers });
  };
}

function mended(reply: Readonly<Record<string, unknown>>, tokenType: string): Record<string, unknown> {
  const { token_type: type, expires_in: seconds, refresh_token: refreshToken, scope } = reply;
  const isSeconds = (typeof seconds === 'number' || textOf(seconds) !== null) && Number(seconds) >= 0;
  return {
    ...reply,
    id_token: undefined,
    token_type: textOf(type) ?? tokenType,
    expires_in: isSeconds ? Number(seconds) : undefined,
    refresh_token: textOf(refreshToken) ?? undefined,
    scope: scopesOf(scope).length === 0 ? undefined : scopesOf(scope).join(' '),
  };
}
