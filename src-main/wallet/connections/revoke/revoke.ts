import type { Revocation } from '../../../contract/connection.ts';
import type { ConnectionRecord, TokenSetRecord } from '../../vault/records.ts';
import { isWalletError, toErrorValue, WalletError } from '../../wallet-error.ts';
import { moment } from '../connection-view.ts';
import { type ConnectionContext, findConnection, namesOf } from '../context.ts';
import { askableTokens, cutTokens } from './cut-tokens.ts';
import { judgeFailure, judgeRevocation, type Verdict } from './judge-revocation.ts';
import { findParties, knownParties } from '../parties.ts';
import { planFor } from './preview-for.ts';

/**
 * Takes a connection back: revokes the refresh token, then the access token (RFC 7009 section 2.1), then asks the
 * service about both. A connection that could not be cut stays as it was, tokens and all.
 */
export async function revokeConnection(context: ConnectionContext, id: string): Promise<Revocation> {
  return context.activities.during(id, 'revoking', async () => {
    const begun = beginRevocation(context, id);
    if (begun.tokens === undefined) {
      return begun.record.revocation ?? nothingLeft(context, begun.record);
    }
    const verdict = await cutAndAsk(context, begun.record, begun.tokens);
    return storeVerdict(context, begun.record, verdict);
  });
}

/**
 * Marks the start in the vault, so that a refresh which ends after this moment is not stored (it compares the
 * generation), in this process or in another.
 */
function beginRevocation(
  { vault }: ConnectionContext,
  id: string,
): { readonly record: ConnectionRecord; readonly tokens: TokenSetRecord | undefined } {
  const opened = vault.opened();
  return opened.write((writer) => {
    const found = findConnection(opened, id);
    const record = { ...found, generation: found.generation + 1 };
    writer.put('connection', record);
    return { record, tokens: writer.read('tokenSet', id) };
  });
}

async function cutAndAsk(
  context: ConnectionContext,
  record: ConnectionRecord,
  tokens: TokenSetRecord,
): Promise<Verdict> {
  const plan = planFor(knownParties(context, context.vault.opened(), record), record, tokens);
  try {
    const parties = await findParties(context, context.vault.opened(), record);
    const { evidence } = await cutTokens(context, parties, askableTokens(record, tokens), {
      subject: record.account.subject,
      isForeign: record.origin === 'added',
    });
    const term = {
      expiresAtMs: record.expiresAtMs,
      nowMs: context.clock.now(),
      asynchronous: parties.service?.revocation.asynchronous === true,
    };
    return judgeRevocation(evidence, term, plan);
  } catch (error) {
    if (!isWalletError(error)) {
      throw error;
    }
    return judgeFailure(error, plan);
  }
}

/** Writes outcome and journal in one transaction. Tokens that are proved dead leave the vault with it. */
function storeVerdict(context: ConnectionContext, record: ConnectionRecord, verdict: Verdict): Revocation {
  const { vault, clock } = context;
  const nowMs = clock.now();
  const cut =
    verdict.outcome === 'confirmed' || verdict.outcome === 'accepted' || verdict.outcome === 'alive-until';
  const revocation: Revocation = {
    id: record.id,
    outcome: verdict.outcome,
    cuts: verdict.cuts,
    attempts: 1,
    nextAttemptAt: null,
    byHand: verdict.byHand,
    askedWith: verdict.askedWith,
    detail: verdict.detail,
    livesUntil: verdict.livesUntilMs === null ? null : moment(verdict.livesUntilMs),
    revokedAt: moment(nowMs),
    error: reasonOf(verdict, record),
  };
  const opened = vault.opened();
  opened.write((writer) => {
    const present = writer.read('connection', record.id) ?? record;
    writer.put('connection', {
      ...present,
      revocation,
      revokedAtMs: cut ? nowMs : present.revokedAtMs,
      refreshable: cut ? false : present.refreshable,
    });
    if (verdict.outcome === 'confirmed') {
      writer.remove('tokenSet', record.id);
    }
    writer.note({
      action: 'revoked',
      connectionId: record.id,
      about: { ...namesOf(record), outcome: revocation.outcome, detail: revocation.detail },
    });
  });
  return revocation;
}

function reasonOf(verdict: Verdict, record: ConnectionRecord): Revocation['error'] {
  if (verdict.reason === null) {
    return null;
  }
  return verdict.reason instanceof WalletError
    ? toErrorValue(verdict.reason)
    : toErrorValue(new WalletError(verdict.reason, { host: new URL(record.issuer).host }));
}

/** A connection without tokens and without an earlier outcome: only a vault that lost a record has one. */
function nothingLeft(context: ConnectionContext, record: ConnectionRecord): Revocation {
  const error = new WalletError('record-undecryptable', { record: `tokenSet ${record.id}` });
  const plan = { cuts: 'nothing', byHand: null, place: { page: null, lookFor: null } } as const;
  return storeVerdict(
    context,
    record,
    judgeFailure(error, { ...plan, accessLivesOn: false, lifetimeSeconds: null }),
  );
}
