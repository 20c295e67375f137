import { parseArgs, type ParseArgsConfig } from 'node:util';

/** Thrown where the command line itself is wrong: exit code 2. */
export class WrongUse extends Error {
  readonly hint = 'Run token-wallet --help to see the commands and their options.';

  constructor(message: string) {
    super(message);
    this.name = 'WrongUse';
  }
}

const globalOptions = {
  json: { type: 'boolean' },
  home: { type: 'string' },
  'passphrase-file': { type: 'string' },
  help: { type: 'boolean' },
  version: { type: 'boolean' },
} as const satisfies ParseArgsConfig['options'];

/** What each command takes: its own options, and how many words after its name. */
const commands = {
  connect: {
    words: [0, 1],
    options: {
      host: { type: 'string' },
      device: { type: 'boolean' },
      manual: { type: 'boolean' },
      'as-app': { type: 'boolean' },
      'service-file': { type: 'string' },
      'ca-file': { type: 'string' },
      resource: { type: 'string' },
      'details-file': { type: 'string' },
      'client-id': { type: 'string' },
      'client-secret-file': { type: 'string' },
      scope: { type: 'string' },
      name: { type: 'string' },
      'print-url': { type: 'boolean' },
      timeout: { type: 'string' },
    },
  },
  services: { words: [0, 0], options: {} },
  add: {
    words: [0, 0],
    options: {
      service: { type: 'string' },
      host: { type: 'string' },
      'token-file': { type: 'string' },
      name: { type: 'string' },
      unchecked: { type: 'boolean' },
    },
  },
  token: { words: [1, 1], options: { 'min-validity': { type: 'string' } } },
  scopes: { words: [1, 1], options: {} },
  rename: { words: [1, 2], options: {} },
  list: { words: [0, 0], options: {} },
  show: { words: [1, 1], options: {} },
  check: { words: [1, 1], options: {} },
  refresh: { words: [1, 1], options: {} },
  revoke: {
    words: [0, Infinity],
    options: { all: { type: 'boolean' }, service: { type: 'string' }, 'dry-run': { type: 'boolean' } },
  },
  queue: {
    words: [0, Infinity],
    options: { run: { type: 'boolean' }, 'give-up': { type: 'boolean' } },
  },
  proof: { words: [1, Infinity], options: {} },
  forget: { words: [1, 1], options: {} },
  leak: {
    words: [1, Infinity],
    options: {
      case: { type: 'string' },
      service: { type: 'string' },
      title: { type: 'string' },
      note: { type: 'string' },
      by: { type: 'string' },
      'needs-approval': { type: 'boolean' },
      all: { type: 'boolean' },
      yes: { type: 'boolean' },
      'retry-failed': { type: 'boolean' },
      evidence: { type: 'string' },
      force: { type: 'boolean' },
      language: { type: 'string' },
    },
  },
  journal: { words: [0, 0], options: { verify: { type: 'boolean' }, limit: { type: 'string' } } },
  vault: { words: [1, 2], options: { 'new-passphrase-file': { type: 'string' } } },
} as const satisfies Record<
  string,
  { words: readonly [number, number]; options: ParseArgsConfig['options'] }
>;

export type CommandName = keyof typeof commands;

/** A command line, understood: the command, the words after it, and the options that were given. */
export interface CommandLine {
  readonly command: CommandName | 'help' | 'version';
  readonly words: readonly string[];
  /** The value of an option that takes one. */
  text(option: string): string | undefined;
  /** Whether an option without a value was given. */
  given(option: string): boolean;
}

/** Understands a command line; throws `WrongUse`. */
export function parseCommandLine(argv: readonly string[]): CommandLine {
  const name = argv.find((word, index) => !word.startsWith('-') && !isOptionValue(argv[index - 1]));
  const known = name !== undefined && Object.hasOwn(commands, name) ? (name as CommandName) : undefined;
  const { values, positionals } = parse(argv, known);
  const line = (command: CommandLine['command'], words: readonly string[]): CommandLine => ({
    command,
    words,
    text: (option) => textOf(values[option]),
    given: (option) => values[option] === true,
  });
  if (values['help'] === true) {
    return line('help', []);
  }
  if (values['version'] === true) {
    return line('version', []);
  }
  if (known === undefined) {
    throw new WrongUse(name === undefined ? 'Which command?' : `There is no command “${name}”.`);
  }
  const words = positionals.slice(1);
  const [least, most] = commands[known].words;
  if (words.length < least || words.length > most) {
    throw new WrongUse(`The command ${known} got ${words.length} words after its name.`);
  }
  return line(known, words);
}

function parse(
  argv: readonly string[],
  command: CommandName | undefined,
): { readonly values: Readonly<Record<string, unknown>>; readonly positionals: readonly string[] } {
  const options = { ...globalOptions, ...(command === undefined ? {} : commands[command].options) };
  try {
    return parseArgs({ args: [...argv], options, allowPositionals: true });
  } catch (error) {
    throw new WrongUse(error instanceof Error ? error.message : 'The options could not be understood.');
  }
}

/** Whether the word after this one is its value, so that `--home DIR list` finds the command `list`. */
function isOptionValue(before: string | undefined): boolean {
  if (before?.startsWith('--') !== true || before.includes('=')) {
    return false;
  }
  const option = before.slice(2);
  const tables: readonly Readonly<Record<string, { readonly type: string }>>[] = [
    globalOptions,
    ...Object.values(commands).map(({ options }) => options),
  ];
  return tables.some((table) => Object.hasOwn(table, option) && table[option]?.type === 'string');
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}
