import type { GrantWish } from '../../oauth/oauth.ts';
import type { Service } from '../../services/service-schema.ts';
import { WalletError } from '../../wallet-error.ts';
import type { ConnectWish } from './connect.ts';

/** What a grant is asked for: what the person wants, and what the service always wants besides. */
export function grantWish(
  wish: Pick<ConnectWish, 'resource' | 'authorizationDetails'>,
  scopes: readonly string[],
  service: Service | undefined,
): GrantWish {
  const { resource, authorizationDetails } = wish;
  return {
    scopes,
    parameters: { ...service?.authorizationParameters, ...service?.chooseAccount },
    ...(resource === undefined || resource === '' ? {} : { resource }),
    ...(authorizationDetails === undefined || authorizationDetails.trim() === ''
      ? {}
      : { authorizationDetails: readDetails(authorizationDetails) }),
  };
}

/** RFC 9396 section 2: an array of objects, each with a `type`. */
function readDetails(text: string): NonNullable<GrantWish['authorizationDetails']> {
  let details: unknown;
  try {
    details = JSON.parse(text);
  } catch (cause) {
    throw new WalletError('bad-input', { problem: 'the authorization details are no JSON' }, { cause });
  }
  const isArray = Array.isArray(details) && details.every(hasType);
  if (!isArray) {
    const problem = 'the authorization details must be a list of objects, each with a type (RFC 9396)';
    throw new WalletError('bad-input', { problem });
  }
  return details as NonNullable<GrantWish['authorizationDetails']>;
}

function hasType(detail: unknown): boolean {
  return (
    typeof detail === 'object' && detail !== null && typeof (detail as { type?: unknown }).type === 'string'
  );
}
