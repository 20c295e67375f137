import type { RunningDemo } from '../../src-main/demo/start-demo.ts';
import type { Revocation } from '../../src-main/contract/connection.ts';
import { systemClock } from '../../src-main/wallet/system-clock.ts';
import { createVault } from '../../src-main/wallet/vault/create-vault.ts';
import type { ConnectionRecord, TokenSetRecord } from '../../src-main/wallet/vault/records.ts';
import type { OpenVault } from '../../src-main/wallet/vault/vault.ts';
import type { RoundConnection } from './connections.ts';
import { createFileKeychain } from '../support/file-keychain.ts';
import type { Ledger } from './ledger.ts';
import type { Said } from './wallet-process.ts';

/** What must hold after a round, whatever happened in it. */
export const invariants = {
  kept: 'every refresh token that the server holds valid for a listed connection is in the vault',
  confirmed: 'nothing that was called confirmed is alive',
  cut: 'every token issued for a revoked connection is dead, or queued',
  chain: "the journal's chain holds",
  opens: 'the vault opens, and every record in it',
  unharmed: 'no connection ends that nobody revoked and no answer was lost for',
  durable: 'nothing that a process announced is missing from the vault',
  finished: 'nothing is left undone once the network is good again',
  standing: 'no process ends by a mistake of its own',
} as const;

export type Invariant = keyof typeof invariants;

export interface Violation {
  readonly invariant: Invariant;
  readonly detail: string;
}

/** Compares the vault that a round left with the server's own records. */
export async function findViolations(round: {
  readonly folder: string;
  readonly demo: RunningDemo;
  readonly ledger: Ledger;
  readonly connections: readonly RoundConnection[];
  readonly said: readonly Said[];
}): Promise<Violation[]> {
  const { folder, demo, connections, ledger, said } = round;
  const vault = createVault({ folder, keychain: createFileKeychain(folder), clock: systemClock });
  const found: Violation[] = [];
  try {
    await vault.unlock();
    const opened = vault.opened();
    if (!opened.verifyJournal().intact) {
      violate('chain', 'the chain is broken');
    }
    for (const kind of ['connection', 'tokenSet', 'lateTokens'] as const) {
      opened.readAll(kind).undecryptable.forEach((id) => {
        violate('opens', `${kind} ${id}`);
      });
    }
    const living = Map.groupBy(demo.truth.living(), ({ grantId }) => grantId);
    for (const connection of connections) {
      lookAt(opened, connection, living.get(connection.grantId) ?? []);
    }
  } catch (error) {
    violate('opens', String(error));
  } finally {
    vault.close();
  }
  return found;

  function violate(invariant: Invariant, detail: string): void {
    found.push({ invariant, detail });
  }

  function lookAt(
    opened: OpenVault,
    { id, isRefreshable, isRevoked }: RoundConnection,
    living: readonly { readonly token: string; readonly kind: string }[],
  ): void {
    const record = opened.read('connection', id);
    if (record === undefined) {
      violate('opens', `connection ${id} is gone`);
      return;
    }
    const late = opened.readAll('lateTokens', id).records;
    const held = tokensIn([opened.read('tokenSet', id), ...late]);
    const queued = record.pending === null ? tokensIn(late.filter(({ pending }) => pending !== null)) : held;
    const announced = said.filter((each) => 'id' in each && each.id === id);
    const livingRefresh = living.filter(({ kind }) => kind === 'refresh');
    if (livingRefresh.some(({ token }) => !held.has(token))) {
      violate('kept', `${id}: ${describe(record)}`);
    }
    const isConfirmed =
      record.revocation?.outcome === 'confirmed' ||
      announced.some((each) => each.said === 'revoked' && each.outcome === 'confirmed');
    if (isConfirmed && living.length > 0) {
      violate('confirmed', `${id}: ${living.length} tokens live; ${describe(record)}`);
    }
    if (isCut(record) && living.some(({ token }) => !queued.has(token))) {
      violate('cut', `${id}: ${living.length} tokens live; ${describe(record)}`);
    }
    const mustLive = isRefreshable && !isRevoked && !ledger.mayHaveLostAnswer(id);
    if (mustLive && livingRefresh.length === 0) {
      violate('unharmed', `${id}: ${describe(record)}`);
    }
    for (const each of announced) {
      if (each.said === 'refreshed' && record.issuedAtMs < Date.parse(each.issuedAt)) {
        violate('durable', `${id}: announced ${each.issuedAt}; ${describe(record)}`);
      }
    }
  }
}

function isCut({ revokedAtMs, pending, revocation }: ConnectionRecord): boolean {
  const cutting: readonly Revocation['outcome'][] = ['confirmed', 'accepted', 'alive-until', 'queued'];
  return (
    revokedAtMs !== null || pending !== null || (revocation !== null && cutting.includes(revocation.outcome))
  );
}

type Tokens = Pick<TokenSetRecord, 'accessToken' | 'refreshToken'>;

function tokensIn(sets: readonly (Tokens | undefined)[]): ReadonlySet<string> {
  return new Set(
    sets.flatMap((set) => [set?.accessToken, set?.refreshToken]).flatMap((token) => token?.reveal() ?? []),
  );
}

function describe({
  generation,
  revocation,
  pending,
  attention,
  refreshBegunAtMs,
}: ConnectionRecord): string {
  return JSON.stringify({
    generation,
    outcome: revocation?.outcome,
    detail: revocation?.detail,
    pending: pending?.step,
    attention: attention?.code,
    refreshBegunAtMs,
  });
}
