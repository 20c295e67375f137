import type { Fingerprint } from '../../../contract/leak.ts';
import { Secret } from '../../secret.ts';
import { batchSize, callFor } from '../../services/revoke-by-call.ts';
import type { ServiceDirectory } from '../../services/service-directory.ts';
import { withHost } from '../../services/service-host.ts';
import type { RevocationCall } from '../../services/service-schema.ts';
import type { ClientRecord, LeakedTokenRecord } from '../../vault/records.ts';
import type { Holdings } from '../match/holdings.ts';
import type { LeakHome } from '../match/leak-home.ts';
import { clientsFor, homeOf } from '../match/match-token.ts';
import { isIntrospected, kindOf } from '../ask/ask-leaked-token.ts';

interface AddressLimit extends NonNullable<RevocationCall['limit']> {
  readonly address: string;
}

/** What is done with one request, or with one connection. */
export interface Job {
  readonly caseNumber: number;
  readonly home: LeakHome;
  /** The tokens that are not dealt with yet. */
  fingerprints: readonly Fingerprint[];
  readonly by: 'connection' | 'batch' | 'single';
  readonly connectionId: string | null;
  readonly clients: readonly ClientRecord[];
  /** How many requests the address of its call takes. */
  readonly limit: AddressLimit | undefined;
  /** Whether introspection has nothing more to tell of them before they are revoked. */
  readonly isLookedAt: boolean;
  /** How often the service was too busy for it without saying for how long. */
  busy: number;
}

/** Parts tokens into pieces of work: those of a connection together, and as many as one call takes. */
export function planJobs(
  services: ServiceDirectory,
  holdings: Holdings,
  rows: readonly LeakedTokenRecord[],
): readonly Job[] {
  const jobs: Job[] = [];
  const open = new Map<string, { readonly job: Job; room: number }>();
  for (const row of rows) {
    const home = homeOf(services, holdings, row);
    if (home === undefined) {
      continue;
    }
    const connection = holdings.holderOf(row.fingerprint);
    const isConnection = row.way === 'connection' && row.connectionId !== null;
    const clients = clientsFor(holdings, home, connection, kindOf(row));
    const values = { token: new Secret('some'), host: home.host ?? undefined };
    const service = clients.length === 0 ? home.service : undefined;
    const size = isConnection
      ? Infinity
      : service === undefined
        ? 1
        : batchSize(service, kindOf(row), values);
    const together = isConnection ? `connection ${row.connectionId}` : `${home.key} ${kindOf(row)}`;
    const known = open.get(together);
    if (size > 1 && known !== undefined && known.room > 0) {
      known.job.fingerprints = [...known.job.fingerprints, row.fingerprint];
      known.room -= 1;
      continue;
    }
    const job: Job = {
      caseNumber: row.caseNumber,
      home,
      fingerprints: [row.fingerprint],
      by: isConnection ? 'connection' : size > 1 ? 'batch' : 'single',
      connectionId: isConnection ? row.connectionId : null,
      clients,
      limit: service === undefined ? undefined : limitOf(callFor(service, kindOf(row), values), home),
      isLookedAt: isConnection || !isIntrospected({ row, clients }) || row.asked !== null,
      busy: 0,
    };
    jobs.push(job);
    open.set(together, { job, room: size - 1 });
  }
  return jobs;
}

function limitOf(call: RevocationCall | undefined, { host }: LeakHome): AddressLimit | undefined {
  return call?.limit && { ...call.limit, address: withHost(call.call.url, host) };
}
