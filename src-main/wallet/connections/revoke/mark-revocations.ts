import type { ConnectionRecord, PendingRevocation } from '../../vault/records.ts';
import type { VaultWriter } from '../../vault/vault.ts';
import { WalletError } from '../../wallet-error.ts';
import { moment } from '../../moment.ts';
import { namesOf } from '../context.ts';
import { lateTokensOf, takeUpLateTokens } from './late-tokens.ts';

/** Whether a connection needs nothing more: it is revoked, and proved dead. */
export function isProvedDead({ revokedAtMs, revocation }: ConnectionRecord): boolean {
  return revokedAtMs !== null && revocation?.outcome === 'confirmed';
}

/** One entry for all that are begun together. */
export function noteBegun(writer: VaultWriter, begun: readonly ConnectionRecord[]): void {
  const [only] = begun.length === 1 ? begun : [];
  writer.note({
    action: 'revocation-begun',
    connectionId: only?.id ?? null,
    about: only === undefined ? { count: String(begun.length) } : namesOf(only),
  });
}

/** Changes the mark of one that waits, if it still does. */
export function changePending(
  writer: VaultWriter,
  { id, isOnItsOwn }: { readonly id: string; readonly isOnItsOwn: boolean },
  change: Partial<Pick<PendingRevocation, 'nextAttemptAtMs' | 'isStopped'>>,
): void {
  const late = isOnItsOwn ? writer.read('lateTokens', id) : undefined;
  if (late !== undefined && late.pending !== null) {
    writer.put('lateTokens', { ...late, pending: { ...late.pending, ...change } });
  }
  const record = isOnItsOwn ? undefined : writer.read('connection', id);
  if (record !== undefined && record.pending !== null) {
    const pending = { ...record.pending, ...change };
    const revocation = record.revocation && {
      ...record.revocation,
      nextAttemptAt: moment(pending.nextAttemptAtMs),
    };
    writer.put('connection', { ...record, pending, revocation });
  }
}

/**
 * Leaves a connection as it was before its revocation, with the tokens that are good now. They may still work, and the
 * journal says so; of one for which nothing waits it says nothing. Throws `connection-not-found` for an id that stands
 * for nothing, which takes the transaction back.
 */
export function giveUp(writer: VaultWriter, connectionId: string): void {
  const record = writer.read('connection', connectionId);
  // Those of a connection that is gone for good are still known by its id.
  const lateTokens = lateTokensOf(writer, connectionId);
  if (record === undefined && lateTokens.length === 0) {
    throw new WalletError('connection-not-found', { id: connectionId });
  }
  const isPending = record !== undefined && record.pending !== null;
  const waiting = lateTokens.filter(({ pending }) => pending !== null);
  if (!isPending && waiting.length === 0) {
    return;
  }
  for (const { id } of waiting) {
    writer.remove('lateTokens', id);
  }
  if (isPending) {
    const left = takeUpLateTokens(writer, record);
    writer.put('connection', { ...left, pending: null, revocation: givenUp(record) });
  }
  writer.note({
    action: 'revocation-given-up',
    connectionId,
    about: { ...(record === undefined ? {} : namesOf(record)), outcome: 'may-still-work' },
  });
}

/** What a service has accepted stays accepted, though nobody asks about it any more. */
function givenUp({ revocation }: ConnectionRecord): ConnectionRecord['revocation'] {
  if (revocation === null || revocation.outcome !== 'queued') {
    return revocation && { ...revocation, nextAttemptAt: null };
  }
  return {
    ...revocation,
    outcome: 'failed',
    nextAttemptAt: null,
    detail: `Given up after ${revocation.attempts} tries: it may still work. ${revocation.detail}`,
  };
}
