import { userInfo } from 'node:os';
import type { CaseToken, LeakCase, LeakFilter } from '../contract/leak.ts';
import type { ScanWatch } from '../wallet/leaks/scan-sources.ts';
import type { Wallet } from '../wallet/wallet.ts';
import { type CommandLine, WrongUse } from './arguments.ts';
import type { CommandContext } from './commands.ts';
import { makeEvidenceFolder } from './evidence-folder.ts';
import { EXIT, type ExitCode } from './exit-code.ts';
import { leakSources } from './leak-sources.ts';
import {
  answersInWords,
  caseInWords,
  casesInWords,
  caseTokensInWords,
  progressInWords,
  scanInWords,
  scanProgressInWords,
} from './leak-words.ts';

type Act = (context: CommandContext) => Promise<ExitCode>;

const PROGRESS_MS = 1_000;

/** The leak desk in a terminal: `leak scan`, `leak open` and so on. */
export async function leak(context: CommandContext): Promise<ExitCode> {
  const [name = ''] = context.line.words;
  const act = Object.hasOwn(acts, name) ? acts[name as keyof typeof acts] : undefined;
  if (act === undefined) {
    throw new WrongUse(`The command leak takes one of ${Object.keys(acts).join(', ')}.`);
  }
  return act(context);
}

/** Whether the command only looks: then a vault that is not there, or is locked, is no reason not to. */
export function needsNoVault({ command, words }: CommandLine): boolean {
  return command === 'leak' && words[0] === 'scan';
}

/** Whether the command keeps something, so that a vault is made for it where there is none. */
export function makesVault({ command, words }: CommandLine): boolean {
  return command === 'leak' && words[0] === 'open';
}

const acts = {
  scan: async (context) => {
    const { wallet, line, output, interruption } = context;
    const sources = leakSources(filesOf(line), interruption);
    const scan = await wallet.leaks.scan(sources, watchOf(context));
    output.result(scan, scanInWords(scan));
    return EXIT.done;
  },

  open: async (context) => {
    const { wallet, line, output, interruption } = context;
    const number = line.text('case');
    const wish = {
      case: number === undefined ? undefined : caseNumber(number),
      title: line.text('title') ?? '',
      note: line.text('note') ?? '',
      by: by(line),
      service: line.text('service'),
      needsApproval: line.given('needs-approval'),
    };
    const sources = leakSources(filesOf(line), interruption);
    const opened = await wallet.leaks.open(sources, wish, watchOf(context));
    output.result(opened, caseInWords(opened));
    return EXIT.done;
  },

  list: async ({ wallet, output }) => {
    const cases = await wallet.useCases['leaks.list']({});
    output.result(cases, casesInWords(cases));
    return EXIT.done;
  },

  show: async ({ wallet, line, output }) => {
    const leakCase = await wallet.useCases['leaks.show']({ case: numberOf(line) });
    const tokens = wallet.leaks.tokens(leakCase.number);
    output.result({ ...leakCase, tokens }, `${caseInWords(leakCase)}\n\n${caseTokensInWords(tokens)}`);
    return EXIT.done;
  },

  ask: async ({ wallet, line, output }) => {
    const number = numberOf(line);
    const answers = await wallet.leaks.ask(number);
    const leakCase = await wallet.useCases['leaks.show']({ case: number });
    output.result({ ...leakCase, ...answers }, `${caseInWords(leakCase)}\n${answersInWords(answers)}`);
    return answers.answered === answers.asked ? EXIT.done : EXIT.failed;
  },

  approve: async ({ wallet, line, output }) => {
    const leakCase = await wallet.useCases['leaks.approve']({ case: numberOf(line), by: by(line) });
    output.result(leakCase, caseInWords(leakCase));
    return EXIT.done;
  },

  revoke: async ({ wallet, line, output, progress }) => {
    const choice = { case: numberOf(line), filter: filterOf(line) };
    const { count } = await wallet.useCases['leaks.preview'](choice);
    await wallet.useCases['leaks.revoke']({
      ...choice,
      ...(line.given('yes') ? { typedCount: count } : {}),
    });
    const timer = setInterval(() => {
      tellProgress(wallet, choice.case, progress);
    }, PROGRESS_MS);
    try {
      await wallet.leaks.settled(choice.case);
    } finally {
      clearInterval(timer);
    }
    const leakCase = await wallet.useCases['leaks.show']({ case: choice.case });
    output.result(leakCase, caseInWords(leakCase));
    return wallet.leaks.tokens(choice.case).every(isCut) ? EXIT.done : EXIT.failed;
  },

  close: async ({ wallet, line, output }) => {
    const folder = line.text('evidence');
    if (folder === undefined) {
      throw new WrongUse('The command leak close needs --evidence DIR.');
    }
    const number = numberOf(line);
    // Before the tokens are destroyed, so that a folder that cannot be written to does not cost the evidence.
    const takeAway = makeEvidenceFolder(folder);
    const leakCase = await closeOnce(wallet, number, line).catch((error: unknown) => {
      takeAway();
      throw error;
    });
    wallet.leaks.export(number, folder);
    output.result({ ...leakCase, evidence: folder }, `${caseInWords(leakCase)}\n  evidence ${folder}`);
    return EXIT.done;
  },

  notice: async ({ wallet, line, output }) => {
    const language = line.text('language') ?? 'en';
    if (language !== 'en' && language !== 'ru') {
      throw new WrongUse('--language takes en or ru.');
    }
    const { text } = await wallet.useCases['leaks.notice']({ case: numberOf(line), language });
    output.result({ text }, text);
    return EXIT.done;
  },
} as const satisfies Readonly<Record<string, Act>>;

/** A case that is closed already still has its evidence. */
async function closeOnce(wallet: Wallet, number: number, line: CommandLine): Promise<LeakCase> {
  const leakCase = await wallet.useCases['leaks.show']({ case: number });
  return leakCase.state === 'closed'
    ? leakCase
    : wallet.useCases['leaks.close']({ case: number, by: by(line), force: line.given('force') });
}

/** Says every second how far the reading is; what is read within one, nobody waits for. */
function watchOf({ progress, interruption }: CommandContext): ScanWatch {
  let saidAtMs = Date.now();
  return {
    signal: interruption,
    onProgress: (scanned) => {
      if (Date.now() - saidAtMs >= PROGRESS_MS) {
        saidAtMs = Date.now();
        progress(scanProgressInWords(scanned));
      }
    },
  };
}

function tellProgress(wallet: Wallet, number: number, progress: (words: string) => void): void {
  wallet.useCases['leaks.show']({ case: number }).then(
    ({ run }) => {
      if (run !== null) {
        progress(progressInWords(run));
      }
    },
    // The command itself tells what went wrong.
    () => undefined,
  );
}

/** `--all` takes on once more what failed or could not be done before; without it only what was never tried. */
function filterOf(line: CommandLine): LeakFilter | undefined {
  if (line.given('retry-failed')) {
    return { states: ['failed'] };
  }
  return line.given('all') ? { states: ['found', 'waiting', 'queued', 'failed', 'unsupported'] } : undefined;
}

function isCut({ state }: CaseToken): boolean {
  const cut: readonly CaseToken['state'][] = [
    'confirmed',
    'accepted',
    'alive-until',
    'already-dead',
    'left-out',
  ];
  return cut.includes(state);
}

function filesOf({ words }: CommandLine): readonly string[] {
  const files = words.slice(1);
  if (files.length === 0) {
    throw new WrongUse('Name the files to read, or - for standard input.');
  }
  return files;
}

function numberOf({ words }: CommandLine): number {
  const [, word, ...others] = words;
  if (word === undefined || others.length > 0) {
    throw new WrongUse('Name one case by its number.');
  }
  return caseNumber(word);
}

function caseNumber(word: string): number {
  const number = Number(word);
  if (!Number.isInteger(number) || number < 1) {
    throw new WrongUse(`${word} is not the number of a case.`);
  }
  return number;
}

function by(line: CommandLine): string {
  return line.text('by') ?? userInfo().username;
}
