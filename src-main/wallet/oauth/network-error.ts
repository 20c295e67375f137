import { isWalletError, WalletError } from '../wallet-error.ts';

const timeoutCodes = [
  'ETIMEDOUT',
  'UND_ERR_CONNECT_TIMEOUT',
  'UND_ERR_HEADERS_TIMEOUT',
  'UND_ERR_BODY_TIMEOUT',
];

const certificateCode =
  /^(CERT_|DEPTH_ZERO_|SELF_SIGNED_|UNABLE_TO_|ERR_TLS_CERT_ALTNAME_INVALID|HOSTNAME_MISMATCH)/;
const tlsCode = /^(CERT_|DEPTH_ZERO_|SELF_SIGNED_|UNABLE_TO_|ERR_TLS_|ERR_SSL_|HOSTNAME_MISMATCH|EPROTO)/;

/** What a failed fetch means to the person. A WalletError passes unchanged. */
export function networkError(error: unknown, host: string): WalletError {
  if (isWalletError(error)) {
    return error;
  }
  const codes = errorCodesIn(error);
  const options = { cause: error };
  if (codes.some((code) => code === 'ENOTFOUND' || code === 'EAI_AGAIN')) {
    return new WalletError('host-not-found', { host }, options);
  }
  if (codes.some((code) => timeoutCodes.includes(code))) {
    return new WalletError('service-timeout', { host }, options);
  }
  const tlsFailure = codes.find((code) => tlsCode.test(code));
  if (tlsFailure !== undefined) {
    return new WalletError('tls-failed', { host, problem: tlsProblem(tlsFailure) }, options);
  }
  // ECONNREFUSED, ECONNRESET, EHOSTUNREACH, UND_ERR_SOCKET, an answer that is not HTTP, and whatever else there is.
  return new WalletError('service-unreachable', { host }, options);
}

/** What went wrong with a connection, in words. */
export function networkProblem(error: unknown): string {
  const codes = errorCodesIn(error);
  const tlsFailure = codes.find((code) => tlsCode.test(code));
  if (tlsFailure !== undefined) {
    return tlsProblem(tlsFailure);
  }
  return codes.includes('ENOTFOUND') ? 'there is no such host' : 'it does not answer';
}

/**
 * Whether a request that failed surely never left for its service: no address was found for it, no connection came about,
 * or the certificate was not accepted, all of which come before the first byte of a request.
 */
export function wasNeverSent(error: unknown): boolean {
  return errorsIn(error).some(
    (one) =>
      isWalletError(one, 'proxy-password-needed', 'proxy-unreachable') ||
      ('syscall' in one && (one.syscall === 'connect' || one.syscall === 'getaddrinfo')) ||
      ('code' in one && (one.code === 'UND_ERR_CONNECT_TIMEOUT' || certificateCode.test(String(one.code)))),
  );
}

/** fetch says "fetch failed"; the reason is a cause of it, or one of several where it tried several addresses. */
function errorsIn(error: unknown): Error[] {
  if (!(error instanceof Error)) {
    return [];
  }
  const attempts = error instanceof AggregateError ? error.errors.flatMap(errorsIn) : [];
  return [error, ...attempts, ...errorsIn(error.cause)];
}

function errorCodesIn(error: unknown): string[] {
  return errorsIn(error).flatMap((one) => ('code' in one && typeof one.code === 'string' ? [one.code] : []));
}

function tlsProblem(code: string): string {
  if (code === 'CERT_HAS_EXPIRED') {
    return 'its certificate has run out';
  }
  if (code === 'CERT_NOT_YET_VALID') {
    return 'its certificate is not valid yet';
  }
  if (code === 'ERR_TLS_CERT_ALTNAME_INVALID' || code === 'HOSTNAME_MISMATCH') {
    return 'its certificate is for another name';
  }
  if (/^(DEPTH_ZERO_|SELF_SIGNED_|UNABLE_TO_)/.test(code)) {
    return 'its certificate is signed by nobody whom this computer trusts';
  }
  return code;
}
