import type { Fingerprint } from '../../../contract/leak.ts';
import type { LeakedTokenRecord } from '../../vault/records.ts';
import { isWalletError } from '../../wallet-error.ts';
import { createWorkOff } from '../../work-off.ts';
import type { CaseBooks } from '../cases/case-books.ts';
import { holdingsOf } from '../match/holdings.ts';
import { clientsFor, homeOf } from '../match/match-token.ts';
import { createIntrospectionSight } from '../revoke/introspection-sight.ts';
import { type AskContext, type Asked, askLeakedToken, kindOf, type LeakAtHand } from './ask-leaked-token.ts';

const AT_ONCE = 8;

/**
 * Shows leaked tokens to the service of each, on a person's word, and keeps what it tells. A service that gives no
 * answer leaves the token as it was.
 */
export async function askLeakedTokens(
  context: AskContext,
  books: CaseBooks,
  number: number,
  rows: readonly LeakedTokenRecord[],
): Promise<void> {
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
  const answers = new Map<Fingerprint, Asked>();
  await createWorkOff<LeakAtHand>({
    laneOf: ({ home }) => home.key,
    atOnce: () => AT_ONCE,
    clock,
    work: async (leak, answered) => {
      try {
        answers.set(leak.row.fingerprint, await askLeakedToken(context, sight, leak, true));
      } catch (error) {
        if (!isWalletError(error)) {
          throw error;
        }
        const seconds = error.detail['retryAfterSeconds'];
        if (seconds !== undefined) {
          answered({ restMs: Math.max(1, Number(seconds)) * 1_000, again: true });
        }
      }
    },
  }).add(leaks);
  books.write(number, (change) => {
    for (const [fingerprint, asked] of answers) {
      change.putRow(fingerprint, (row) => {
        if (asked.alive !== false || row.endedAt !== null) {
          return { ...row, asked };
        }
        change.writer.remove('leakedSecret', row.id);
        const detail = 'The service called it dead when it was asked.';
        const { askedWith, askedAt: endedAt } = asked;
        return { ...row, asked, state: 'already-dead', detail, askedWith, endedAt };
      });
    }
    change.writer.note({
      action: 'case-asked',
      connectionId: null,
      about: { case: String(number), asked: String(leaks.length), answered: String(answers.size) },
    });
  });
}
