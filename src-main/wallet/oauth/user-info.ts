import type { Fetch } from '../ports.ts';
import type { Secret } from '../secret.ts';
import { WalletError } from '../wallet-error.ts';
import { jsonObjectOf, textOf } from './json-body.ts';
import type { ServerDescription, TokenAnswer } from './oauth.ts';
import { refusal } from './protocol-error.ts';
import { endpointOf, hostOf } from './server-metadata.ts';
import { identityIn } from './token-reply.ts';

/**
 * Presents an access token and sees whether it is taken; see `OAuth.userInfo`.
 *
 * The subject is compared with nothing here: the question is whether the token lives. Therefore it is asked plainly,
 * without openid-client, which would refuse an answer for reasons that say nothing of that.
 */
export async function userInfo(
  fetch: Fetch,
  server: ServerDescription,
  accessToken: Secret,
): Promise<TokenAnswer | undefined> {
  const endpoint = endpointOf(server, 'userinfo_endpoint');
  if (endpoint === null) {
    return undefined;
  }
  const response = await fetch(endpoint, {
    headers: { authorization: `Bearer ${accessToken.reveal()}`, accept: 'application/json' },
  });
  const body = await jsonObjectOf(response);
  if (response.status === 200) {
    return recognised(response, body, hostOf(server));
  }
  const error = challengeError(response) ?? textOf(body?.error);
  const alive = verdict(response.status, error);
  return alive === undefined ? undefined : { ...answer(response.status, error), alive };
}

/** A signed answer (`application/jwt`) is as good a proof of life as a plain one; only its claims stay unread. */
function recognised(
  response: Response,
  body: Readonly<Record<string, unknown>> | undefined,
  host: string,
): TokenAnswer {
  const isSigned = response.headers.get('content-type')?.startsWith('application/jwt') === true;
  if ((body === undefined && !isSigned) || body?.error !== undefined) {
    throw new WalletError('service-answer-invalid', { host, problem: 'its userinfo tells of no account' });
  }
  return { ...answer(200, null), alive: true, identity: body === undefined ? null : identityIn(body) };
}

/**
 * RFC 6750 section 3.1. A 401 without a code counts as dead too: the request carried a token, and the server does not
 * recognise it. Undefined: the answer is about something else.
 */
function verdict(status: number, error: string | null): boolean | undefined {
  if (error === 'insufficient_scope') {
    return true;
  }
  return error === 'invalid_token' || (status === 401 && error === null) ? false : undefined;
}

function answer(status: number, error: string | null): Omit<TokenAnswer, 'alive'> {
  const said = error === null ? '' : ` ${refusal(status, error).problem}`;
  return {
    askedWith: 'userinfo',
    identity: null,
    scopes: [],
    expiresAtMs: null,
    detail: `userinfo answered ${status}${said}`,
  };
}

function challengeError(response: Response): string | null {
  return /\berror="?([\w-]+)/.exec(response.headers.get('www-authenticate') ?? '')?.[1] ?? null;
}
