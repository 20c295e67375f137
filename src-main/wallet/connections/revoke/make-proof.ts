import type { JournalAction } from '../../../contract/journal.ts';
import type { Proof } from '../../../contract/revocation.ts';
import type { ConnectionRecord } from '../../vault/records.ts';
import type { OpenVault } from '../../vault/vault.ts';
import { WalletError } from '../../wallet-error.ts';
import { moment } from '../../moment.ts';
import { type ConnectionContext, findConnection, namesOf } from '../context.ts';

/** What the journal tells of a revocation. */
const telling: readonly JournalAction[] = [
  'revocation-begun',
  'revocation-stopped',
  'revocation-given-up',
  'revoked',
];

/** What a grant begins with. */
const begins: readonly JournalAction[] = ['connected', 'reconnected', 'added'];

/**
 * Writes down what is known of revocations, without any secret, for whoever wants to print it or hand it on. The hashes
 * are those of the journal: whoever keeps the proof can see later that the journal still says the same.
 *
 * Throws `nothing-to-prove` for a connection that was never revoked.
 */
export function makeProof(
  { vault, clock, version }: Pick<ConnectionContext, 'vault' | 'clock' | 'version'>,
  ids: readonly string[],
): Proof {
  const opened = vault.opened();
  const revocations = [...new Set(ids)].map((id) => proven(opened, findConnection(opened, id)));
  const { intact, entries } = opened.verifyJournal();
  return {
    madeAt: moment(clock.now()),
    wallet: `Token Wallet ${version}`,
    revocations,
    chain: { intact, entries, head: opened.journalHead() },
  };
}

/** What was told of an earlier grant, which the one that is meant has replaced, says nothing of this one. */
function sinceConnected<Link extends { readonly action: JournalAction }>(
  links: readonly Link[],
): readonly Link[] {
  return links.slice(links.findLastIndex(({ action }) => begins.includes(action)) + 1);
}

function proven(opened: OpenVault, record: ConnectionRecord): Proof['revocations'][number] {
  const { id, revocation } = record;
  if (revocation === null) {
    throw new WalletError('nothing-to-prove', { id });
  }
  return {
    id,
    service: record.serviceName,
    issuer: record.issuer,
    app: record.appName,
    clientId: record.clientId,
    account: namesOf(record)['account'] ?? null,
    scopes: [...record.scopesGranted],
    revocation,
    journal: sinceConnected(opened.journalLinks(id))
      .filter(({ action }) => telling.includes(action))
      .map(({ sequence, at, hash }) => ({ sequence, at, hash })),
  };
}
