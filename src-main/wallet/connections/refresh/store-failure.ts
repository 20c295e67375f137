import type { ErrorValue } from '../../../contract/error.ts';
import type { ConnectionRecord } from '../../vault/records.ts';
import type { OpenVault } from '../../vault/vault.ts';
import { isWalletError, toErrorValue, WalletError } from '../../wallet-error.ts';
import { namesOf } from '../context.ts';
import { failingSince, judgeFailure, type RefreshFailure } from './judge-failure.ts';
import { hasRunOut } from './needs-renewal.ts';
import type { Begun } from './present-refresh-token.ts';

/** A service that cannot be reached for less than this is no reason to alarm anybody. */
const QUIET_MS = 24 * 60 * 60 * 1000;
/** Successive failures of one kind are one entry, so that these tell of a long time. */
const HISTORY_LENGTH = 100;

/**
 * Writes down that a refresh failed, and over nothing that is there. Throws the failure as the person should read it, or
 * answers with the connection where another process has renewed it meanwhile.
 */
export function storeFailure(
  opened: OpenVault,
  { record }: Pick<Begun, 'record'>,
  error: unknown,
  nowMs: number,
): ConnectionRecord {
  const failure = judgeFailure(error);
  const told = failure === 'ended' && record.refreshBegunAtMs !== null ? answerLost(error) : error;
  const value = toErrorValue(told);
  const renewed = opened.write((writer) => {
    const present = writer.read('connection', record.id);
    if (present === undefined || present.issuedAtMs !== record.issuedAtMs) {
      return present;
    }
    const [newest] = opened.journalEntries({ limit: 1, connectionId: record.id });
    if (newest?.action !== 'refresh-failed' || newest.about['error'] !== value.code) {
      writer.note({
        action: 'refresh-failed',
        connectionId: record.id,
        about: { ...namesOf(record), error: value.code, detail: value.message },
      });
    }
    writer.put('connection', {
      ...present,
      attention:
        failure === 'ended' ? value : (present.attention ?? attentionInTheEnd(opened, present, value, nowMs)),
      refreshBegunAtMs: markAfter(failure, record, present),
    });
    return undefined;
  });
  if (failure === 'ended' && renewed?.revokedAtMs === null && renewed.pending === null) {
    return renewed;
  }
  throw told;
}

/** What did not reach the service, or was refused by it, leaves no more behind than there was. */
function markAfter(
  failure: RefreshFailure,
  before: ConnectionRecord,
  present: ConnectionRecord,
): number | null {
  switch (failure) {
    case 'ended':
      return null;
    case 'refused':
    case 'unsent':
      return before.refreshBegunAtMs;
    case 'lost':
      return present.refreshBegunAtMs;
  }
}

/** The service has seen a token twice whose replacement never arrived, and ended all that came of it, as it should. */
function answerLost(error: unknown): WalletError {
  const detail = isWalletError(error) ? error.detail : {};
  return new WalletError('refresh-answer-lost', detail, { cause: error });
}

/** Whatever keeps a connection from being renewed for a day, once that has really stopped it, needs the person. */
function attentionInTheEnd(
  opened: OpenVault,
  record: ConnectionRecord,
  { message }: ErrorValue,
  nowMs: number,
): ErrorValue | null {
  const journal = opened.journalEntries({ limit: HISTORY_LENGTH, connectionId: record.id });
  const sinceMs = failingSince(journal) ?? nowMs;
  if (nowMs - sinceMs < QUIET_MS || !hasRunOut(record, nowMs, 0)) {
    return null;
  }
  const detail = { host: new URL(record.issuer).host, problem: message.replace(/\.$/, '') };
  return toErrorValue(new WalletError('refresh-failing', detail));
}
