import type { ConnectionRecord, PendingRevocation } from '../../vault/records.ts';
import type { VaultWriter } from '../../vault/vault.ts';
import { moment } from '../connection-view.ts';
import { namesOf } from '../context.ts';
import { lateTokensOf } from './late-tokens.ts';
import { markedForRevocation, newlyPending } from './pending.ts';

/**
 * Marks connections in one transaction, before any service is asked, so that what was begun is finished whatever happens
 * to this process. Answers with those that were marked; one that is revoked and proved dead needs nothing more.
 */
export function markRevocations(
  writer: VaultWriter,
  records: readonly ConnectionRecord[],
  batch: string,
  nowMs: number,
): readonly ConnectionRecord[] {
  const marked = records
    .filter((record) => record.pending === null && !isProvedDead(record))
    .map((record) => markedForRevocation(record, newlyPending(nowMs, batch)));
  for (const record of marked) {
    writer.put('connection', record);
  }
  const [first, ...others] = marked;
  if (first !== undefined) {
    const isOne = others.length === 0;
    writer.note({
      action: 'revocation-begun',
      connectionId: isOne ? first.id : null,
      about: isOne ? namesOf(first) : { count: String(marked.length) },
    });
  }
  return marked;
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

/** Leaves a connection as it was before its revocation, tokens and all. They may still work. */
export function giveUp(writer: VaultWriter, connectionId: string): void {
  const record = writer.read('connection', connectionId);
  for (const late of lateTokensOf(writer, connectionId)) {
    if (late.pending !== null) {
      writer.remove('lateTokens', late.id);
    }
  }
  if (record !== undefined && record.pending !== null) {
    writer.put('connection', { ...record, pending: null, revocation: givenUp(record) });
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

function isProvedDead({ revokedAtMs, revocation }: ConnectionRecord): boolean {
  return revokedAtMs !== null && revocation?.outcome === 'confirmed';
}
