import { startDemo } from '../../src-main/demo/start-demo.ts';
import type { Breakage } from './broken.ts';
import type { Fault } from './faulty-proxy.ts';
import type { Invariant, Violation } from './invariants.ts';
import { runRound } from './round.ts';
import { createWalletProcesses } from './wallet-processes.ts';

export interface RoundViolation extends Violation {
  /** With it and one round, the same is planned again. */
  readonly seed: number;
}

export interface RoundsResult {
  readonly rounds: number;
  readonly faults: Readonly<Partial<Record<Fault | 'kill', number>>>;
  readonly violations: readonly RoundViolation[];
}

/** Runs so many rounds, the first with this seed and each further one with the next. */
export async function runRounds({
  rounds,
  seed,
  breakage = null,
  untilViolated,
  onRound = () => undefined,
}: {
  readonly rounds: number;
  readonly seed: number;
  readonly breakage?: Breakage | null;
  /** Enough has been seen when this no longer holds. */
  readonly untilViolated?: Invariant;
  readonly onRound?: (done: number, violations: readonly RoundViolation[]) => void;
}): Promise<RoundsResult> {
  const demo = await startDemo();
  const processes = createWalletProcesses(3);
  const faults: Partial<Record<Fault | 'kill', number>> = {};
  const violations: RoundViolation[] = [];
  try {
    let done = 0;
    while (done < rounds && !violations.some(({ invariant }) => invariant === untilViolated)) {
      const round = await runRound(seed + done, demo, processes, breakage);
      for (const [fault, count] of round.faults) {
        faults[fault] = (faults[fault] ?? 0) + count;
      }
      const found = round.violations.map((violation) => ({ seed: seed + done, ...violation }));
      violations.push(...found);
      done += 1;
      onRound(done, found);
    }
    return { rounds: done, faults, violations };
  } finally {
    await processes.close();
    await demo.stop();
  }
}
