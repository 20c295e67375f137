import type { Deviation } from '../services/service-schema.ts';
import { scopesOf, textOf } from './json-body.ts';
import type { Endpoint } from './server-metadata.ts';

/** An answer of a service, as far as deviations concern it: its status and its JSON. */
export interface Reply {
  readonly status: number;
  readonly body: Readonly<Record<string, unknown>>;
}

interface Mending {
  readonly deviation: Deviation;
  /** Where the deviation is documented; nothing else of the service is touched. */
  readonly at: readonly Endpoint[];
  /** Makes of the documented reply the one that the rules want, and leaves every other as it is. */
  readonly mend: (reply: Reply) => Reply;
}

const issuing = ['token_endpoint'] as const;
const polling = ['token_endpoint', 'device_authorization_endpoint'] as const;
const telling = ['token_endpoint', 'introspection_endpoint'] as const;
const revoking = ['revocation_endpoint'] as const;

/** Every deviation in a reply, in the order in which they are put right: what unwraps comes before what it uncovers. */
export const mendings: readonly Mending[] = [
  { deviation: 'nested-authed-user', at: issuing, mend: unwrapAuthedUser },
  { deviation: 'error-in-200', at: polling, mend: (reply) => errorInDisguise(reply, true) },
  {
    deviation: 'ok-false-in-200',
    at: issuing,
    mend: (reply) => errorInDisguise(reply, reply.body.ok === false),
  },
  { deviation: 'token-reply-201', at: issuing, mend: (reply) => statusInsteadOf200(reply, 201) },
  { deviation: 'token-type-bot', at: issuing, mend: bearerInsteadOf('bot', 'user') },
  { deviation: 'token-type-missing', at: issuing, mend: bearerInsteadOf(undefined) },
  { deviation: 'refresh-token-null', at: issuing, mend: without('refresh_token', [null, '']) },
  { deviation: 'expires-in-null', at: issuing, mend: without('expires_in', [null]) },
  { deviation: 'scope-array', at: issuing, mend: listedScopes },
  { deviation: 'scope-commas', at: telling, mend: commaScopes },
  { deviation: 'introspection-scope-array', at: ['introspection_endpoint'], mend: listedScopes },
  { deviation: 'verification-url', at: ['device_authorization_endpoint'], mend: oldVerificationUrl },
  { deviation: 'revocation-400-without-error', at: revoking, mend: messageInsteadOfError },
];

/** What RFC 6749 section 5.2 calls the errors that GitHub and Slack have names of their own for. */
const standardErrors: Readonly<Record<string, string>> = {
  bad_verification_code: 'invalid_grant',
  bad_refresh_token: 'invalid_grant',
  incorrect_client_credentials: 'invalid_client',
  incorrect_device_code: 'invalid_grant',
  invalid_code: 'invalid_grant',
  code_already_used: 'invalid_grant',
  invalid_refresh_token: 'invalid_grant',
  bad_client_secret: 'invalid_client',
  invalid_client_id: 'invalid_client',
};

/** An error that comes with the status of a success. */
function errorInDisguise(reply: Reply, isError: boolean): Reply {
  const error = textOf(reply.body.error);
  if (reply.status !== 200 || error === null || !isError) {
    return reply;
  }
  const said = [error, textOf(reply.body.error_description)].filter((text) => text !== null).join(': ');
  const standard = standardErrors[error];
  return {
    status: 400,
    body: standard === undefined ? reply.body : { ...reply.body, error: standard, error_description: said },
  };
}

/** Slack hands out the token of a person inside `authed_user`, and that of a bot beside it. */
function unwrapAuthedUser(reply: Reply): Reply {
  const { authed_user: user, ...others } = reply.body;
  const isNested = typeof user === 'object' && user !== null && 'access_token' in user;
  return isNested && others.access_token === undefined ? { ...reply, body: { ...others, ...user } } : reply;
}

function statusInsteadOf200(reply: Reply, status: number): Reply {
  return reply.status === status ? { ...reply, status: 200 } : reply;
}

function bearerInsteadOf(...types: readonly unknown[]): Mending['mend'] {
  return (reply) =>
    textOf(reply.body.access_token) !== null && types.includes(reply.body.token_type)
      ? { ...reply, body: { ...reply.body, token_type: 'bearer' } }
      : reply;
}

function without(name: string, values: readonly unknown[]): Mending['mend'] {
  return (reply) => {
    const { [name]: value, ...others } = reply.body;
    return values.includes(value) ? { ...reply, body: others } : reply;
  };
}

function listedScopes(reply: Reply): Reply {
  const { scope } = reply.body;
  return Array.isArray(scope)
    ? { ...reply, body: { ...reply.body, scope: scopesOf(scope).join(' ') } }
    : reply;
}

function commaScopes(reply: Reply): Reply {
  const scope = textOf(reply.body.scope);
  return scope === null ? reply : { ...reply, body: { ...reply.body, scope: scopesIn(scope).join(' ') } };
}

/** Scopes with commas or blanks between them. */
export function scopesIn(text: string): string[] {
  return scopesOf(text.split(','));
}

function oldVerificationUrl(reply: Reply): Reply {
  const { verification_url: address, verification_uri: standard = address, ...others } = reply.body;
  return address === undefined ? reply : { ...reply, body: { ...others, verification_uri: standard } };
}

/** Twitch calls a token that is dead already an "Invalid token", in `message`. */
function messageInsteadOfError(reply: Reply): Reply {
  const message = textOf(reply.body.message);
  if (reply.status !== 400 || message === null || reply.body.error !== undefined) {
    return reply;
  }
  const error = /^invalid token$/i.test(message) ? 'invalid_token' : 'invalid_request';
  return { ...reply, body: { ...reply.body, error, error_description: message } };
}
