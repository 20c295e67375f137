import type { Revocation } from '../../../contract/connection.ts';
import type { TokenReply } from '../../oauth/oauth.ts';
import type { ConnectionRecord, TokenSetRecord } from '../../vault/records.ts';
import { readJwt } from '../../services/read-jwt.ts';
import { isWalletError, toErrorValue, WalletError } from '../../wallet-error.ts';
import {
  type AskableTokens,
  askAboutAccessToken,
  askAboutRefreshToken,
  whomToBelieve,
  type Finding,
} from '../ask/ask-about-token.ts';
import { moment } from '../connection-view.ts';
import { type ConnectionContext, findConnection, namesOf } from '../context.ts';
import { judgeRevocation, type TokenEvidence, type Verdict } from './judge-revocation.ts';
import { findParties, type Parties } from '../parties.ts';
import {
  callCutsFamily,
  callNeedsNoToken,
  type RevocationCallEnding,
  revokeToken,
  type TokenToRevoke,
} from './revoke-token.ts';

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
  try {
    const parties = await findParties(context, context.vault.opened(), record);
    const askable = { ...tokens, scopes: record.scopesGranted };
    const evidence = await cutTokens(context, parties, askable, record.account.subject);
    return judgeRevocation(evidence, {
      expiresAtMs: record.expiresAtMs,
      nowMs: context.clock.now(),
      asynchronous: parties.service?.revocation.asynchronous === true,
    });
  } catch (error) {
    if (!isWalletError(error)) {
      throw error;
    }
    return { outcome: 'failed', askedWith: null, detail: error.message, livesUntilMs: null, reason: error };
  }
}

type CutContext = Pick<ConnectionContext, 'oauth' | 'introspectionTrust' | 'fetch' | 'clock'>;

/** Revokes every token of a set and asks about each. Also used for tokens that never were stored. */
export async function cutTokens(
  context: CutContext,
  parties: Parties,
  tokens: AskableTokens,
  subject: string | null = null,
): Promise<readonly TokenEvidence[]> {
  const { introspectionTrust } = context;
  const { accessToken } = tokens;
  // A refresh token that came alone stands for the access token too; it is revoked once.
  const refreshToken = tokens.kind === 'refresh' ? null : tokens.refreshToken;
  const accessTrust = await whomToBelieve(
    context,
    parties,
    tokens,
    await introspectionTrust.establish(
      parties,
      accessToken,
      tokens.kind === 'refresh' ? 'refresh_token' : 'access_token',
    ),
  );
  const refreshTrusted =
    refreshToken !== null && (await introspectionTrust.establish(parties, refreshToken, 'refresh_token'));
  const refresh = refreshToken === null ? null : { token: refreshToken, kind: 'refresh' as const, subject };
  const access = { token: accessToken, kind: tokens.kind, subject };
  const firstCall = refresh === null ? null : await call(refresh);
  if (firstCall !== null && isOutOfReach(firstCall)) {
    // Each further call would only wait out its own time limit.
    return [{ kind: 'refresh token', call: firstCall, ...notAsked('not asked about') }];
  }
  const isBothCut = refresh !== null && firstCall === 'done' && callNeedsNoToken(parties, refresh);
  const accessCall = isBothCut ? 'done' : await call(access);
  const isRefreshCut =
    firstCall === 'unsupported' && accessCall === 'done' && callCutsFamily(parties, access);
  const refreshCall = isRefreshCut ? 'done' : firstCall;

  const evidence: TokenEvidence[] = [];
  if (refreshCall !== null) {
    const asked =
      refreshCall === 'done'
        ? await askAboutRefreshToken(context, parties, tokens, refreshTrusted, cutLateTokens)
        : notAsked('not asked about, because it was not revoked');
    evidence.push({ kind: 'refresh token', call: refreshCall, ...asked });
  }
  const asked = isOutOfReach(accessCall)
    ? notAsked('not asked about')
    : await askAboutAccessToken(context, parties, tokens, accessTrust);
  const isSelfContained = readJwt(accessToken.reveal()) !== null;
  evidence.push({ kind: 'access token', call: accessCall, isSelfContained, ...asked });
  return evidence;

  function call(token: TokenToRevoke): Promise<RevocationCallEnding> {
    return revokeToken(context, parties, token);
  }

  async function cutLateTokens(reply: TokenReply): Promise<void> {
    await call({ ...access, token: reply.accessToken });
    if (reply.refreshToken !== null) {
      await call({ token: reply.refreshToken, kind: 'refresh', subject });
    }
  }
}

function isOutOfReach(call: TokenEvidence['call']): boolean {
  return isWalletError(
    call,
    'host-not-found',
    'service-unreachable',
    'service-timeout',
    'tls-failed',
    'proxy-password-needed',
    'proxy-unreachable',
    'captive-portal',
  );
}

function notAsked(answer: string): Finding {
  return { alive: null, askedWith: null, answer };
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
    cuts: 'not-known',
    attempts: 1,
    nextAttemptAt: null,
    byHand: null,
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
  return storeVerdict(context, record, {
    outcome: 'failed',
    askedWith: null,
    detail: error.message,
    livesUntilMs: null,
    reason: error,
  });
}
