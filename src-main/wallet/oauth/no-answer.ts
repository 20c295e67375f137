import { isWalletError } from '../wallet-error.ts';

/** Whether the service gave no answer at all. */
export function isOutOfReach(error: unknown): boolean {
  return isWalletError(
    error,
    'host-not-found',
    'service-unreachable',
    'service-timeout',
    'tls-failed',
    'proxy-password-needed',
    'proxy-unreachable',
    'captive-portal',
  );
}

/** Whether a call ended without a yes or a no: out of reach, busy, or with an answer that is none. */
export function isWorthAnotherTry(error: unknown): boolean {
  return isOutOfReach(error) || isWalletError(error, 'service-busy', 'service-answer-invalid');
}
