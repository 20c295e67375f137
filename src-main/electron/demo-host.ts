import type { Demo } from '../contract/status.ts';
import type { DemoHost } from '../wallet/ports.ts';
import { WalletError } from '../wallet/wallet-error.ts';

/** What a demo service says of itself when it has started. */
interface LaunchedDemo {
  readonly issuer: string;
  readonly api: string;
  readonly users: readonly Demo['users'][number][];
}

/** Runs at most one demo service in this process. `launch` loads its code only when somebody wants it. */
export function createDemoHost(launch: () => Promise<LaunchedDemo>): DemoHost {
  let running: Demo | null = null;
  let starting: Promise<Demo> | undefined;

  async function start(): Promise<Demo> {
    try {
      const { issuer, api, users } = await launch();
      running = { issuer, api, users: [...users] };
      return running;
    } catch (cause) {
      // The next attempt starts anew.
      starting = undefined;
      throw new WalletError('demo-failed', { problem: codeOf(cause) }, { cause });
    }
  }

  return {
    start: () => (starting ??= start()),
    running: () => running,
  };
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : 'unknown';
}
