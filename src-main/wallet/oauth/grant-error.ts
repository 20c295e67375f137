import { ClientError } from 'openid-client';
import type { ErrorCode } from '../../contract/error.ts';
import { WalletError } from '../wallet-error.ts';
import type { ErrorDetail } from '../wallet-error.ts';
import { authenticationMethodOf } from './client-authentication.ts';
import type { ClientDescription, ServerDescription } from './oauth.ts';
import type { Refusal } from './protocol-error.ts';
import { understand } from './protocol-error.ts';
import { skewOf, TOLERATED_SKEW_MS } from './server-clocks.ts';
import { hostOf } from './server-metadata.ts';
import type { Wire } from './wire.ts';

interface Parties {
  readonly server: ServerDescription;
  readonly client: ClientDescription;
}

/**
 * What a failed request for tokens means. `codeOf` names a refusal, for each kind of grant has its own words for it;
 * a reply that breaks the rules means the same everywhere.
 */
export function grantError(
  wire: Wire,
  parties: Parties,
  thrown: unknown,
  codeOf: (refusal: Refusal) => ErrorCode,
  furtherDetail: ErrorDetail = {},
): WalletError {
  const failure = understand(thrown);
  const detail = { host: hostOf(parties.server), problem: failure.problem, ...furtherDetail };
  const brokenCode = concernsIdToken(thrown) ? 'id-token-invalid' : 'token-reply-invalid';
  const code = failure.kind === 'refused' ? codeOf(failure) : brokenCode;
  return clockError(wire, parties, thrown) ?? new WalletError(code, detail, { cause: thrown });
}

/** Clocks that are too far apart, where that is why something dated was refused, by them or by us. */
export function clockError(
  wire: Wire,
  { server, client }: Parties,
  thrown: unknown,
): WalletError | undefined {
  const failure = understand(thrown);
  const isDated =
    failure.kind === 'broken' ? concernsTime(thrown) : judgesOurTime(failure.error, server, client);
  const skewMs = Math.abs(skewOf(wire.skewMs, server));
  const minutes = String(Math.round(skewMs / 60_000));
  return isDated && skewMs > TOLERATED_SKEW_MS
    ? new WalletError('clock-wrong', { host: hostOf(server), minutes }, { cause: thrown })
    : undefined;
}

/** Our proof (RFC 9449 section 5) and our assertion (RFC 7523 section 3) are dated, and judged by their clock. */
function judgesOurTime(error: string | null, server: ServerDescription, client: ClientDescription): boolean {
  const hasAssertion = authenticationMethodOf(server, client).endsWith('_jwt');
  return error === 'invalid_dpop_proof' || (error === 'invalid_client' && hasAssertion);
}

function concernsTime(thrown: unknown): boolean {
  return thrown instanceof ClientError && thrown.code === 'OAUTH_JWT_TIMESTAMP_CHECK_FAILED';
}

/** openid-client's codes are the same for a broken reply and for a broken ID token in it; its words are not. */
function concernsIdToken(thrown: unknown): boolean {
  const cause = thrown instanceof ClientError ? thrown.cause : undefined;
  return cause instanceof Error && !/"response"|token_type/.test(cause.message);
}
