import type { Clock } from '../ports.ts';
import type { ConnectionRecord } from '../vault/records.ts';
import type { OpenVault, VaultWriter } from '../vault/vault.ts';
import { WalletError } from '../wallet-error.ts';
import { findConnection, namesOf } from './context.ts';
import { lateTokensOf } from './revoke/late-tokens.ts';

/** How long a forgotten connection can be brought back. */
export const UNDO_MS = 30_000;

/** Takes connections out of the list. They are only hidden until `UNDO_MS` have passed, so that it can be undone. */
export function forgetConnections(opened: OpenVault, clock: Clock, ids: readonly string[]): void {
  const nowMs = clock.now();
  opened.write((writer) => {
    for (const id of ids) {
      const record = findConnection(opened, id);
      writer.put('connection', { ...record, forgottenAtMs: nowMs });
      const outcome = record.revokedAtMs === null ? 'may-still-work' : 'was-revoked';
      writer.note({ action: 'forgotten', connectionId: id, about: { ...namesOf(record), outcome } });
    }
  });
}

/** Brings forgotten connections back; throws `connection-not-found` for one that is gone for good. */
export function restoreConnections(opened: OpenVault, ids: readonly string[]): readonly ConnectionRecord[] {
  return opened.write((writer) =>
    ids.map((id) => {
      const record = writer.read('connection', id);
      if (record === undefined) {
        throw new WalletError('connection-not-found', { id });
      }
      const restored = { ...record, forgottenAtMs: null };
      writer.put('connection', restored);
      writer.note({ action: 'restored', connectionId: id, about: namesOf(record) });
      return restored;
    }),
  );
}

/**
 * Removes for good what was forgotten before a moment, and these whenever it was. What is still being revoked stays, out
 * of sight, until that is over: without its tokens nobody could finish it.
 */
export function purgeForgotten(
  opened: OpenVault,
  beforeMs: number,
  these: ReadonlySet<string> = new Set(),
): void {
  const due = opened.readAll('connection').records.filter(isDue);
  if (due.length > 0) {
    opened.write((writer) => {
      for (const { id } of due) {
        const present = writer.read('connection', id);
        // Another process may have brought it back meanwhile, or begun to revoke it.
        if (present !== undefined && isDue(present)) {
          removeForGood(writer, id);
        }
      }
    });
  }

  function isDue({ id, forgottenAtMs, pending }: ConnectionRecord): boolean {
    return forgottenAtMs !== null && (forgottenAtMs <= beforeMs || these.has(id)) && pending === null;
  }
}

function removeForGood(writer: VaultWriter, id: string): void {
  writer.remove('connection', id);
  writer.remove('tokenSet', id);
  for (const late of lateTokensOf(writer, id)) {
    if (late.pending === null) {
      writer.remove('lateTokens', late.id);
    }
  }
}
