import * as v from 'valibot';

/** Every way in which a request to the wallet can end badly. The list is closed: both sides switch over it. */
export const ErrorCodeSchema = v.picklist([
  // The request itself
  'bad-input',
  'internal',
  'connection-not-found',
  'attempt-not-found',
  // The keychain and the vault
  'keychain-unavailable',
  'keychain-locked',
  'vault-missing',
  'vault-exists',
  'vault-locked',
  'vault-key-missing',
  'vault-key-mismatch',
  'vault-damaged',
  'vault-newer',
  'vault-read-only',
  'vault-busy',
  'disk-full',
  'record-undecryptable',
  'record-changed',
  'passphrase-required',
  'passphrase-wrong',
  'passphrase-throttled',
  'passphrase-too-short',
  // Finding a service
  'service-unknown',
  'host-required',
  'issuer-not-a-url',
  'issuer-not-https',
  'host-not-found',
  'service-unreachable',
  'service-timeout',
  'tls-failed',
  'certificate-not-usable',
  'proxy-password-needed',
  'proxy-unreachable',
  'captive-portal',
  'metadata-missing',
  'metadata-not-json',
  'metadata-incomplete',
  'issuer-mismatch',
  'resource-metadata-missing',
  'resource-mismatch',
  'client-id-required',
  'registration-refused',
  // One attempt to connect
  'browser-failed',
  'loopback-failed',
  'access-denied',
  'authorization-refused',
  'state-mismatch',
  'iss-mismatch',
  'nonce-mismatch',
  'id-token-invalid',
  'code-refused',
  'client-refused',
  'token-reply-invalid',
  'clock-wrong',
  'answer-not-understood',
  'device-unsupported',
  'device-code-expired',
  'attempt-cancelled',
  'attempt-expired',
  'attempt-replaced',
  // The life of a connection
  'no-refresh-token',
  'refresh-refused',
  'refresh-answer-lost',
  'refresh-failing',
  'connection-revoked',
  'ended-by-service',
  'still-alive',
  'revocation-unsupported',
  'service-refused',
  'service-answer-invalid',
  'service-busy',
  // A token from elsewhere
  'token-text-not-understood',
  'token-unknown-service',
  'token-checksum-failed',
  'token-dead',
  // A revocation that waits
  'revocation-pending',
  'nothing-to-prove',
  // Leaks and cases
  'leak-empty',
  'draft-not-found',
  'case-not-found',
  'case-closed',
  'case-unfinished',
  'case-needs-approval',
  'count-not-typed',
  'leak-service-unclear',
  'leak-needs-client',
  // The demo service
  'demo-failed',
]);

export type ErrorCode = v.InferOutput<typeof ErrorCodeSchema>;

/**
 * An error as it crosses a border: to the window, or to standard error of the terminal command.
 *
 * `message` says what happened, `hint` what to do now, both in English. `detail` holds the values the two were made
 * with (a host name, a number of seconds), so that the window can say the same in another language. Never a secret.
 */
export const ErrorValueSchema = v.strictObject({
  code: ErrorCodeSchema,
  message: v.string(),
  hint: v.string(),
  detail: v.record(v.string(), v.string()),
});

export type ErrorValue = v.InferOutput<typeof ErrorValueSchema>;

/** What an invoked method answers: its result, or why there is none. */
export type Answer<Result> =
  { readonly ok: true; readonly value: Result } | { readonly ok: false; readonly error: ErrorValue };
