import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Orders, Said } from './wallet-process.ts';

const program = join(import.meta.dirname, 'wallet-process.ts');

/** A wallet in a process of its own. */
export interface WalletProcess {
  /** Everything that it has said by now. */
  readonly said: readonly Said[];
  /** Resolves when it has opened its vault, and waits for the word to begin. */
  open(orders: Orders): Promise<void>;
  begin(): void;
  /** Answers with whether there was anything left to kill. */
  kill(signal: 'SIGTERM' | 'SIGKILL'): boolean;
  /** Whether it has ended by a mistake of its own. */
  hasCrashed(): boolean;
  /** Resolves when it has ended and all that it said has been read. */
  readonly ended: Promise<void>;
}

/** Starts processes ahead of the need for them: loading the wallet takes longer than most of what it is killed in. */
export interface WalletProcesses {
  take(): Promise<WalletProcess>;
  close(): Promise<void>;
}

export function createWalletProcesses(ahead: number): WalletProcesses {
  const waiting: Promise<WalletProcess>[] = [];
  const fill = (): void => {
    while (waiting.length < ahead) {
      waiting.push(start());
    }
  };
  return {
    take: async () => {
      fill();
      const next = waiting.shift() ?? start();
      const taken = await next;
      fill();
      return taken;
    },
    close: async () => {
      for (const each of await Promise.all(waiting)) {
        each.kill('SIGKILL');
        await each.ended;
      }
    },
  };
}

async function start(): Promise<WalletProcess> {
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', program], {
    stdio: ['pipe', 'pipe', 'inherit'],
    // Where Node itself keeps compiled code when it is told to keep some.
    env: { ...process.env, NODE_COMPILE_CACHE: join(tmpdir(), 'node-compile-cache') },
  });
  const said: Said[] = [];
  const lines = createInterface({ input: child.stdout });
  lines.on('line', (line) => said.push(JSON.parse(line) as Said));
  const ended = Promise.all([once(child, 'close'), once(lines, 'close')]).then(() => undefined);
  // One that was killed no longer reads.
  child.stdin.on('error', () => undefined);
  const failed = failure(child);
  await Promise.race([once(lines, 'line'), failed]);
  return {
    said,
    ended,
    open: async (orders) => {
      child.stdin.write(`${JSON.stringify(orders)}\n`);
      await Promise.race([once(lines, 'line'), failed]);
    },
    begin: () => {
      child.stdin.write('begin\n');
    },
    kill: (signal) => child.kill(signal),
    hasCrashed: () => child.exitCode !== null && child.exitCode !== 0,
  };
}

/** Rejects when the process ends, which is a failure only while somebody waits for it. */
function failure(child: ChildProcess): Promise<never> {
  const ended = once(child, 'exit').then(([code]: (number | null)[]): never => {
    throw new Error(`The wallet process ended with ${String(code)} before it was ready.`);
  });
  ended.catch(() => undefined);
  return ended;
}
