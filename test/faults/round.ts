import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import type { RunningDemo } from '../../src-main/demo/start-demo.ts';
import type { Breakage } from './broken.ts';
import { chanceFrom, type Chance } from '../support/chance.ts';
import { prepareVault } from './connections.ts';
import { startFaultyProxy, type Fault, type FaultyProxy, type Passing } from './faulty-proxy.ts';
import { findViolations, type Violation } from './invariants.ts';
import { createLedger, type Ledger } from './ledger.ts';
import { planRound, type ProcessPlan } from './plan.ts';
import { settle } from './settle.ts';
import type { WalletProcess, WalletProcesses } from './wallet-processes.ts';

/** After this, whoever is still at work is stopped. */
const longestMs = 1_200;
const farewellMs = 300;

export interface RoundResult {
  readonly violations: readonly Violation[];
  readonly faults: ReadonlyMap<Fault | 'kill', number>;
}

/** What each of the wallets of a round needs. */
interface Scene {
  readonly folder: string;
  readonly demo: RunningDemo;
  readonly ledger: Ledger;
  readonly chance: Chance;
  readonly breakage: Breakage | null;
}

/** One round: two wallets with one vault and a bad network, then one more that clears up, then the reckoning. */
export async function runRound(
  seed: number,
  demo: RunningDemo,
  processes: WalletProcesses,
  breakage: Breakage | null,
): Promise<RoundResult> {
  const folder = mkdtempSync(join(tmpdir(), 'token-wallet-faults-'));
  const chance = chanceFrom(seed);
  const ledger = createLedger();
  const plan = planRound(chance);
  try {
    const connections = await prepareVault(folder, demo, ledger, plan.connections);
    if (chance.is(0.2)) {
      demo.trouble.add('refuses');
    }
    const scene = { folder, demo, ledger, chance, breakage };
    const plans = plan.processes(connections.map(({ id }) => id));
    const actors = await Promise.all(
      plans.map(async (each, index) => prepareActor(scene, await processes.take(), each, index)),
    );
    const counts = await Promise.all(actors.map((actor) => actor.play()));
    const violations: Violation[] = actors
      .filter(({ wallet }) => wallet.hasCrashed())
      .map(() => ({ invariant: 'standing', detail: 'see above' }));
    if (!(await settle(folder, demo))) {
      violations.push({ invariant: 'finished', detail: 'something still waits' });
    }
    const said = actors.flatMap(({ wallet }) => wallet.said);
    violations.push(...(await findViolations({ folder, demo, ledger, connections, said })));
    return { violations, faults: addUp(counts) };
  } finally {
    demo.trouble.clear();
    rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
  }
}

/** A wallet that has opened the vault, and what is to become of it. */
interface Actor {
  readonly wallet: WalletProcess;
  /** Lets it do its part until it has done it, is killed, or takes too long. */
  play(): Promise<ReadonlyMap<Fault | 'kill', number>>;
}

async function prepareActor(
  { folder, demo, ledger, chance, breakage }: Scene,
  wallet: WalletProcess,
  { host, jobs, death, faultiness, faults }: ProcessPlan,
  processNumber: number,
): Promise<Actor> {
  let kills = 0;
  const passed = { received: 0, answered: 0 };
  const proxy: FaultyProxy = await startFaultyProxy({
    ...{ service: demo.issuer, processNumber, ledger, faultiness, faults },
    chance: chanceFrom(chance.below(2 ** 31)),
    onPassing,
  });
  await wallet.open({ folder, service: demo.issuer, proxy: proxy.origin, host, breakage, jobs });
  return { wallet, play };

  async function play(): Promise<ReadonlyMap<Fault | 'kill', number>> {
    wallet.begin();
    if (death?.at === 'moment') {
      killAfter(death.afterMs);
    }
    await Promise.race([wallet.ended, setTimeout(longestMs)]);
    wallet.kill('SIGTERM');
    await Promise.race([wallet.ended, setTimeout(farewellMs)]);
    wallet.kill('SIGKILL');
    await wallet.ended;
    await proxy.close();
    if (!wallet.said.some(({ said }) => said === 'done')) {
      ledger.processKilled(processNumber);
    }
    return new Map<Fault | 'kill', number>([...proxy.counts, ['kill', kills]]);
  }

  function onPassing(passing: Passing): void {
    passed[passing] += 1;
    if (death?.at === passing && death.count === passed[passing]) {
      killAfter(death.afterMs);
    }
  }

  function killAfter(delayMs: number): void {
    globalThis.setTimeout(() => {
      kills += wallet.kill('SIGKILL') ? 1 : 0;
    }, delayMs);
  }
}

function addUp(all: readonly ReadonlyMap<Fault | 'kill', number>[]): Map<Fault | 'kill', number> {
  const sum = new Map<Fault | 'kill', number>();
  for (const [fault, count] of all.flatMap((each) => [...each])) {
    sum.set(fault, (sum.get(fault) ?? 0) + count);
  }
  return sum;
}
