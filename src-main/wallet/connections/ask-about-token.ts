import type { AskedWith } from '../../contract/connection.ts';
import type { OAuth, TokenAnswer, TokenReply } from '../oauth/oauth.ts';
import type { Secret } from '../secret.ts';
import { isWalletError } from '../wallet-error.ts';
import type { Parties } from './parties.ts';

/** What asking a service about a token brought. */
export interface Finding {
  readonly alive: boolean | null;
  readonly askedWith: AskedWith;
  readonly answer: string;
}

const NOTHING_TO_ASK: Finding = { alive: null, askedWith: null, answer: 'nothing to ask the service with' };

/** Presents an access token: userinfo first, since that is where it is meant to be used, else introspection. */
export async function presentAccessToken(
  oauth: OAuth,
  { server, client }: Parties,
  accessToken: Secret,
): Promise<TokenAnswer | undefined> {
  return (
    (await oauth.userInfo(server, accessToken)) ??
    (await oauth.introspect(server, client, accessToken, 'access_token'))
  );
}

/**
 * Asks whether a revoked access token is dead: introspection, the server's own record, where it can be believed, else
 * userinfo.
 */
export async function askAboutAccessToken(
  oauth: OAuth,
  { server, client }: Parties,
  accessToken: Secret,
  introspectionTrusted: boolean,
): Promise<Finding> {
  return finding(async () => {
    const introspected = introspectionTrusted
      ? await oauth.introspect(server, client, accessToken, 'access_token')
      : undefined;
    return introspected ?? oauth.userInfo(server, accessToken);
  });
}

/**
 * Asks whether a revoked refresh token is dead. Where introspection cannot tell, it is presented once more, which a
 * server must refuse (RFC 6749 section 5.2, invalid_grant). Should the server issue tokens nevertheless, they are
 * handed to `onLateTokens`, because somebody has to revoke them too.
 */
export async function askAboutRefreshToken(
  oauth: OAuth,
  { server, client }: Parties,
  refreshToken: Secret,
  introspectionTrusted: boolean,
  onLateTokens: (reply: TokenReply) => Promise<void>,
): Promise<Finding> {
  const introspected = introspectionTrusted
    ? await finding(() => oauth.introspect(server, client, refreshToken, 'refresh_token'))
    : NOTHING_TO_ASK;
  if (introspected.alive !== null) {
    return introspected;
  }
  try {
    await onLateTokens(await oauth.refresh(server, client, refreshToken));
    return { alive: true, askedWith: 'refresh-grant', answer: 'the token endpoint still honoured it' };
  } catch (error) {
    return isWalletError(error, 'refresh-refused')
      ? { alive: false, askedWith: 'refresh-grant', answer: 'the token endpoint refused it' }
      : introspected;
  }
}

async function finding(ask: () => Promise<TokenAnswer | undefined>): Promise<Finding> {
  try {
    const answer = await ask();
    return answer === undefined
      ? NOTHING_TO_ASK
      : { alive: answer.alive, askedWith: answer.askedWith, answer: answer.detail };
  } catch (error) {
    if (!isWalletError(error)) {
      throw error;
    }
    return { alive: null, askedWith: null, answer: error.message.replace(/\.$/, '') };
  }
}
