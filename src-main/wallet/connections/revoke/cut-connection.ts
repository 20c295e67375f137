import type { TokenReply } from '../../oauth/oauth.ts';
import type { GroupCommit } from '../../vault/group-commit.ts';
import type { LateTokensRecord, PendingRevocation, TokenSetRecord } from '../../vault/records.ts';
import { isWalletError } from '../../wallet-error.ts';
import type { ConnectionContext } from '../context.ts';
import { knownParties } from '../parties.ts';
import type { Believed } from './ask-after.ts';
import { keepLateTokens, lateTokensOf } from './late-tokens.ts';
import {
  askForLostTokens,
  type FoundTokens,
  keepFound,
  mayHaveLostTokens,
  tokensFrom,
  withLostTokens,
} from './lost-answer.ts';
import { type GrantEvidence, judgeFailure, type Verdict } from './judge-revocation.ts';
import { planFor } from './preview-for.ts';
import type { PartyCache } from './party-cache.ts';
import type { Begun } from './read-ahead.ts';
import { type AfterTry, type ConnectionTry, isEndedByHand, storeLateTry, storeTry } from './store-try.ts';
import { type Target, type Tried, tryToCut } from './try-to-cut.ts';

/** So many outages keep a revocation waiting for what a lost answer held; then what is known is cut all the same. */
const ASKED_IN_VAIN = 3;

/** What a try works with. */
export interface TryWorld {
  readonly context: ConnectionContext;
  readonly partiesOf: PartyCache;
  readonly group: GroupCommit;
  readonly random: () => number;
}

/** A try whose service has answered. Nothing of it is written before `store`, and it may as well be forgotten. */
export interface Answer {
  readonly verdicts: readonly Verdict[];
  store(): Promise<AfterTry>;
}

/** Tries to cut all that a connection has: its own tokens, and those that came too late. */
export async function cutConnection(
  { context, partiesOf, group, random }: TryWorld,
  { record, tokens, late: lateBefore }: Begun,
  pending: PendingRevocation,
): Promise<Answer> {
  const { clock, vault } = context;
  const cutMeanwhile: string[] = [];
  const foundAgain: FoundTokens[] = [];
  const { step } = pending;
  const isByHand = isEndedByHand(record, pending);
  const own = tokens === undefined ? null : await cutOwn(tokens);
  const late: ConnectionTry['late'][number][] = [];
  for (const one of cutMeanwhile.length + foundAgain.length === 0
    ? lateBefore
    : lateTokensOf(vault.opened(), record.id)) {
    const believed = own?.believed ?? pending.believed;
    late.push({
      record: one,
      tried: await tryToCut(context, partiesOf, {
        ...targetOf(one),
        ...{ step, isByHand, believed, keepBelieved, keepLate },
        grant: one.refreshToken === null ? grantOf(own) : undefined,
      }),
    });
  }
  const hasRefreshToken = (tokens?.refreshToken ?? null) !== null;
  const ended = { record, pending, own, hasRefreshToken, late, cutMeanwhile };
  return {
    verdicts: [...(own === null ? [] : [own]), ...late.map(({ tried }) => tried)].map(
      ({ verdict }) => verdict,
    ),
    store: async () => {
      let after: AfterTry | undefined;
      await group.commit((writer) => {
        after = storeTry(writer, ended, { nowMs: clock.now(), random });
      });
      return after ?? { revocation: null, pending: null };
    },
  };

  async function cutOwn(own: TokenSetRecord): Promise<Tried> {
    const target = {
      ...{ owner: record, tokens: own, expiresAtMs: record.expiresAtMs, step, isByHand },
      ...{ believed: pending.believed, keepBelieved, keepLate },
    };
    if (step === 'ask' || !mayHaveLostTokens(vault.opened(), record)) {
      return tryToCut(context, partiesOf, target);
    }
    const lost = await askForLostTokens(context, partiesOf, record, own);
    if (isWalletError(lost) && pending.attempts < ASKED_IN_VAIN) {
      const plan = planFor(knownParties(context, vault.opened(), record), record, own);
      return { verdict: judgeFailure(lost, plan), believed: pending.believed };
    }
    if (lost === undefined || isWalletError(lost)) {
      return withLostTokens(await tryToCut(context, partiesOf, target));
    }
    const found = tokensFrom(own, lost, clock.now());
    await group.commit((writer) => {
      keepFound(writer, record, own, found, clock.now());
    });
    foundAgain.push(found);
    return tryToCut(context, partiesOf, { ...target, ...found });
  }

  function keepBelieved(believed: Believed): Promise<void> {
    return group.commit((writer) => {
      const present = writer.read('connection', record.id);
      if (present?.generation === record.generation && present.pending !== null) {
        writer.put('connection', { ...present, pending: { ...present.pending, believed } });
      }
    });
  }

  async function keepLate(reply: TokenReply): Promise<void> {
    await group.commit((writer) => {
      const { kind, proofKey } = tokens ?? { kind: 'access', proofKey: null };
      cutMeanwhile.push(
        keepLateTokens(writer, lateOf(record.id, reply, { kind, proofKey, owner: record }), clock.now()),
      );
    });
  }
}

/** Tries to cut late tokens that wait on their own. */
export async function cutOnItsOwn(
  { context, partiesOf, group, random }: TryWorld,
  record: LateTokensRecord,
  pending: PendingRevocation,
): Promise<Answer> {
  const { clock } = context;
  const tried: Tried = await tryToCut(context, partiesOf, {
    ...targetOf(record),
    ...{ step: pending.step, isByHand: false, believed: pending.believed, keepBelieved, keepLate },
  });
  return {
    verdicts: [tried.verdict],
    store: async () => {
      let next: PendingRevocation | null = null;
      await group.commit((writer) => {
        next = storeLateTry(writer, record, pending, tried, { nowMs: clock.now(), random });
      });
      return { revocation: null, pending: next };
    },
  };

  function keepBelieved(believed: Believed): Promise<void> {
    return group.commit((writer) => {
      const present = writer.read('lateTokens', record.id);
      if (present !== undefined) {
        writer.put('lateTokens', { ...present, pending: { ...pending, believed } });
      }
    });
  }

  async function keepLate(reply: TokenReply): Promise<void> {
    await group.commit((writer) => {
      keepLateTokens(writer, lateOf(record.connectionId, reply, record), clock.now());
    });
  }
}

/** Where no token set is left it was proved dead by an earlier try. */
function grantOf(own: Tried | null): GrantEvidence | undefined {
  return own === null ? { call: 'done', alive: false } : own.grant;
}

function targetOf(late: LateTokensRecord): Pick<Target, 'owner' | 'tokens' | 'expiresAtMs'> {
  return { owner: late.owner, tokens: late, expiresAtMs: late.expiresAtMs };
}

function lateOf(
  connectionId: string,
  { accessToken, refreshToken, refreshParameters }: TokenReply,
  of: Pick<LateTokensRecord, 'kind' | 'proofKey' | 'owner'>,
): Parameters<typeof keepLateTokens>[1] {
  const { kind, proofKey, owner } = of;
  const tokens = { accessToken, refreshToken, refreshParameters };
  return { connectionId, owner, ...tokens, kind, proofKey, expiresAtMs: null };
}
