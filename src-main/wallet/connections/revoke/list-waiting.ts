import { type RevocationOutcome, RevocationOutcomeSchema } from '../../../contract/connection.ts';
import type { ConnectionRecord, LateTokensRecord, PendingRevocation } from '../../vault/records.ts';
import type { OpenVault, VaultReader } from '../../vault/vault.ts';
import { moment } from '../../moment.ts';

/** A revocation that is not finished, or was just tried. */
export interface WaitingRevocation {
  /** Of the connection, which may be gone by now. */
  readonly id: string;
  readonly service: string;
  readonly app: string;
  /** null: nothing more is to be done. */
  readonly step: PendingRevocation['step'] | null;
  readonly outcome: RevocationOutcome;
  readonly attempts: number;
  readonly nextAttemptAt: string | null;
  readonly isStopped: boolean;
  readonly detail: string;
}

/** All that is not finished, one for each connection: its own tokens, or only such as came too late. */
export function listWaiting(vault: VaultReader): readonly WaitingRevocation[] {
  const found = new Map<string, WaitingRevocation>();
  for (const late of vault.readAll('lateTokens').records) {
    if (late.pending !== null) {
      found.set(late.connectionId, ofLateTokens(late, late.pending));
    }
  }
  for (const record of vault.readAll('connection').records) {
    if (record.pending !== null) {
      found.set(record.id, ofConnection(record, record.pending));
    }
  }
  return [...found.values()];
}

/** How those that waited stand now; of one that is finished the journal tells. */
export function listAfterwards(
  vault: OpenVault,
  before: readonly WaitingRevocation[],
): readonly WaitingRevocation[] {
  const now = new Map(listWaiting(vault).map((one) => [one.id, one]));
  return before.map((one) => now.get(one.id) ?? finished(vault, one));
}

function ofConnection(
  { id, serviceName, appName, revocation }: ConnectionRecord,
  pending: PendingRevocation,
): WaitingRevocation {
  const { outcome = 'queued', detail = '' } = revocation ?? {};
  return { id, service: serviceName, app: appName, ...scheduleIn(pending), outcome, detail };
}

function ofLateTokens(
  { connectionId, owner }: LateTokensRecord,
  pending: PendingRevocation,
): WaitingRevocation {
  return {
    id: connectionId,
    service: owner.serviceName,
    app: owner.appName,
    ...scheduleIn(pending),
    outcome: 'queued',
    detail: 'These are tokens that came too late, or that others took the place of.',
  };
}

function scheduleIn(
  pending: PendingRevocation,
): Pick<WaitingRevocation, 'step' | 'attempts' | 'nextAttemptAt' | 'isStopped'> {
  const { step, attempts, nextAttemptAtMs, isStopped } = pending;
  return { step, attempts, nextAttemptAt: moment(nextAttemptAtMs), isStopped };
}

/** Every try that ends a revocation is in the journal. */
const LOOK_BACK = 10;

function finished(vault: OpenVault, one: WaitingRevocation): WaitingRevocation {
  const entries = vault.journalEntries({ limit: LOOK_BACK, connectionId: one.id });
  const about = entries.find(({ action }) => action === 'revoked')?.about ?? {};
  return {
    ...one,
    step: null,
    outcome: RevocationOutcomeSchema.options.find((outcome) => outcome === about['outcome']) ?? one.outcome,
    attempts: one.attempts + 1,
    nextAttemptAt: null,
    isStopped: false,
    detail: about['detail'] ?? one.detail,
  };
}
