import type { Secret } from '../../secret.ts';
import { WalletError } from '../../wallet-error.ts';
import { type ConnectionContext, findConnection, namesOf } from '../context.ts';
import type { Refresh } from './refresh.ts';

/**
 * An access token that is good for at least so long, renewed only if it would run out before. One that cannot be
 * renewed is given as long as it lasts; one that has run out is not.
 */
export async function freshToken(
  context: ConnectionContext,
  refresh: Refresh,
  id: string,
  minValidityMs: number,
): Promise<Secret> {
  const opened = context.vault.opened();
  const before = findConnection(opened, id);
  if (before.revokedAtMs !== null) {
    throw new WalletError('connection-revoked');
  }
  const nowMs = context.clock.now();
  const endsTooSoon = before.expiresAtMs !== null && before.expiresAtMs < nowMs + minValidityMs;
  const present = endsTooSoon && before.refreshable ? await refresh(id) : before;
  const tokens = opened.read('tokenSet', id);
  if (tokens === undefined || (present.expiresAtMs !== null && present.expiresAtMs <= nowMs)) {
    throw new WalletError('no-refresh-token');
  }
  opened.write((writer) => {
    writer.note({ action: 'token-given', connectionId: id, about: namesOf(present) });
  });
  return tokens.accessToken;
}
