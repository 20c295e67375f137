import { fetchProtectedResource, WWWAuthenticateChallengeError } from 'openid-client';
import type { Secret } from '../secret.ts';
import { WalletError } from '../wallet-error.ts';
import { configure } from './configuration.ts';
import { jsonObjectOf, textOf } from './json-body.ts';
import type { Proof, ServerDescription, TokenAnswer } from './oauth.ts';
import { proofWith } from './proof-key.ts';
import { refusal, understand } from './protocol-error.ts';
import { endpointOf, hostOf } from './server-metadata.ts';
import { identityIn } from './token-reply.ts';
import type { Wire } from './wire.ts';

/**
 * Presents an access token and sees whether it is taken; see `OAuth.userInfo`.
 *
 * The subject is compared with nothing here: the question is whether the token lives. Therefore it is asked without
 * openid-client's own userinfo request, which would refuse an answer for reasons that say nothing of that.
 */
export async function userInfo(
  wire: Wire,
  server: ServerDescription,
  accessToken: Secret,
  proof: Proof = {},
): Promise<TokenAnswer | undefined> {
  const endpoint = endpointOf(server, 'userinfo_endpoint');
  if (endpoint === null) {
    return undefined;
  }
  const response = await present(wire, server, accessToken, proof, new URL(endpoint));
  const body = await jsonObjectOf(response);
  if (response.status === 200) {
    return recognised(response, body, hostOf(server));
  }
  const error = challengeError(response) ?? textOf(body?.error);
  const alive = verdict(response.status, error);
  return alive === undefined ? undefined : { ...answer(response.status, error), alive };
}

/** Shows the token at its endpoint, with a proof of the key (RFC 9449 section 7.1) where it is bound to one. */
async function present(
  wire: Wire,
  server: ServerDescription,
  accessToken: Secret,
  { proofKey }: Proof,
  endpoint: URL,
): Promise<Response> {
  const headers = new Headers({ accept: 'application/json' });
  const configuration = await configure(wire, server, nobody);
  const proof = await proofWith(configuration, server, proofKey);
  try {
    return await fetchProtectedResource(
      configuration,
      accessToken.reveal(),
      endpoint,
      'GET',
      null,
      headers,
      proof,
    );
  } catch (error) {
    if (error instanceof WWWAuthenticateChallengeError) {
      // A refusal is an answer too, and the one that is hoped for after a revocation.
      return error.response;
    }
    const { problem } = understand(error);
    throw new WalletError('service-answer-invalid', { host: hostOf(server), problem }, { cause: error });
  }
}

/** The client plays no part in showing a token. */
const nobody = { clientId: 'nobody', clientSecret: null, authMethod: 'none' };

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
  if (status < 400 || status >= 500) {
    return undefined;
  }
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
