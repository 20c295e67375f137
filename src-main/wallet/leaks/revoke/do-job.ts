import type { OutputOf } from '../../../contract/contract.ts';
import type { Fingerprint } from '../../../contract/leak.ts';
import { isWorthAnotherTry } from '../../oauth/no-answer.ts';
import { revokeManyByCall } from '../../services/revoke-by-call.ts';
import type { LeakedTokenRecord } from '../../vault/records.ts';
import { isWalletError, toErrorValue, WalletError } from '../../wallet-error.ts';
import { type AskContext, kindOf, type LeakAtHand, partiesTo } from '../ask/ask-leaked-token.ts';
import { cutLeakedToken, judgeAfter } from './cut-leaked-token.ts';
import type { Ending } from './ending.ts';
import type { IntrospectionSight } from './introspection-sight.ts';
import type { Job } from './plan-jobs.ts';

export interface JobContext extends AskContext {
  /** Takes connections back, so that the list shows it. */
  readonly revokeConnections: (ids: string[]) => Promise<OutputOf<'connections.revoke'>>;
}

/** How many tokens of a batch are asked about at once. */
const ASKED_AT_ONCE = 8;

/** Does one piece of work and says how it ended with each of its tokens. Never rejects with an expected failure. */
export async function doJob(
  context: JobContext,
  sight: IntrospectionSight,
  job: Job,
  rows: readonly LeakedTokenRecord[],
): Promise<ReadonlyMap<Fingerprint, Ending>> {
  if (job.connectionId !== null) {
    const ending = await endingOfConnection(context, job.connectionId);
    return new Map(rows.map(({ fingerprint }) => [fingerprint, ending]));
  }
  const known = rows.flatMap((row): LeakAtHand[] => {
    const secret = context.vault.opened().read('leakedSecret', row.id);
    return secret === undefined ? [] : [{ row, token: secret.token, home: job.home, clients: job.clients }];
  });
  const endings =
    job.by === 'batch'
      ? await cutBatch(context, job, known)
      : await Promise.all(known.map((leak) => endingOf(() => cutLeakedToken(context, sight, leak))));
  const ended = new Map(known.map(({ row }, index) => [row.fingerprint, endings[index] ?? lost(row)]));
  return new Map(rows.map((row) => [row.fingerprint, ended.get(row.fingerprint) ?? lost(row)]));
}

/** All tokens in one request; what becomes of each is asked one by one. */
async function cutBatch(
  context: AskContext,
  job: Job,
  leaks: readonly LeakAtHand[],
): Promise<readonly Ending[]> {
  const { home } = job;
  const [first] = leaks;
  const { service } = home;
  if (first === undefined || service === undefined) {
    return [];
  }
  return endingsOf(leaks, async () => {
    const [parties] = await partiesTo(context, first);
    const { host } = new URL(home.issuer);
    const call = await revokeManyByCall(
      { fetch: context.fetch, values: { host: home.host ?? undefined }, host },
      service,
      kindOf(first.row),
      leaks.map(({ token }) => token),
    ).catch(expected);
    const endings: Ending[] = [];
    for (let index = 0; index < leaks.length; index += ASKED_AT_ONCE) {
      const asked = leaks.slice(index, index + ASKED_AT_ONCE);
      endings.push(
        ...(await Promise.all(
          asked.map((leak) =>
            endingOf(() => judgeAfter(context, leak, { parties, alive: null, isWide: false }, call, true)),
          ),
        )),
      );
    }
    return endings;
  });
}

async function endingsOf(
  leaks: readonly LeakAtHand[],
  work: () => Promise<readonly Ending[]>,
): Promise<readonly Ending[]> {
  try {
    return await work();
  } catch (error) {
    const ending = endingAfter(error);
    return leaks.map(() => ending);
  }
}

async function endingOf(work: () => Promise<Ending>): Promise<Ending> {
  try {
    return await work();
  } catch (error) {
    return endingAfter(error);
  }
}

async function endingOfConnection({ revokeConnections }: JobContext, id: string): Promise<Ending> {
  return endingOf(async () => {
    const [revocation] = await revokeConnections([id]);
    if (revocation === undefined) {
      throw new WalletError('connection-not-found', { id });
    }
    const { outcome, askedWith, detail, livesUntil, error } = revocation;
    return {
      state: outcome,
      askedWith,
      detail,
      livesUntilMs: livesUntil === null ? null : Date.parse(livesUntil),
      error,
    };
  });
}

function lost(row: LeakedTokenRecord): Ending {
  return failedWith(new WalletError('record-undecryptable', { record: `leakedSecret ${row.id}` }));
}

/** What kept the service from being asked at all. */
function endingAfter(error: unknown): Ending {
  const failure = expected(error);
  return isWorthAnotherTry(failure) ? { state: 'again', failure } : failedWith(failure);
}

function failedWith(error: WalletError): Ending {
  const detail = error.message;
  return { state: 'failed', askedWith: null, detail, livesUntilMs: null, error: toErrorValue(error) };
}

function expected(error: unknown): WalletError {
  if (!isWalletError(error)) {
    throw error;
  }
  return error;
}
