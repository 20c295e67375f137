import { isForeignToken } from '../ask/introspection-trust.ts';
import { randomUUID } from 'node:crypto';
import type { Revocation } from '../../../contract/connection.ts';
import type { ConnectionRecord, PendingRevocation } from '../../vault/records.ts';
import { toErrorValue, WalletError } from '../../wallet-error.ts';
import { moment } from '../../moment.ts';
import { type ConnectionContext, findConnection, namesOf } from '../context.ts';
import { findParties, knownParties } from '../parties.ts';
import type { Believed } from './ask-after.ts';
import { askableTokens, establishBelief } from './cut-tokens.ts';
import { placeOf, planFor, previewAt, type RevocationPlan } from './preview-for.ts';

/** About as long as it takes to find the app on the page. */
const FIRST_QUESTION_MS = 5_000;

/**
 * Opens the service's own page where access is ended by hand, in the person's browser, and from then on asks until the
 * token is dead. Where the service cannot be asked, only the page is opened.
 *
 * Rejects with `revocation-unsupported` where no page is known, and with `browser-failed`.
 */
export async function openServicePage(context: ConnectionContext, id: string): Promise<{ page: string }> {
  const { vault, browser, clock, tell } = context;
  const opened = vault.opened();
  const record = findConnection(opened, id);
  const { page } = placeOf(knownParties(context, opened, record));
  if (page === null) {
    throw new WalletError('revocation-unsupported', { host: new URL(record.issuer).host });
  }
  const watch = await preparedToWatch(context, record);
  await browser.open(new URL(page));
  opened.write((writer) => {
    const present = writer.read('connection', id);
    if (watch !== null && present?.pending === null) {
      writer.put('connection', markedForAsking(present, watch.plan, watch.believed, clock.now()));
    }
    writer.note({
      action: 'revocation-begun',
      connectionId: id,
      about: { ...namesOf(record), outcome: 'unsupported', detail: 'The page of the service was opened.' },
    });
  });
  tell('connectionsChanged', {});
  return { page };
}

/** A connection whose access a person is about to end by hand: nothing is revoked, and the service is asked. */
function markedForAsking(
  record: ConnectionRecord,
  { byHand, place }: Pick<RevocationPlan, 'byHand' | 'place'>,
  believed: Believed,
  nowMs: number,
): ConnectionRecord {
  const pending: PendingRevocation = {
    step: 'ask',
    batch: randomUUID(),
    begunAtMs: nowMs,
    attempts: 0,
    nextAttemptAtMs: nowMs + FIRST_QUESTION_MS,
    isStopped: false,
    believed,
  };
  const { host } = new URL(record.issuer);
  const nextAttemptAt = moment(pending.nextAttemptAtMs);
  const before: Revocation = record.revocation ?? {
    id: record.id,
    outcome: 'unsupported',
    cuts: 'nothing',
    askedWith: null,
    attempts: 0,
    nextAttemptAt,
    byHand: byHand ?? { reason: 'refused', ...place },
    detail: 'The page of the service was opened; the service is asked until the token is dead.',
    livesUntil: null,
    revokedAt: moment(nowMs),
    error: toErrorValue(new WalletError('revocation-unsupported', { host })),
  };
  return { ...record, pending, revocation: { ...before, nextAttemptAt } };
}

/**
 * Finds out, while the token lives, whom to ask afterwards; null where nobody could tell that it is dead, or nothing is
 * left to ask about.
 */
async function preparedToWatch(
  context: ConnectionContext,
  record: ConnectionRecord,
): Promise<{ readonly plan: RevocationPlan; readonly believed: Believed } | null> {
  const opened = context.vault.opened();
  const tokens = opened.read('tokenSet', record.id);
  if (tokens === undefined || record.revokedAtMs !== null) {
    return null;
  }
  const parties = await findParties(context, opened, record);
  const believed = await establishBelief(context, parties, askableTokens(record, tokens), {
    isForeign: isForeignToken(record),
  });
  const canTell = previewAt(parties, record, tokens).isAskable && (believed.introspection || believed.shown);
  return canTell ? { plan: planFor(parties, record, tokens), believed } : null;
}
