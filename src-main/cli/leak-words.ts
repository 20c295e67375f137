import type { CaseToken, LeakCase, LeakedToken, LeakRun, LeakScan, LeakWay } from '../contract/leak.ts';
import type { LeakAnswers } from '../wallet/leaks/ask/ask-leaked-tokens.ts';
import type { ScanProgress } from '../wallet/leaks/recognise/scan-leak.ts';

/** The words of the terminal on leaks, for a person. Scripts use `--json`. */

/** Of so many files the names are said; `--json` has them all. */
const NAMES_SHOWN = 8;

const ways: Readonly<Record<LeakWay, string>> = {
  connection: 'revoked with its connection',
  endpoint: 'can be revoked',
  call: 'can be revoked',
  'by-hand': 'only by hand',
  'needs-client': 'needs a client of the service',
  'needs-service': 'whose it is has to be said (--service)',
  'not-whole': 'only a part: ask for the whole token',
};

export function scanInWords({ tokens, unknown, files, bytes, notes }: LeakScan): string {
  return [
    ...tokens.map(tokenInWords),
    `${tokens.length} tokens and ${unknown.length} unknown strings in ${files.read} sources, ${bytes} bytes.`,
    ...skippedInWords(files),
    ...notes,
  ].join('\n');
}

export function casesInWords(cases: readonly LeakCase[]): string {
  return cases.length === 0 ? 'There is no case.' : cases.map(caseInWords).join('\n\n');
}

export function caseInWords(leak: LeakCase): string {
  const states = Object.entries(leak.byState).filter(([, count]) => count > 0);
  return [
    `Case ${leak.number}${leak.title === '' ? '' : `: ${leak.title}`}`,
    `  state    ${leak.state}${leak.closedBy === null ? '' : ` by ${leak.closedBy}`}`,
    `  opened   ${leak.openedAt} by ${leak.openedBy}`,
    `  tokens   ${leak.tokens}: ${states.map(([state, count]) => `${state} ${count}`).join(', ')}`,
    ...leak.byService.map(
      ({ service, name, tokens, waiting, nextAttemptAt }) =>
        `  of       ${name ?? service ?? 'an unknown service'}: ${tokens}${waiting === 0 ? '' : `, ${waiting} wait until ${nextAttemptAt ?? ''}`}`,
    ),
    ...skippedInWords(leak.files).map((line) => `  ${line}`),
    ...leak.notes.map((note) => `  note     ${note}`),
  ].join('\n');
}

/** How many of those that were asked about were answered for, and why not all. */
export function answersInWords({ asked, answered, problems }: LeakAnswers): string {
  const missing = asked - answered;
  return [
    `  asked    about ${asked} tokens, ${answered} answers`,
    ...(missing === 0 ? [] : [`  No answer for ${missing} of them: ${problems.join(' ')}`]),
  ].join('\n');
}

export function caseTokensInWords(tokens: readonly CaseToken[]): string {
  return tokens
    .map((token) => {
      const page = token.state === 'unsupported' && token.byHand !== null ? byHandInWords(token) : '';
      return `${tokenInWords(token)}\n  ${token.state}. ${token.detail}${page}`;
    })
    .join('\n');
}

/** "12 MB in 3 files, 41 tokens". */
export function scanProgressInWords({ bytes, files, tokens }: ScanProgress): string {
  return `${Math.round(bytes / 1e6)} MB in ${files} files, ${tokens} tokens`;
}

/** "Asked about 80 of 1000", and then "412 of 1000, 96 a second, 6 s left". */
export function progressInWords({
  done,
  total,
  looking,
  perSecond,
  secondsLeft,
  nextAttemptAt,
}: LeakRun): string {
  return [
    looking === null ? `${done} of ${total}` : `Asked about ${looking.done} of ${looking.total}`,
    ...(perSecond === null ? [] : [`${Math.round(perSecond)} a second`]),
    ...(secondsLeft === null ? [] : [`${secondsLeft} s left`]),
    ...(nextAttemptAt === null ? [] : [`goes on at ${nextAttemptAt}`]),
  ].join(', ');
}

function tokenInWords({
  masked,
  serviceName,
  kind,
  way,
  places,
  placeCount,
  fingerprint,
}: LeakedToken): string {
  const [first] = places;
  const where = first === undefined ? '' : `${first.source}:${first.line}:${first.column}`;
  const more = placeCount > 1 ? ` and ${placeCount - 1} more` : '';
  return `${masked}  ${serviceName ?? 'unknown service'}  ${kind ?? 'token'}  ${ways[way]}  ${where}${more}  ${fingerprint}`;
}

function byHandInWords({ byHand, livesUntil, claims }: CaseToken): string {
  const ends = livesUntil ?? claims?.expiresAt ?? null;
  return [
    ...(byHand?.page === null || byHand?.page === undefined ? [] : [` Open ${byHand.page}.`]),
    ...(byHand?.lookFor === null || byHand?.lookFor === undefined ? [] : [` ${byHand.lookFor.en}`]),
    ...(ends === null ? [] : [` It ends by itself at ${ends}.`]),
  ].join('');
}

function skippedInWords({ binary, unreadable }: LeakScan['files']): string[] {
  return [
    ...(binary.length === 0 ? [] : [`Not read, because they are no texts: ${named(binary)}.`]),
    ...(unreadable.length === 0 ? [] : [`Could not be read: ${named(unreadable)}.`]),
  ];
}

function named(names: readonly string[]): string {
  const more = names.length - NAMES_SHOWN;
  return [...names.slice(0, NAMES_SHOWN), ...(more > 0 ? [`and ${more} more`] : [])].join(', ');
}
