import type { LeakedState } from '../../../contract/leak.ts';
import type { Language } from '../../../contract/status.ts';

/** The words of the printed evidence and of the notice, in one language. */
export interface EvidenceWords {
  readonly title: (number: number) => string;
  readonly facts: {
    readonly openedBy: string;
    readonly approvedBy: string;
    readonly closedBy: string;
    readonly note: string;
    readonly tokens: string;
    readonly journal: string;
    readonly made: string;
  };
  readonly columns: Readonly<Record<string, string>>;
  readonly states: Readonly<Record<LeakedState, string>>;
  readonly intact: string;
  readonly broken: string;
}

const en: EvidenceWords = {
  title: (number) => `Case ${number}: leaked tokens`,
  facts: {
    openedBy: 'Opened by',
    approvedBy: 'Approved by',
    closedBy: 'Closed by',
    note: 'Note',
    tokens: 'Tokens',
    journal: 'Journal',
    made: 'Made',
  },
  columns: {
    token: 'Token',
    fingerprint: 'Fingerprint',
    service: 'Service',
    kind: 'Kind',
    account: 'Account',
    scopes: 'It could',
    outcome: 'Outcome',
    cuts: 'What died with it',
    askedWith: 'Asked with',
    endedAt: 'When',
    livesUntil: 'Ends by itself',
    detail: 'In detail',
    page: 'By hand',
    found: 'Found in',
  },
  states: {
    found: 'nothing was done',
    'needs-service': 'of an unknown service',
    'not-whole': 'only a part was found',
    waiting: 'to be revoked',
    revoking: 'being revoked',
    confirmed: 'revoked, proved dead',
    accepted: 'revoked, the service said yes',
    'alive-until': 'revoked, lives to its end',
    unsupported: 'cannot be revoked by call',
    queued: 'waits for another try',
    failed: 'not revoked',
    'already-dead': 'was dead already',
    'left-out': 'left out',
  },
  intact: 'The chain of the journal holds.',
  broken: 'THE JOURNAL HAS BEEN CHANGED FROM OUTSIDE.',
};

const ru: EvidenceWords = {
  title: (number) => `Дело ${number}: утёкшие токены`,
  facts: {
    openedBy: 'Открыл',
    approvedBy: 'Одобрил',
    closedBy: 'Закрыл',
    note: 'Заметка',
    tokens: 'Токены',
    journal: 'Журнал',
    made: 'Составлено',
  },
  columns: {
    token: 'Токен',
    fingerprint: 'Отпечаток',
    service: 'Сервис',
    kind: 'Вид',
    account: 'Учётная запись',
    scopes: 'Что позволял',
    outcome: 'Итог',
    cuts: 'Что прекращено с ним',
    askedWith: 'Чем проверено',
    endedAt: 'Когда',
    livesUntil: 'Прекратится сам',
    detail: 'Подробно',
    page: 'Вручную',
    found: 'Где найден',
  },
  states: {
    found: 'ничего не сделано',
    'needs-service': 'сервис неизвестен',
    'not-whole': 'найдена только часть',
    waiting: 'будет отозван',
    revoking: 'отзывается',
    confirmed: 'отозван, доказано',
    accepted: 'отозван, сервис ответил «да»',
    'alive-until': 'отозван, действует до своего конца',
    unsupported: 'отозвать запросом нельзя',
    queued: 'ждёт новой попытки',
    failed: 'не отозван',
    'already-dead': 'уже не действовал',
    'left-out': 'исключён',
  },
  intact: 'Цепочка журнала цела.',
  broken: 'ЖУРНАЛ ИЗМЕНЁН ИЗВНЕ.',
};

export const evidenceWords: Readonly<Record<Language, EvidenceWords>> = { en, ru };
