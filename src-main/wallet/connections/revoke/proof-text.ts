import type { Cuts, RevocationOutcome } from '../../../contract/connection.ts';
import type { Proof } from '../../../contract/revocation.ts';
import type { Language } from '../../../contract/status.ts';

type Proven = Proof['revocations'][number];

/** A proof as plain text, to print. What the service answered is quoted as the wallet wrote it down, in English. */
export function proofText(proof: Proof, language: Language = 'en'): string {
  const words = texts[language];
  return [
    words.title,
    '',
    ...rowsOf([
      [words.madeAt, proof.madeAt],
      [words.madeBy, proof.wallet],
    ]),
    '',
    ...proof.revocations.flatMap((proven, index) => [...provenRows(proven, index + 1, words), '']),
    words.chain(proof.chain.entries, proof.chain.intact),
    ...(proof.chain.head === null ? [] : rowsOf([[words.head, proof.chain.head]])),
    '',
    words.note,
  ].join('\n');
}

function provenRows(proven: Proven, number: number, words: ProofWords): readonly string[] {
  const { revocation, scopes, account } = proven;
  const { outcome, cuts, livesUntil, byHand } = revocation;
  return [
    `${number}. ${proven.app}, ${proven.service}`,
    ...rowsOf([
      [words.server, proven.issuer],
      [words.client, proven.clientId === '' ? words.notKnown : proven.clientId],
      [words.account, account ?? words.notKnown],
      [words.scopes, scopes.length === 0 ? words.notKnown : scopes.join(' ')],
      [words.outcome, words.outcomes[outcome]],
      ...(livesUntil === null ? [] : [[words.livesUntil, livesUntil] as const]),
      [words.cuts, words.cut[cuts]],
      [words.revokedAt, revocation.revokedAt],
      [words.attempts, String(revocation.attempts)],
      [words.answer, revocation.detail],
      ...(byHand === null || byHand.page === null ? [] : [[words.byHand, byHand.page] as const]),
      ...proven.journal.map(({ sequence, at, hash }) => [words.entry(sequence), `${at}  ${hash}`] as const),
    ]),
  ];
}

function rowsOf(rows: readonly (readonly [string, string])[]): readonly string[] {
  const width = Math.max(...rows.map(([name]) => name.length));
  return rows.map(([name, value]) => `   ${name.padEnd(width)}  ${value}`);
}

interface ProofWords {
  readonly title: string;
  readonly madeAt: string;
  readonly madeBy: string;
  readonly server: string;
  readonly client: string;
  readonly account: string;
  readonly scopes: string;
  readonly outcome: string;
  readonly livesUntil: string;
  readonly cuts: string;
  readonly revokedAt: string;
  readonly attempts: string;
  readonly answer: string;
  readonly byHand: string;
  readonly head: string;
  readonly notKnown: string;
  readonly note: string;
  readonly entry: (sequence: number) => string;
  readonly chain: (entries: number, intact: boolean) => string;
  readonly outcomes: Readonly<Record<RevocationOutcome, string>>;
  readonly cut: Readonly<Record<Cuts, string>>;
}

const texts: Readonly<Record<Language, ProofWords>> = {
  en: {
    title: 'Proof of revocation',
    madeAt: 'made at',
    madeBy: 'made by',
    server: 'server',
    client: 'client id',
    account: 'account',
    scopes: 'rights',
    outcome: 'outcome',
    livesUntil: 'lives until',
    cuts: 'cut',
    revokedAt: 'revoked at',
    attempts: 'attempts',
    answer: 'what was asked',
    byHand: 'left to do at',
    head: 'newest hash',
    notKnown: 'not known',
    note: 'This holds no token. All moments are in UTC. Each hash is that of an entry of the journal of this wallet.',
    entry: (sequence) => `journal ${sequence}`,
    chain: (entries, intact) =>
      intact
        ? `The journal is intact: ${entries} entries, each chained to the one before.`
        : `The journal has been changed from outside: ${entries} entries, and their chain does not hold.`,
    outcomes: {
      confirmed: 'confirmed: the service was asked afterwards and says that it is dead',
      accepted: 'accepted: the service said yes, and there is nothing to ask it with',
      'alive-until': 'revoked; what was issued before lives on to its own end',
      unsupported: 'not revoked by the wallet: the service has no such call',
      queued: 'waiting: the service has not been reached yet, and the token may still work',
      failed: 'failed: the token may still work',
    },
    cut: {
      token: 'this token',
      family: 'the tokens that were issued together',
      grant: 'everything that the account had allowed this app',
      app: 'the app itself, for everybody there',
      nothing: 'nothing',
      'not-known': 'not known',
    },
  },
  ru: {
    title: 'Подтверждение отзыва доступа',
    madeAt: 'составлено',
    madeBy: 'программа',
    server: 'сервер',
    client: 'id приложения',
    account: 'учётная запись',
    scopes: 'права',
    outcome: 'итог',
    livesUntil: 'действует до',
    cuts: 'отозвано',
    revokedAt: 'когда отозвано',
    attempts: 'попыток',
    answer: 'что ответил сервис',
    byHand: 'осталось сделать на',
    head: 'последний хеш',
    notKnown: 'неизвестно',
    note: 'Токенов здесь нет. Всё время указано по UTC. Каждый хеш — это хеш записи журнала этого кошелька.',
    entry: (sequence) => `запись журнала ${sequence}`,
    chain: (entries, intact) =>
      intact
        ? `Журнал цел. Записей: ${entries}, каждая связана с предыдущей.`
        : `Журнал изменён извне. Записей: ${entries}, их цепочка нарушена.`,
    outcomes: {
      confirmed: 'подтверждено: сервис спросили после отзыва, и он ответил, что токен недействителен',
      accepted: 'принято: сервис согласился, проверить это нечем',
      'alive-until': 'отозвано; выданное раньше действует до конца своего срока',
      unsupported: 'кошелёк не отозвал: у сервиса нет такого запроса',
      queued: 'в очереди: сервис пока недоступен, токен может действовать',
      failed: 'не удалось: токен может действовать',
    },
    cut: {
      token: 'этот токен',
      family: 'токены, выданные вместе',
      grant: 'всё, что учётная запись разрешила приложению',
      app: 'само приложение, для всех',
      nothing: 'ничего',
      'not-known': 'неизвестно',
    },
  },
};
