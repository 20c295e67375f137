import { ClientError, ResponseBodyError, WWWAuthenticateChallengeError } from 'openid-client';
import { isWalletError, WalletError } from '../wallet-error.ts';
import { isObject, textOf } from './json-body.ts';
import { safeText } from './safe-text.ts';

/** A server's "no": its status, the OAuth error code where it gave one, and words fit to be shown. */
export interface Refusal {
  readonly kind: 'refused';
  readonly status: number;
  readonly error: string | null;
  readonly problem: string;
}

/** An answer that is neither a yes nor a no by the rules. `status` is null where it was the right one. */
export interface BrokenAnswer {
  readonly kind: 'broken';
  readonly status: number | null;
  readonly problem: string;
}

/** Makes a refusal of what a server sent. */
export function refusal(status: number, error: string | null, description?: string | null): Refusal {
  const said = [error, description].filter((text) => typeof text === 'string' && text !== '').join(': ');
  return { kind: 'refused', status, error, problem: safeText(said) || `status ${status}` };
}

/** Whether a server does not accept the client, which it may say with a code, a challenge, or a bare status. */
export function refusesClient({ status, error }: Refusal): boolean {
  return error === null ? status === 401 || status === 403 : /^(invalid|unauthorized)_client$/.test(error);
}

/** The WalletError of our own fetch, which openid-client wraps. */
export function ownError(thrown: unknown): WalletError | undefined {
  const cause = thrown instanceof Error ? thrown.cause : undefined;
  return [thrown, cause].find((candidate) => isWalletError(candidate));
}

/**
 * What an error of openid-client says of the server: the one place that knows its classes.
 *
 * Throws where it says nothing of the server: the WalletErrors of our own fetch, which openid-client wraps, and
 * `internal` for what was wrong on our side.
 */
export function understand(thrown: unknown): Refusal | BrokenAnswer {
  const ours = ownError(thrown);
  if (ours !== undefined) {
    throw ours;
  }
  const cause = thrown instanceof Error ? thrown.cause : undefined;
  if (thrown instanceof ResponseBodyError) {
    return refusal(thrown.status, thrown.error, thrown.error_description);
  }
  if (thrown instanceof WWWAuthenticateChallengeError) {
    const parameters = thrown.cause.find((challenge) => challenge.parameters.error !== undefined)?.parameters;
    return refusal(thrown.status, parameters?.error ?? null, parameters?.error_description);
  }
  if (thrown instanceof ClientError && cause instanceof Response && cause.status !== 200) {
    const { status } = cause;
    return status < 400 ? { kind: 'broken', status, problem: `status ${status}` } : refusal(status, null);
  }
  if (thrown instanceof ClientError) {
    // In openid-client's own words, which name the rule and never repeat the answer.
    const { message } = cause instanceof Error ? cause : thrown;
    const problem = errorInSuccess(cause) ?? message.replace(/^"response" /, '');
    return { kind: 'broken', status: null, problem: safeText(problem) };
  }
  throw new WalletError('internal', {}, { cause: thrown });
}

/** A service that says no with the status of a yes breaks the rules, but what it says is worth more than the rule. */
function errorInSuccess(cause: unknown): string | undefined {
  const found = cause instanceof Error && isObject(cause.cause) ? cause.cause.body : undefined;
  const error = isObject(found) ? textOf(found.error) : null;
  return error === null ? undefined : `it holds the error ${error} under the status of a success`;
}
