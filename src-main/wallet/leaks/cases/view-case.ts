import type { CaseToken, LeakCase, LeakedState, LeakRun } from '../../../contract/leak.ts';
import { LeakedStateSchema } from '../../../contract/leak.ts';
import type { CaseCounts, LeakCaseRecord, LeakedTokenRecord } from '../../vault/records.ts';
import { without } from '../without.ts';
import type { CaseBook } from './case-books.ts';

/** How it stands with the tokens of one service while they are being revoked. */
export interface ServiceQueue {
  readonly waiting: number;
  readonly nextAttemptAt: string | null;
  readonly limit: { readonly requests: number; readonly seconds: number } | null;
}

export const nothingWaits: ServiceQueue = { waiting: 0, nextAttemptAt: null, limit: null };

/** The read model of a case. What can be counted is counted. */
export function viewCase(
  { record, rows }: CaseBook,
  run: LeakRun | null,
  queueOf: (service: string) => ServiceQueue,
): LeakCase {
  const counts = countTokens([...rows.values()]);
  return {
    ...without(record, 'id', 'counts'),
    ...counts,
    byService: counts.byService.map((counted) => ({
      ...counted,
      ...(counted.service === null ? nothingWaits : queueOf(counted.service)),
    })),
    run,
  };
}

/** The same of a case whose tokens were counted when it was closed. */
export function viewClosedCase({
  counts,
  ...record
}: LeakCaseRecord & { readonly counts: CaseCounts }): LeakCase {
  return {
    ...without(record, 'id'),
    ...counts,
    byService: counts.byService.map((counted) => ({ ...counted, ...nothingWaits })),
    run: null,
  };
}

/** How many tokens there are, in which states and of which services. */
export function countTokens(rows: readonly LeakedTokenRecord[]): CaseCounts {
  return { tokens: rows.length, byState: countByState(rows), byService: countByService(rows) };
}

/** The read model of a row. */
export function viewRow(row: LeakedTokenRecord): CaseToken {
  return without(row, 'id', 'caseNumber');
}

function countByState(rows: Iterable<LeakedTokenRecord>): Record<LeakedState, number> {
  const counts = Object.fromEntries(LeakedStateSchema.options.map((state) => [state, 0])) as Record<
    LeakedState,
    number
  >;
  for (const { state } of rows) {
    counts[state] += 1;
  }
  return counts;
}

/** The services with the most tokens first. */
export function countByService(
  rows: Iterable<Pick<LeakedTokenRecord, 'service' | 'serviceName'>>,
): { service: string | null; name: string | null; tokens: number }[] {
  const counts = new Map<string | null, { service: string | null; name: string | null; tokens: number }>();
  for (const { service, serviceName } of rows) {
    const counted = counts.get(service) ?? { service, name: serviceName, tokens: 0 };
    counted.tokens += 1;
    counts.set(service, counted);
  }
  return [...counts.values()].sort((one, other) => other.tokens - one.tokens);
}
