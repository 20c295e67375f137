import type { Check } from '../../../contract/connection.ts';
import type { TokenAnswer } from '../../oauth/oauth.ts';
import type { ConnectionRecord } from '../../vault/records.ts';
import { isWalletError, toErrorValue, WalletError } from '../../wallet-error.ts';
import { presentAccessToken } from './ask-about-token.ts';
import { moment } from '../../moment.ts';
import { type ConnectionContext, findConnection, namesOf, requireUsable } from '../context.ts';
import { findParties } from '../parties.ts';
import { hasRunOut } from '../refresh/needs-renewal.ts';
import type { Refresh } from '../refresh/refresh.ts';

/**
 * Presents a connection's token to its service and keeps what it answers.
 *
 * A token that has run out is renewed first where that is possible, as any use of it would, so that a live access is
 * not reported dead.
 */
export async function checkConnection(
  context: ConnectionContext,
  refresh: Refresh,
  id: string,
): Promise<Check> {
  return context.activities.during(id, 'checking', async () => {
    const answer = await presentFresh(context, refresh, id);
    return storeCheck(context, id, answer);
  });
}

async function presentFresh(
  context: ConnectionContext,
  refresh: Refresh,
  id: string,
): Promise<TokenAnswer | undefined> {
  const opened = context.vault.opened();
  const record = findConnection(opened, id);
  if (record.revokedAtMs !== null) {
    return present(context, id);
  }
  requireUsable(record);
  const runOut = hasRunOut(record, context.clock.now());
  const wasLost = record.refreshBegunAtMs !== null;
  if ((runOut || wasLost) && record.refreshable) {
    await refreshIfAccepted(refresh, id);
  }
  const first = await present(context, id);
  if (first?.alive !== false || !record.refreshable || runOut || wasLost) {
    return first;
  }
  // The access token is dead before its time. The refresh token decides whether the access as a whole is.
  return (await refreshIfAccepted(refresh, id)) ? present(context, id) : first;
}

/** Whether there is a new token set. A refusal is an answer too; a service out of reach is the caller's failure. */
async function refreshIfAccepted(refresh: Refresh, id: string): Promise<boolean> {
  try {
    await refresh(id);
    return true;
  } catch (error) {
    if (isWalletError(error, 'refresh-refused', 'refresh-answer-lost', 'connection-revoked')) {
      return false;
    }
    throw error;
  }
}

async function present(context: ConnectionContext, id: string): Promise<TokenAnswer | undefined> {
  const opened = context.vault.opened();
  const tokens = opened.read('tokenSet', id);
  if (tokens === undefined) {
    throw new WalletError('connection-revoked');
  }
  const record = findConnection(opened, id);
  const parties = await findParties(context, opened, record);
  return presentAccessToken(context, parties, { ...tokens, scopes: record.scopesGranted });
}

function storeCheck({ vault, clock }: ConnectionContext, id: string, answer: TokenAnswer | undefined): Check {
  const opened = vault.opened();
  const record = findConnection(opened, id);
  const check: Check = {
    id,
    alive: answer?.alive ?? null,
    subject: answer?.identity?.subject ?? null,
    scopes: [...(answer?.scopes ?? [])],
    askedWith: answer?.askedWith ?? null,
    checkedAt: moment(clock.now()),
    detail: answer?.detail ?? 'the service offers nothing to ask it with',
  };
  opened.write((writer) => {
    const present = writer.read('connection', id);
    if (present !== undefined) {
      writer.put('connection', {
        ...present,
        lastCheck: check,
        attention: attentionAfter(present, check),
        usedAtMs: clock.now(),
      });
    }
    writer.note({
      action: 'checked',
      connectionId: id,
      about: {
        ...namesOf(record),
        outcome: check.alive === null ? 'unknown' : check.alive ? 'alive' : 'dead',
        detail: check.detail,
      },
    });
  });
  return check;
}

/**
 * A dead token needs the person, unless it is one that ran out, or was revoked here, as expected. A living one needs
 * nobody, unless it is known that nothing will renew it.
 */
function attentionAfter(record: ConnectionRecord, check: Check): ConnectionRecord['attention'] {
  if (check.alive === true) {
    const isLast =
      record.attention?.code === 'refresh-refused' || record.attention?.code === 'refresh-answer-lost';
    return isLast ? record.attention : null;
  }
  const runOut = record.expiresAtMs !== null && record.expiresAtMs <= Date.parse(check.checkedAt);
  if (check.alive === null || record.revokedAtMs !== null || (runOut && !record.refreshable)) {
    return record.attention;
  }
  return (
    record.attention ??
    toErrorValue(new WalletError('ended-by-service', { host: new URL(record.issuer).host }))
  );
}
