import { Secret } from '../../src-main/wallet/secret.ts';
import type { TokenSetRecord } from '../../src-main/wallet/vault/records.ts';

type Written = Pick<TokenSetRecord, 'id' | 'kind' | 'proofKey' | 'refreshParameters'>;

/** The tokens of a connection as the vault keeps them, with what a test cares about changed. */
export function tokenSetRecord(
  accessToken: string,
  refreshToken: string | null,
  changes: Partial<Written> & Pick<Written, 'id'>,
): TokenSetRecord {
  return {
    accessToken: new Secret(accessToken),
    refreshToken: refreshToken === null ? null : new Secret(refreshToken),
    idToken: null,
    tokenType: 'bearer',
    kind: 'access',
    proofKey: null,
    refreshParameters: {},
    ...changes,
  };
}
