import { createGroupCommit } from '../../vault/group-commit.ts';
import type { LeakedTokenRecord } from '../../vault/records.ts';
import { isWalletError, type WalletError } from '../../wallet-error.ts';
import { createWorkOff } from '../../work-off.ts';
import { type CaseBooks, openRecordOf } from '../cases/case-books.ts';
import { holdingsOf } from '../match/holdings.ts';
import { clientsFor, homeOf } from '../match/match-token.ts';
import { createIntrospectionSight } from '../revoke/introspection-sight.ts';
import { MOST_PATIENCE_SECONDS } from '../revoke/rest-after.ts';
import { type AskContext, type Asked, askLeakedToken, kindOf, type LeakAtHand } from './ask-leaked-token.ts';

const AT_ONCE = 8;

/** What came of asking the services. */
export interface LeakAnswers {
  /** Tokens that there was a service to ask about. */
  readonly asked: number;
  readonly answered: number;
  /** Why there was no answer, each reason once. */
  readonly problems: readonly string[];
}

/**
 * Shows leaked tokens to the service of each, on a person's word, and keeps what it tells as it comes. A service that
 * gives no answer leaves the token as it was. `kept` is told of each answer that is on the disk.
 */
export async function askLeakedTokens(
  context: AskContext,
  books: CaseBooks,
  number: number,
  rows: readonly LeakedTokenRecord[],
  kept: () => void,
): Promise<LeakAnswers> {
  const { vault, services, clock } = context;
  const opened = vault.opened();
  const holdings = holdingsOf(opened, services);
  const sight = createIntrospectionSight(context.oauth);
  const leaks = rows.flatMap((row): LeakAtHand[] => {
    const home = homeOf(services, holdings, row);
    const secret = home === undefined ? undefined : opened.read('leakedSecret', row.id);
    if (home === undefined || secret === undefined) {
      return [];
    }
    const clients = clientsFor(holdings, home, holdings.holderOf(row.fingerprint), kindOf(row));
    return [{ row, token: secret.token, home, clients }];
  });
  const group = createGroupCommit(() => vault.opened());
  const problems = new Set<string>();
  let answeredCount = 0;
  try {
    const line = createWorkOff<LeakAtHand>({
      laneOf: ({ home }) => home.key,
      atOnce: () => AT_ONCE,
      clock,
      work: async (leak, answered) => {
        const answer = await answerOf(leak);
        if ('asked' in answer) {
          answered();
          await keep(leak, answer.asked);
          answeredCount++;
          kept();
          return;
        }
        const { detail, message } = answer.failure;
        const seconds = Number(detail['retryAfterSeconds'] ?? Infinity);
        if (seconds <= MOST_PATIENCE_SECONDS) {
          answered({ restMs: Math.max(1, seconds) * 1_000, again: true });
          return;
        }
        problems.add(message);
        if (Number.isFinite(seconds)) {
          line.drop(({ home }) => home.key === leak.home.key);
        }
      },
    });
    await line.add(leaks);
  } catch (error) {
    // It may be that nothing of that transaction was written, and what is in memory is ahead of the vault.
    books.forget(number);
    throw error;
  }
  opened.write((writer) => {
    writer.note({
      action: 'case-asked',
      connectionId: null,
      about: { case: String(number), asked: String(leaks.length), answered: String(answeredCount) },
    });
  });
  return { asked: leaks.length, answered: answeredCount, problems: [...problems] };

  async function answerOf(
    leak: LeakAtHand,
  ): Promise<{ readonly asked: Asked } | { readonly failure: WalletError }> {
    try {
      return { asked: await askLeakedToken(context, sight, leak, true) };
    } catch (failure) {
      if (!isWalletError(failure)) {
        throw failure;
      }
      return { failure };
    }
  }

  function keep({ row: { fingerprint } }: LeakAtHand, asked: Asked): Promise<void> {
    return group.commit((writer) => {
      openRecordOf(writer, number);
      books.change(number, writer).putRow(fingerprint, (row) => {
        if (asked.alive !== false || row.endedAt !== null) {
          return { ...row, asked };
        }
        writer.remove('leakedSecret', row.id);
        const detail = 'The service called it dead when it was asked.';
        const { askedWith, askedAt: endedAt } = asked;
        return { ...row, asked, state: 'already-dead', detail, askedWith, endedAt };
      });
    });
  }
}
