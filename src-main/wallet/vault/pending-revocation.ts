import { randomUUID } from 'node:crypto';
import type { Revocation } from '../../contract/connection.ts';
import { moment } from '../moment.ts';
import type { ConnectionRecord, PendingRevocation } from './records.ts';

/** No place has taken the tokens while they lived. */
export const nothingBelieved: PendingRevocation['believed'] = {
  introspection: false,
  shown: false,
  refresh: false,
};

/** The mark of a revocation that begins now; in a batch of its own where none is named. */
export function newlyPending(nowMs: number, batch: string = randomUUID()): PendingRevocation {
  return {
    step: 'revoke',
    batch,
    begunAtMs: nowMs,
    attempts: 0,
    nextAttemptAtMs: nowMs,
    isStopped: false,
    believed: nothingBelieved,
  };
}

/**
 * A connection whose revocation begins. The generation rises, so that a refresh which ends after this moment, in this
 * process or in another, is not stored.
 */
export function markedForRevocation(record: ConnectionRecord, pending: PendingRevocation): ConnectionRecord {
  const revocation: Revocation = {
    id: record.id,
    outcome: 'queued',
    cuts: 'not-known',
    askedWith: null,
    attempts: 0,
    nextAttemptAt: moment(pending.nextAttemptAtMs),
    byHand: null,
    detail: 'It waits for its turn.',
    livesUntil: null,
    revokedAt: moment(pending.begunAtMs),
    error: null,
  };
  return { ...record, generation: record.generation + 1, pending, revocation };
}
