import type { UnlockMethod } from '../contract/status.ts';
import type { Wallet } from '../wallet/wallet.ts';
import { type CommandLine, type CommandName, WrongUse } from './arguments.ts';
import type { AttemptListener } from './attempt-listener.ts';
import { connect } from './connect-command.ts';
import { EXIT, type ExitCode } from './exit-code.ts';
import { leak } from './leak-commands.ts';
import type { Output } from './output.ts';
import { revokeCommands } from './revoke-commands.ts';
import { readSecretFile, readTextFile } from './secret-file.ts';
import {
  checkInWords,
  connectionInWords,
  connectionsInWords,
  journalInWords,
  scopesInWords,
  servicesInWords,
  vaultInWords,
  verificationInWords,
} from './words.ts';

/** What a command works with. */
export interface CommandContext {
  readonly wallet: Wallet;
  readonly listener: AttemptListener;
  readonly line: CommandLine;
  readonly output: Output;
  /** Says how it goes, where somebody watches. */
  readonly progress: (words: string) => void;
  readonly nowMs: number;
  /** The next line of standard input. */
  readonly readLine: () => Promise<string>;
  /** Aborted when the person presses Ctrl+C. */
  readonly interruption: AbortSignal;
}

/** Writes its result and answers with the exit code. */
export type Command = (context: CommandContext) => Promise<ExitCode>;

/** One function for each command; each writes its result and answers with the exit code. */
export const commands: Readonly<Record<CommandName, Command>> = {
  services: async ({ wallet, output }) => {
    const services = await wallet.useCases['services.list']({});
    output.result(services, servicesInWords(services));
    return EXIT.done;
  },

  connect: async (context) => {
    const { line, output, nowMs } = context;
    const connection = await connect(context);
    if (line.given('print-url')) {
      output.line(connection);
    } else {
      output.result(connection, connectionInWords(connection, nowMs));
    }
    return EXIT.done;
  },

  add: async ({ wallet, line, output, nowMs }) => {
    const file = line.text('token-file');
    if (file === undefined) {
      throw new WrongUse('The command add needs --token-file FILE, or - for standard input.');
    }
    const added = await wallet.useCases['tokens.add']({
      text: readTextFile(file, 'token-file'),
      service: line.text('service'),
      host: line.text('host'),
      label: line.text('name'),
      check: !line.given('unchecked'),
    });
    output.result(added, connectionsInWords(added, nowMs));
    return EXIT.done;
  },

  token: async ({ wallet, line, output }) => {
    const seconds = Number(line.text('min-validity') ?? 60);
    if (!Number.isFinite(seconds) || seconds < 0) {
      throw new WrongUse('--min-validity takes a number of seconds.');
    }
    const token = await wallet.freshToken(onlyWord(line), seconds * 1000);
    // Printing it is what the command is for; standard output is the caller's own.
    output.result({ accessToken: token.reveal() }, token.reveal());
    return EXIT.done;
  },

  scopes: async ({ wallet, line, output }) => {
    const { connection } = await wallet.useCases['connections.show']({ id: onlyWord(line) });
    output.result(connection.scopes, scopesInWords(connection));
    return EXIT.done;
  },

  rename: async ({ wallet, line, output, nowMs }) => {
    const [id = '', label = ''] = line.words;
    const connection = await wallet.useCases['connections.rename']({ id, label });
    output.result(connection, connectionInWords(connection, nowMs));
    return EXIT.done;
  },

  list: async ({ wallet, output, nowMs }) => {
    const connections = await wallet.useCases['connections.list']({});
    output.result(connections, connectionsInWords(connections, nowMs));
    return EXIT.done;
  },

  show: async ({ wallet, line, output, nowMs }) => {
    const { connection, journal } = await wallet.useCases['connections.show']({ id: onlyWord(line) });
    output.result(
      { ...connection, journal },
      `${connectionInWords(connection, nowMs)}\n\n${journalInWords(journal)}`,
    );
    return EXIT.done;
  },

  check: async ({ wallet, line, output }) => {
    const check = await wallet.useCases['connections.check']({ id: onlyWord(line) });
    output.result(check, checkInWords(check));
    return EXIT.done;
  },

  refresh: async ({ wallet, line, output, nowMs }) => {
    const connection = await wallet.useCases['connections.refresh']({ id: onlyWord(line) });
    output.result(connection, connectionInWords(connection, nowMs));
    return EXIT.done;
  },

  ...revokeCommands,

  forget: async ({ wallet, line, output }) => {
    const { ids } = await wallet.useCases['connections.forget']({ ids: [onlyWord(line)] });
    output.result(
      { ids },
      'Forgotten by the wallet. Unless it was revoked before, what was issued may still work.',
    );
    return EXIT.done;
  },

  leak,

  journal: async ({ wallet, line, output }) => {
    if (line.given('verify')) {
      const verification = await wallet.useCases['journal.verify']({});
      output.result(verification, verificationInWords(verification));
      return verification.intact ? EXIT.done : EXIT.failed;
    }
    const entries = await wallet.useCases['journal.list']({ limit: limitOf(line) });
    output.result(entries, journalInWords(entries));
    return EXIT.done;
  },

  vault: async ({ wallet, line, output }) => {
    const status = async () => (await wallet.useCases['app.status']({})).vault;
    if (line.words[0] === 'method') {
      await changeMethod(wallet, line);
    } else if (line.words[0] !== 'status' || line.words.length > 1) {
      throw new WrongUse('The command vault takes status, or method keychain, or method passphrase.');
    }
    const vault = await status();
    output.result(vault, vaultInWords(vault));
    return EXIT.done;
  },
};

async function changeMethod(wallet: Wallet, line: CommandLine): Promise<void> {
  const method = methodOf(line.words[1]);
  const file = line.text('new-passphrase-file');
  if ((method === 'passphrase') !== (file !== undefined)) {
    throw new WrongUse(
      'The method passphrase needs --new-passphrase-file FILE; the method keychain takes none.',
    );
  }
  await wallet.useCases['vault.changeMethod']({
    method,
    ...(file === undefined ? {} : { passphrase: readSecretFile(file, 'new-passphrase-file').reveal() }),
  });
}

function methodOf(word: string | undefined): UnlockMethod {
  if (word !== 'keychain' && word !== 'passphrase') {
    throw new WrongUse('The command vault method takes keychain or passphrase.');
  }
  return word;
}

function onlyWord(line: CommandLine): string {
  return line.words[0] ?? '';
}

function limitOf(line: CommandLine): number {
  const limit = Number(line.text('limit') ?? 100);
  if (!Number.isInteger(limit) || limit < 1 || limit > 1_000) {
    throw new WrongUse('--limit takes a whole number from 1 to 1000.');
  }
  return limit;
}
