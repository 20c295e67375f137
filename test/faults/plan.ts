import type { Chance } from '../support/chance.ts';
import { faults, type Fault, type Passing } from './faulty-proxy.ts';
import type { WalletWorld } from '../support/open-wallet.ts';
import type { Job } from './wallet-process.ts';

/** When a process is killed: at a moment, or as soon as so many of its requests have got so far. */
export type Death =
  | { readonly at: 'moment'; readonly afterMs: number }
  | { readonly at: Passing; readonly count: number; readonly afterMs: number };

export interface ProcessPlan {
  readonly host: WalletWorld['host'];
  readonly jobs: readonly Job[];
  readonly death: Death | null;
  readonly faultiness: number;
  readonly faults: readonly Fault[];
}

/** What becomes of a connection in a round: kept by everybody, or revoked by somebody, sooner or later. */
export interface ConnectionPlan {
  readonly isRefreshable: boolean;
  readonly isRevoked: boolean;
}

/** In which nobody is killed and no answer is lost, so that two processes have nothing to trip over but each other. */
const calmFaults: readonly Fault[] = ['delay', 'late'];

const connectionsPerRound = 6;
const processesPerRound = 2;
const jobsPerProcess = 6;
/** When jobs begin. Often both processes have the same jobs, so that they do the same at the same time. */
const beginningsMs: readonly number[] = [0, 100, 200, 300];

export interface RoundPlan {
  readonly connections: readonly ConnectionPlan[];
  /** The jobs name connections by their place in `ids`. */
  processes(ids: readonly string[]): readonly ProcessPlan[];
}

export function planRound(chance: Chance): RoundPlan {
  const isCalm = chance.is(0.3);
  const connections = Array.from({ length: connectionsPerRound }, (_connection, index) => ({
    isRefreshable: index < connectionsPerRound - 1,
    isRevoked: index % 2 === 1,
  }));
  return {
    connections,
    processes: (ids) => {
      const same = isCalm || chance.is(0.5) ? planJobs(ids) : undefined;
      return Array.from({ length: processesPerRound }, () => planProcess(same ?? planJobs(ids)));
    },
  };

  function planJobs(ids: readonly string[]): readonly Job[] {
    return Array.from({ length: jobsPerProcess }, () => planJob(ids));
  }

  function planProcess(jobs: readonly Job[]): ProcessPlan {
    return {
      host: chance.oneOf(['electron', 'terminal']),
      jobs,
      death: isCalm || chance.is(0.25) ? null : planDeath(),
      faultiness: isCalm ? 0.5 : chance.oneOf([0.1, 0.3, 0.6]),
      faults: isCalm ? calmFaults : faults,
    };
  }

  function planJob(ids: readonly string[]): Job {
    // Most of what is done is done with the same two connections.
    const place = chance.is(0.6) ? chance.below(2) : chance.below(ids.length);
    const revoked = ids.filter((_id, index) => connections[index]?.isRevoked === true);
    const job = { ids: ids.slice(place, place + 1), afterMs: chance.oneOf(beginningsMs) };
    if (connections[place]?.isRevoked === true && chance.is(0.5)) {
      return chance.is(0.3) ? { ...job, action: 'revoke-many', ids: revoked } : { ...job, action: 'revoke' };
    }
    return { ...job, action: chance.oneOf(['refresh', 'refresh', 'refresh', 'token', 'check']) };
  }

  function planDeath(): Death {
    return chance.is(0.4)
      ? { at: 'moment', afterMs: 50 + chance.below(600) }
      : {
          at: chance.oneOf(['received', 'answered']),
          count: 1 + chance.below(8),
          afterMs: chance.oneOf([0, 0, 1, 3, 10]),
        };
  }
}
