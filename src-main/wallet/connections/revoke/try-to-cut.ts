import type { RevocationOutcome } from '../../../contract/connection.ts';
import type { TokenReply } from '../../oauth/oauth.ts';
import type { PendingRevocation, TokenOwner, TokenSetRecord } from '../../vault/records.ts';
import { isWalletError } from '../../wallet-error.ts';
import { isForeignToken } from '../ask/introspection-trust.ts';
import type { ConnectionContext } from '../context.ts';
import { knownParties } from '../parties.ts';
import type { Believed } from './ask-after.ts';
import { askAgain, cutTokens } from './cut-tokens.ts';
import { type GrantEvidence, judgeFailure, judgeRevocation, type Verdict } from './judge-revocation.ts';
import type { PartyCache } from './party-cache.ts';
import { planFor } from './preview-for.ts';

/** A token set that is to be cut, or asked about. */
export interface Target {
  readonly owner: TokenOwner;
  readonly tokens: Pick<
    TokenSetRecord,
    'accessToken' | 'refreshToken' | 'kind' | 'proofKey' | 'refreshParameters'
  >;
  readonly expiresAtMs: number | null;
  /** Of an access token without the refresh token that it came with. */
  readonly grant?: GrantEvidence | undefined;
  readonly step: PendingRevocation['step'];
  /** With `ask`: a person is ending the access, or is not. */
  readonly isByHand: boolean;
  readonly believed: Believed;
  /** Keeps what is believed before anything is revoked, where it could not be found out again afterwards. */
  readonly keepBelieved: (believed: Believed) => Promise<void>;
  /** Keeps what the service issued while it was asked. */
  readonly keepLate: (reply: TokenReply) => Promise<void>;
}

export interface Tried {
  readonly verdict: Verdict;
  readonly believed: Believed;
  /** What happened to the refresh token, if there was one and the service could be asked at all. */
  readonly grant?: GrantEvidence | undefined;
}

/** Revokes a token set, or only asks about it, and says what is known then. Expected failures are verdicts. */
export async function tryToCut(
  context: ConnectionContext,
  partiesOf: PartyCache,
  target: Target,
): Promise<Tried> {
  const { owner, tokens, expiresAtMs, believed, grant } = target;
  const { clock, vault } = context;
  try {
    const parties = await partiesOf.of(owner);
    const { evidence, believed: nowBelieved } = await cutOrAsk();
    const term = {
      expiresAtMs,
      nowMs: clock.now(),
      asynchronous: parties.service?.revocation.asynchronous === true,
      grant,
    };
    return {
      verdict: judgeRevocation(evidence, term, planFor(parties, owner, tokens)),
      believed: nowBelieved,
      grant: evidence.find(({ kind }) => kind === 'refresh token'),
    };

    async function cutOrAsk(): ReturnType<typeof cutTokens> {
      const askable = { ...tokens, scopes: owner.scopesGranted, expiresAtMs };
      if (target.step === 'ask') {
        const { keepLate, isByHand } = target;
        const evidence = await askAgain(context, parties, askable, believed, keepLate, isByHand);
        return { evidence, believed };
      }
      const isForeign = isForeignToken(owner);
      return cutTokens(context, parties, askable, {
        subject: owner.account.subject,
        believed,
        isForeign,
        onBelieved: async (found) => {
          if (needsKeeping(found, believed, isForeign)) {
            await target.keepBelieved(found);
          }
        },
        onLateTokens: target.keepLate,
      });
    }
  } catch (error) {
    if (!isWalletError(error) || !vault.isOpen()) {
      throw error;
    }
    const plan = planFor(knownParties(context, vault.opened(), owner), owner, tokens);
    return { verdict: judgeFailure(error, plan), believed };
  }
}

/**
 * That the introspection of a server can be believed is kept with its client, once for all its tokens. Whatever else is
 * believed is known of these tokens only, and could not be found out again once they are dead.
 */
function needsKeeping(found: Believed, before: Believed, isForeign: boolean): boolean {
  const isNew =
    found.introspection !== before.introspection ||
    found.shown !== before.shown ||
    found.refresh !== before.refresh;
  return isNew && (isForeign || !found.introspection);
}

/** From the best to the one that leaves most to do. */
const badness: readonly RevocationOutcome[] = [
  'confirmed',
  'accepted',
  'alive-until',
  'unsupported',
  'failed',
  'queued',
];

/** What is known of several token sets together: no more than of the worst of them. */
export function worstOf(verdicts: readonly [Verdict, ...Verdict[]]): Verdict {
  const [first, ...others] = verdicts;
  return others.reduce((one, other) => {
    const isWorse = badness.indexOf(other.outcome) > badness.indexOf(one.outcome);
    return {
      ...(isWorse ? other : one),
      detail: `${one.detail} ${other.detail}`,
      livesUntilMs: latest(one.livesUntilMs, other.livesUntilMs),
      askLater: one.askLater || other.askLater,
      retryAfterSeconds: latest(one.retryAfterSeconds, other.retryAfterSeconds),
    };
  }, first);
}

/** Whether the tokens are as good as gone, whatever proof there is. */
export function isCut({ outcome }: Pick<Verdict, 'outcome'>): boolean {
  return outcome === 'confirmed' || outcome === 'accepted' || outcome === 'alive-until';
}

function latest(one: number | null, other: number | null): number | null {
  return one === null || other === null ? (one ?? other) : Math.max(one, other);
}
