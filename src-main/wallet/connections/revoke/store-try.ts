import type { Revocation } from '../../../contract/connection.ts';
import type {
  ConnectionRecord,
  LateTokensRecord,
  PendingRevocation,
  TokenOwner,
} from '../../vault/records.ts';
import type { VaultWriter } from '../../vault/vault.ts';
import { toErrorValue, WalletError } from '../../wallet-error.ts';
import { moment } from '../../moment.ts';
import { namesOf } from '../context.ts';
import type { Verdict } from './judge-revocation.ts';
import { lateTokensOf, takeUpLateTokens } from './late-tokens.ts';
import { nextTry } from './next-try.ts';
import { isCut, type Tried, worstOf } from './try-to-cut.ts';

/** One try to revoke a connection, as it ended. */
export interface ConnectionTry {
  /** The connection as it was when the try began. */
  readonly record: ConnectionRecord;
  readonly pending: PendingRevocation;
  /** Of its own token set; null where none is left. */
  readonly own: Tried | null;
  readonly hasRefreshToken: boolean;
  readonly late: readonly { readonly record: LateTokensRecord; readonly tried: Tried }[];
  /** Late tokens that the service issued during the try, and that were revoked in it. */
  readonly cutMeanwhile: readonly string[];
}

/** What a try left behind. */
export interface AfterTry {
  readonly revocation: Revocation | null;
  /** null: nothing more is to be done. */
  readonly pending: PendingRevocation | null;
}

export interface StoreWorld {
  readonly nowMs: number;
  readonly random: () => number;
}

/**
 * Writes down how a try ended: outcome, next try, journal, all in the caller's transaction. Tokens that are proved dead
 * leave the vault with it; a connection that could not be cut stays as it was, tokens and all.
 */
export function storeTry(writer: VaultWriter, ended: ConnectionTry, world: StoreWorld): AfterTry {
  const { record, pending, own, late } = ended;
  const present = writer.read('connection', record.id);
  if (present === undefined || present.generation !== record.generation) {
    // Gone or connected anew meanwhile: what is there now is not what was tried.
    return { revocation: present?.revocation ?? null, pending: present?.pending ?? null };
  }
  const tries = [...(own === null ? [] : [own]), ...late.map(({ tried }) => tried)];
  const [first, ...others] = tries.map(({ verdict }) => verdict);
  const verdict = first === undefined ? nothingLeft(record) : worstOf([first, ...others]);
  const believed = own?.believed ?? pending.believed;
  const isGivenUp = present.pending === null;
  const hasMore = hasMoreLate(writer, ended, verdict);
  if (isGivenUp && (hasMore || !isCut(verdict))) {
    return { revocation: present.revocation, pending: null };
  }
  const isByHand = isEndedByHand(present, pending);
  const endMs = endOf(ended);
  const next = isGivenUp
    ? null
    : hasMore
      ? { ...pending, believed, step: 'revoke' as const, nextAttemptAtMs: world.nowMs }
      : nextTry(pending, { verdict, believed }, { ...world, endMs, isByHand });
  const attempts = pending.attempts + 1;
  const tellsNothingNew =
    pending.step === 'ask' && (isByHand ? verdict.outcome !== 'confirmed' : verdict.outcome === 'queued');
  const revocation =
    tellsNothingNew && present.revocation !== null
      ? { ...present.revocation, attempts, nextAttemptAt: next && moment(next.nextAttemptAtMs) }
      : revocationOf(record, settled(verdict, next, endMs), attempts, next, world.nowMs);

  const after = { ...present, ...standingAfter(present, ended, revocation, world.nowMs), pending: next };
  if (own?.verdict.outcome === 'confirmed') {
    writer.remove('tokenSet', record.id);
  }
  for (const { record: tokens, tried } of late) {
    if (isCut(tried.verdict) && !tried.verdict.askLater) {
      writer.remove('lateTokens', tokens.id);
    }
  }
  if (isCut(verdict)) {
    for (const id of ended.cutMeanwhile) {
      writer.remove('lateTokens', id);
    }
  }
  const isOverInVain = next === null && after.revokedAtMs === null;
  writer.put('connection', isOverInVain ? takeUpLateTokens(writer, after) : after);
  if (revocation.outcome !== present.revocation?.outcome || pending.attempts === 0 || next === null) {
    writer.note({
      action: 'revoked',
      connectionId: record.id,
      about: { ...namesOf(record), outcome: revocation.outcome, detail: revocation.detail },
    });
  }
  return { revocation, pending: next };
}

/** The same for late tokens that wait on their own: no connection shows their outcome, only the journal does. */
export function storeLateTry(
  writer: VaultWriter,
  late: LateTokensRecord,
  pending: PendingRevocation,
  tried: Tried,
  world: StoreWorld,
): PendingRevocation | null {
  const { id, connectionId, owner } = late;
  const present = writer.read('lateTokens', id);
  if (present === undefined) {
    return null;
  }
  const endMs = late.refreshToken === null ? late.expiresAtMs : null;
  const next = nextTry(pending, tried, { ...world, endMs, isByHand: false });
  if (next === null) {
    const { outcome, detail } = settled(tried.verdict, next, endMs);
    writer.remove('lateTokens', id);
    writer.note({
      action: 'revoked',
      connectionId,
      about: {
        ...namesOf(owner),
        outcome,
        detail: `${detail} These were tokens that nobody was to use any more.`,
      },
    });
  } else {
    writer.put('lateTokens', { ...present, pending: next });
  }
  return next;
}

/** Whether a person is ending the access on the service's page, and the wallet only watches. */
export function isEndedByHand(
  { revokedAtMs }: Pick<ConnectionRecord, 'revokedAtMs'>,
  { step }: PendingRevocation,
): boolean {
  return step === 'ask' && revokedAtMs === null;
}

/** Whether tokens came too late that this try did not know of, so that it is not the last. */
function hasMoreLate(
  writer: VaultWriter,
  { record, late, cutMeanwhile }: ConnectionTry,
  verdict: Verdict,
): boolean {
  const known = [...late.map((one) => one.record.id), ...cutMeanwhile];
  return isCut(verdict) && lateTokensOf(writer, record.id).some(({ id }) => !known.includes(id));
}

/** Nobody reached the service before the tokens were over; then nothing is left to be revoked. */
function settled(verdict: Verdict, next: PendingRevocation | null, endMs: number | null): Verdict {
  return verdict.outcome === 'queued' && next === null
    ? {
        ...verdict,
        outcome: 'alive-until',
        livesUntilMs: endMs,
        reason: null,
        detail: `It could not be revoked before it ran out by itself. ${verdict.detail}`,
      }
    : verdict;
}

/** A refresh token that is still held counts, also where nothing is to be renewed any more. */
function endOf({ record, hasRefreshToken, late }: ConnectionTry): number | null {
  const ends = [hasRefreshToken ? record.refreshExpiresAtMs : record.expiresAtMs, record.expiresAtMs];
  const lateEnds = late.map(({ record: { refreshToken, expiresAtMs } }) =>
    refreshToken === null ? expiresAtMs : null,
  );
  const all = [...ends, ...lateEnds].filter((end) => end !== null);
  return all.length < ends.length + lateEnds.length ? null : Math.max(...all);
}

function revocationOf(
  record: ConnectionRecord,
  verdict: Verdict,
  attempts: number,
  next: PendingRevocation | null,
  nowMs: number,
): Revocation {
  const { outcome, cuts, askedWith, byHand, detail, livesUntilMs } = verdict;
  return {
    id: record.id,
    outcome: next?.step === 'revoke' ? 'queued' : outcome,
    cuts,
    attempts,
    nextAttemptAt: next === null ? null : moment(next.nextAttemptAtMs),
    byHand,
    askedWith,
    detail,
    livesUntil: livesUntilMs === null ? null : moment(livesUntilMs),
    revokedAt: moment(record.revokedAtMs ?? nowMs),
    error: reasonOf(verdict, record),
  };
}

function reasonOf({ reason }: Verdict, { issuer }: TokenOwner): Revocation['error'] {
  if (reason === null) {
    return null;
  }
  return toErrorValue(
    reason instanceof WalletError ? reason : new WalletError(reason, { host: new URL(issuer).host }),
  );
}

/** What a try changes of the connection besides the outcome. */
function standingAfter(
  present: ConnectionRecord,
  { pending, hasRefreshToken }: ConnectionTry,
  revocation: Revocation,
  nowMs: number,
): Partial<ConnectionRecord> {
  if (isCut(revocation)) {
    return { revocation, revokedAtMs: present.revokedAtMs ?? nowMs, refreshable: false };
  }
  // What was taken for cut, and asked about later, lives: it is no revoked connection.
  const isAliveAfterAll = pending.step === 'ask' && revocation.outcome === 'failed';
  return isAliveAfterAll ? { revocation, revokedAtMs: null, refreshable: hasRefreshToken } : { revocation };
}

/** A connection without tokens: only a vault that lost a record has one. */
function nothingLeft(record: ConnectionRecord): Verdict {
  const error = new WalletError('record-undecryptable', { record: `tokenSet ${record.id}` });
  return {
    outcome: 'failed',
    cuts: 'nothing',
    askedWith: null,
    detail: error.message,
    livesUntilMs: null,
    reason: error,
    byHand: null,
    retryAfterSeconds: null,
    askLater: false,
  };
}
