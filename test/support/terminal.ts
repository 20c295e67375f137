import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

const program = join(import.meta.dirname, '..', '..', 'src-main', 'cli', 'token-wallet.ts');

/** How a terminal command ended. */
export interface Ended {
  readonly exitCode: number | null;
  readonly output: string;
  readonly errorOutput: string;
  /** Standard output as the one JSON document that it should be. */
  json(): unknown;
  /** The error that was written to standard error. */
  error(): { readonly code: string; readonly message: string; readonly hint: string };
}

/** A terminal command under way. */
export interface Started {
  readonly pid: number;
  /** The next line of standard output. */
  line(): Promise<string>;
  /** Writes a line to its standard input. */
  type(line: string): void;
  ended(): Promise<Ended>;
  kill(signal: NodeJS.Signals): void;
}

/** The real command in a process of its own, over a data folder and with options that each of its calls gets. */
export interface Terminal {
  start(...words: readonly string[]): Started;
  run(...words: readonly string[]): Promise<Ended>;
}

export function createTerminal(home: string, ...always: readonly string[]): Terminal {
  const start = (...words: readonly string[]): Started => {
    const child = spawn(
      process.execPath,
      ['--disable-warning=ExperimentalWarning', program, ...words, '--json', '--home', home, ...always],
      { stdio: ['pipe', 'pipe', 'pipe'] },
    );
    let output = '';
    let errorOutput = '';
    child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => (errorOutput += chunk.toString()));
    const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
    const closed = once(child, 'close');
    closed.then(() => child.stdin.destroy()).catch(() => undefined);
    return {
      pid: child.pid ?? 0,
      type: (line) => {
        child.stdin.write(`${line}\n`);
      },
      kill: (signal) => child.kill(signal),
      line: async () => {
        const { value, done } = await lines.next();
        if (done === true) {
          throw new Error(`The command ended without a further line: ${errorOutput}`);
        }
        return value;
      },
      ended: async () => {
        await closed;
        return {
          exitCode: child.exitCode,
          output,
          errorOutput,
          json: () => JSON.parse(output) as unknown,
          error: () => (JSON.parse(errorOutput) as { error: ReturnType<Ended['error']> }).error,
        };
      },
    };
  };
  return { start, run: (...words) => start(...words).ended() };
}
