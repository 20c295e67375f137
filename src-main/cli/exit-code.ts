import type { ErrorCode } from '../contract/error.ts';

/** The exit codes that scripts rely on. */
export const EXIT = { done: 0, failed: 1, wrongUse: 2, vaultUnavailable: 3 } as const;

export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

/** Everything that keeps the vault itself from being used. */
const vaultCodes: ReadonlySet<ErrorCode> = new Set<ErrorCode>([
  'keychain-unavailable',
  'keychain-locked',
  'vault-missing',
  'vault-locked',
  'vault-key-missing',
  'vault-key-mismatch',
  'vault-damaged',
  'vault-newer',
  'vault-read-only',
  'vault-busy',
  'disk-full',
  'passphrase-required',
  'passphrase-wrong',
  'passphrase-throttled',
  'passphrase-too-short',
]);

export function exitCodeOf(code: ErrorCode): ExitCode {
  return vaultCodes.has(code) ? EXIT.vaultUnavailable : EXIT.failed;
}
