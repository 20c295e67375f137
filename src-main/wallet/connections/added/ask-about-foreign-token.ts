import type { ClientDescription, TokenAnswer } from '../../oauth/oauth.ts';
import { checkToken, type ServiceCallAnswer } from '../../services/check-token.ts';
import type { TokenKind } from '../../services/service-schema.ts';
import type { Secret } from '../../secret.ts';
import type { ConnectionContext } from '../context.ts';
import type { FoundServer } from '../connect/find-server.ts';
import type { ForeignTokens } from './foreign-tokens.ts';

/** What a service tells of a token; `account` is there where its own call was asked. */
export type ForeignAnswer = TokenAnswer & Partial<Pick<ServiceCallAnswer, 'account'>>;

/**
 * Asks the service that a token set is of: with its own call, else at userinfo and introspection. undefined where
 * nothing can be asked, or the answer says nothing of the token's life.
 *
 * A refresh token is shown to introspection alone, and never tried out: that would use it up (RFC 6749 section 6).
 */
export async function askAboutForeignToken(
  { oauth, fetch, clock }: Pick<ConnectionContext, 'oauth' | 'fetch' | 'clock'>,
  { server, service, host }: FoundServer,
  tokens: ForeignTokens,
  token: Secret,
  kind: TokenKind,
): Promise<ForeignAnswer | undefined> {
  const client = clientOf(tokens);
  const { clientId, clientSecret } = tokens;
  const values = {
    token,
    host: host ?? undefined,
    clientId: clientId ?? undefined,
    clientSecret: clientSecret ?? undefined,
    scopes: tokens.scopes ?? undefined,
  };
  const told = await checkToken(fetch, service?.check, kind, values, clock.now());
  if (told !== undefined) {
    return told;
  }
  switch (kind) {
    case 'access':
      return (
        (await oauth.userInfo(server, token)) ??
        (client === undefined ? undefined : oauth.introspect(server, client, token, 'access_token'))
      );
    case 'refresh':
      return client === undefined ? undefined : oauth.introspect(server, client, token, 'refresh_token');
    case 'personal':
    case 'installation':
      // No grant issued it, so what the standards offer need not know it, and would call a living one dead.
      return undefined;
  }
}

function clientOf({ clientId, clientSecret }: ForeignTokens): ClientDescription | undefined {
  return clientId === null ? undefined : { clientId, clientSecret, authMethod: null };
}
