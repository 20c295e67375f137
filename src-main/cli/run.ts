import { nothingIfExpected, toErrorValue, WalletError } from '../wallet/wallet-error.ts';
import type { Ports } from '../wallet/ports.ts';
import { createWallet } from '../wallet/wallet.ts';
import { type CommandLine, parseCommandLine, WrongUse } from './arguments.ts';
import { type CommandContext, commands } from './commands.ts';
import { createAttemptListener } from './attempt-listener.ts';
import { describedService } from './connect-command.ts';
import { Interrupted } from './interrupted.ts';
import { makesVault, needsNoVault } from './leak-commands.ts';
import { EXIT, type ExitCode, exitCodeOf } from './exit-code.ts';
import { openVault } from './open-vault.ts';
import { createOutput, type Output } from './output.ts';
import { readSecretFile } from './secret-file.ts';
import { usage } from './usage.ts';
import { connectionsInWords } from './words.ts';

/** What the terminal command gets from its process. */
export interface Terminal {
  readonly argv: readonly string[];
  readonly version: string;
  writeOutput(text: string): void;
  writeError(text: string): void;
  /** Writes only where a person watches standard error. */
  writeProgress(text: string): void;
  /** The wallet's ports but the two that depend on the command line. */
  ports(home: string | undefined): Omit<Ports, 'tell'>;
  /** Calls back when the person presses Ctrl+C. */
  onInterrupt(work: () => void): void;
  /** The next line of standard input. */
  readLine(): Promise<string>;
}

/** Runs one command line and answers with the exit code. Never rejects. */
export async function run(terminal: Terminal): Promise<ExitCode> {
  // The wish for JSON must be heard even where the command line is wrong.
  const json = terminal.argv.includes('--json');
  try {
    return await runCommand(terminal, parseCommandLine(terminal.argv));
  } catch (error) {
    return reportError(terminal, json, error);
  }
}

async function runCommand(terminal: Terminal, line: CommandLine): Promise<ExitCode> {
  const output = createOutput(
    line.given('json'),
    (text) => {
      terminal.writeOutput(text);
    },
    (text) => {
      terminal.writeError(text);
    },
  );
  if (line.command === 'help') {
    terminal.writeOutput(usage);
    return EXIT.done;
  }
  if (line.command === 'version') {
    output.result({ version: terminal.version }, terminal.version);
    return EXIT.done;
  }
  const passphraseFile = line.text('passphrase-file');
  const passphrase =
    passphraseFile === undefined ? undefined : readSecretFile(passphraseFile, 'passphrase-file');
  const listener = createAttemptListener();
  const described = line.command === 'connect' ? describedService(line) : undefined;
  const wallet = createWallet(
    { ...portsFor(terminal, line, output), tell: listener.tell },
    described === undefined ? [] : [described],
  );
  const interruption = new AbortController();
  terminal.onInterrupt(() => {
    interruption.abort(new Interrupted());
    // An answer that is on its way may hold the only copy of a token.
    wallet
      .settle()
      .catch(nothingIfExpected)
      .finally(() => {
        wallet.close();
      });
  });
  try {
    const context = {
      ...{ wallet, listener, line, output, nowMs: Date.now() },
      readLine: () => terminal.readLine(),
      interruption: interruption.signal,
      progress: (words: string) => {
        terminal.writeProgress(`${words}\n`);
      },
    };
    if (await answersWithoutVault(context)) {
      return EXIT.done;
    }
    await openVault(wallet, {
      passphrase,
      mayCreate: line.command === 'connect' || line.command === 'add' || makesVault(line),
      mustOpen: !(line.command === 'vault' && line.words[0] === 'status') && !needsNoVault(line),
    });
    return await commands[line.command](context);
  } catch (error) {
    // Whatever fails now does so because the wallet was closed under it.
    interruption.signal.throwIfAborted();
    throw error;
  } finally {
    wallet.close();
  }
}

/** Some questions need no vault; and where there is none yet there are no connections, which is an answer. */
async function answersWithoutVault(context: CommandContext): Promise<boolean> {
  const { wallet, line, output, nowMs } = context;
  if (line.command === 'services') {
    await commands.services(context);
    return true;
  }
  if (line.command !== 'list') {
    return false;
  }
  const { vault } = await wallet.useCases['app.status']({});
  if (vault.state === 'missing') {
    output.result([], connectionsInWords([], nowMs));
  }
  return vault.state === 'missing';
}

function portsFor(terminal: Terminal, line: CommandLine, output: Output): Omit<Ports, 'tell'> {
  const ports = terminal.ports(line.text('home'));
  if (!line.given('print-url')) {
    return ports;
  }
  return {
    ...ports,
    browser: {
      open: (address) => {
        output.line({ authorizationUrl: address.href });
        return Promise.resolve();
      },
    },
  };
}

function reportError(terminal: Terminal, json: boolean, error: unknown): ExitCode {
  const { exit, ...told } = inTerminal(error);
  terminal.writeError(json ? `${JSON.stringify({ error: told })}\n` : `${told.message}\n${told.hint}\n`);
  return exit;
}

function inTerminal(error: unknown): {
  readonly code: string;
  readonly message: string;
  readonly hint: string;
  readonly exit: ExitCode;
} {
  if (error instanceof WrongUse) {
    return { code: 'wrong-use', message: error.message, hint: error.hint, exit: EXIT.wrongUse };
  }
  if (error instanceof Interrupted) {
    return { code: 'interrupted', message: error.message, hint: error.hint, exit: EXIT.failed };
  }
  const { code, message, hint } = toErrorValue(error);
  return {
    ...{ code, message },
    // There is nothing here to type the number into.
    hint: code === 'count-not-typed' ? 'Say --yes to confirm it.' : hint,
    exit: error instanceof WalletError ? exitCodeOf(error.code) : EXIT.failed,
  };
}
