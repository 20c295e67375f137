import type { ServerDescription, TokenReply } from '../../oauth/oauth.ts';
import type { ConnectionRecord, TokenSetRecord } from '../../vault/records.ts';
import type { VaultWriter } from '../../vault/vault.ts';
import { whomToBelieve } from '../ask/ask-about-token.ts';
import type { ConnectionContext } from '../context.ts';
import { knownParties, type Parties } from '../parties.ts';
import { askAfter, type Believed, refreshTokenOf } from './ask-after.ts';
import { askableTokens, establishBelief } from './cut-tokens.ts';
import { judgeRevocation } from './judge-revocation.ts';
import { keepLateTokens } from './late-tokens.ts';
import { markedForRevocation, newlyPending } from '../../vault/pending-revocation.ts';
import { planFor } from './preview-for.ts';
import { storeTry } from './store-try.ts';
import type { Tried } from './try-to-cut.ts';

/** A connection that ends with the app that holds it. */
export interface Ending {
  readonly record: ConnectionRecord;
  readonly tokens: TokenSetRecord;
  readonly parties: Parties;
  readonly believed: Believed;
}

/** The service is asked at once; this is when it is asked again should that be cut short. */
const ASK_AGAIN_MS = 5_000;

/** What is asked about when the app of a connection is deleted; nothing where nothing is left to ask about. */
export async function prepareEnding(
  context: ConnectionContext,
  server: ServerDescription,
  record: ConnectionRecord,
): Promise<readonly Ending[]> {
  const opened = context.vault.opened();
  const tokens = opened.read('tokenSet', record.id);
  if (tokens === undefined || record.revokedAtMs !== null) {
    return [];
  }
  const parties = { ...knownParties(context, opened, record), server };
  const askable = askableTokens(record, tokens);
  const believed = await establishBelief(context, parties, askable, {});
  // Once the client is gone, nobody can ask introspection, so the places where the token is used count too.
  const { shown } = await whomToBelieve(context, parties, askable, false);
  return [{ record, tokens, parties, believed: { ...believed, shown } }];
}

/**
 * Durable before the service is asked: a wallet that is killed here goes on asking when it starts again. Nothing for a
 * connection that is gone by now, tokens and all.
 */
export function beginEnding(writer: VaultWriter, ending: Ending, nowMs: number): readonly Ending[] {
  const { believed } = ending;
  const record = writer.read('connection', ending.record.id);
  if (record === undefined) {
    return [];
  }
  const pending = {
    ...newlyPending(nowMs),
    step: 'ask',
    believed,
    nextAttemptAtMs: nowMs + ASK_AGAIN_MS,
  } as const;
  const marked = markedForRevocation(record, pending);
  const ended: ConnectionRecord = {
    ...marked,
    revokedAtMs: nowMs,
    refreshable: false,
    revocation: marked.revocation && {
      ...marked.revocation,
      outcome: 'accepted',
      cuts: 'app',
      detail: 'The app was deleted at the service.',
    },
  };
  writer.put('connection', ended);
  return [{ ...ending, record: ended }];
}

/** Asks about the tokens of a connection whose app is gone, and stores what is known. */
export async function askAboutEnding(context: ConnectionContext, ending: Ending): Promise<void> {
  const { record, tokens, parties, believed } = ending;
  const { pending } = record;
  if (pending === null) {
    return;
  }
  const evidence = await askAfter(context, {
    parties,
    tokens: askableTokens(record, tokens),
    calls: { access: 'done', refresh: refreshTokenOf(tokens) === null ? null : 'done' },
    believed,
    onLateTokens: (reply) => {
      keepLate(context, ending, reply);
    },
    presentRefresh: 'at-once',
    isClientGone: true,
  });
  const term = { expiresAtMs: record.expiresAtMs, nowMs: context.clock.now() };
  const verdict = judgeRevocation(evidence, term, { ...planFor(parties, record, tokens), cuts: 'app' });
  const own: Tried = { verdict, believed };
  const hasRefreshToken = tokens.refreshToken !== null;
  context.vault.opened().write((writer) => {
    const ended = { record, pending, own, hasRefreshToken, late: [], cutMeanwhile: [] };
    storeTry(writer, ended, { nowMs: context.clock.now(), random: Math.random });
  });
}

function keepLate({ vault, clock }: ConnectionContext, { record, tokens }: Ending, reply: TokenReply): void {
  const { accessToken, refreshToken, refreshParameters } = reply;
  const { kind, proofKey } = tokens;
  const issued = { accessToken, refreshToken, refreshParameters };
  const late = { connectionId: record.id, owner: record, ...issued, kind, proofKey, expiresAtMs: null };
  vault.opened().write((writer) => {
    keepLateTokens(writer, late, clock.now());
  });
}
