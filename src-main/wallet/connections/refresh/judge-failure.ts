import type { JournalEntry } from '../../../contract/journal.ts';
import { wasNeverSent } from '../../oauth/network-error.ts';
import { isWalletError, type WalletError } from '../../wallet-error.ts';

/**
 * What a failed refresh means for the refresh token that was presented.
 *
 * - `ended`: the service refuses the token itself (RFC 6749 section 5.2, `invalid_grant`), and always will
 * - `refused`: the service says no to something else. `invalid_client` and `unauthorized_client` tell of the app, whose
 *   secret may be put right tomorrow: the token is as good as it was
 * - `unsent`: the request never left for the service
 * - `lost`: nobody knows. The service may have put a new token in the place of this one, and the answer that held it did
 *   not arrive
 */
export type RefreshFailure = 'ended' | 'refused' | 'unsent' | 'lost';

export function judgeFailure(error: unknown): RefreshFailure {
  if (isWalletError(error, 'refresh-refused')) {
    return 'ended';
  }
  if (isWalletError(error, 'client-refused', 'service-refused', 'clock-wrong')) {
    return 'refused';
  }
  return wasNeverSent(error) ? 'unsent' : 'lost';
}

/** Whether a refresh failed for a reason that may be gone in a moment, after its request had left. */
export function isWorthAnotherTry(error: unknown): error is WalletError {
  return isOutage(error) && !wasNeverSent(error);
}

/** Whether it is the way to the service, or the service as a whole, that failed. */
export function isOutage(error: unknown): error is WalletError {
  return isWalletError(
    error,
    'host-not-found',
    'service-unreachable',
    'service-timeout',
    'service-busy',
    'tls-failed',
    'proxy-password-needed',
    'proxy-unreachable',
    'captive-portal',
    'service-answer-invalid',
    'token-reply-invalid',
  );
}

/** Since when every refresh of a connection has failed, from its journal, newest first; undefined when none has. */
export function failingSince(journal: readonly JournalEntry[]): number | undefined {
  const lastSuccess = journal.findIndex(({ action }) =>
    ['refreshed', 'connected', 'reconnected', 'added'].includes(action),
  );
  const since = lastSuccess === -1 ? journal : journal.slice(0, lastSuccess);
  const first = since.findLast(({ action }) => action === 'refresh-failed');
  return first === undefined ? undefined : Date.parse(first.at);
}
