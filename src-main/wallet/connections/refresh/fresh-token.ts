import type { Secret } from '../../secret.ts';
import type { ConnectionRecord } from '../../vault/records.ts';
import { WalletError } from '../../wallet-error.ts';
import { type ConnectionContext, findConnection, namesOf, requireUsable } from '../context.ts';
import { isOutage } from './judge-failure.ts';
import { hasRunOut } from './needs-renewal.ts';
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
  requireUsable(before);
  const present = await renewIfNeeded(refresh, before, context.clock.now(), minValidityMs);
  const tokens = opened.read('tokenSet', id);
  const nowMs = context.clock.now();
  if (tokens === undefined || hasRunOut(present, nowMs, 0)) {
    throw new WalletError('no-refresh-token');
  }
  opened.write((writer) => {
    writer.put('connection', { ...findConnection(opened, id), usedAtMs: nowMs });
    writer.note({ action: 'token-given', connectionId: id, about: namesOf(present) });
  });
  return tokens.accessToken;
}

/**
 * Renews a token set that ends too soon, and one whose last refresh brought no answer: the sooner that is asked for
 * again, the more likely it is to be had. As long as the present token serves, that may wait for the service.
 */
async function renewIfNeeded(
  refresh: Refresh,
  record: ConnectionRecord,
  nowMs: number,
  minValidityMs: number,
): Promise<ConnectionRecord> {
  const endsTooSoon = hasRunOut(record, nowMs, minValidityMs);
  if (!record.refreshable || (!endsTooSoon && record.refreshBegunAtMs === null)) {
    return record;
  }
  try {
    return await refresh(record.id, { isPatient: endsTooSoon });
  } catch (error) {
    if (endsTooSoon || !isOutage(error)) {
      throw error;
    }
    return record;
  }
}
