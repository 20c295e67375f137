import type { ErrorCode } from '../../../contract/error.ts';
import type { Language } from '../../../contract/status.ts';
import type { LoopbackEnding } from '../../oauth/loopback-redirect.ts';

interface PageText {
  readonly title: string;
  readonly message: string;
}

/** What the browser shows at the end of an attempt. The details are told in the wallet, not on a web page. */
const texts: Readonly<Record<Language, Readonly<Record<LoopbackEnding, PageText>>>> = {
  en: {
    done: { title: 'Connected', message: 'The connection is in your wallet. You can close this page.' },
    denied: { title: 'Access denied', message: 'Nothing was connected. You can close this page.' },
    failed: {
      title: 'Not connected',
      message: 'Something did not fit, so nothing was stored. The wallet tells you what it was.',
    },
    'too-late': {
      title: 'Too late',
      message:
        'The wallet no longer waits for this answer, and nothing was stored. Start again in the wallet.',
    },
  },
  ru: {
    done: { title: 'Подключено', message: 'Подключение уже в кошельке. Эту страницу можно закрыть.' },
    denied: { title: 'Доступ не разрешён', message: 'Ничего не подключено. Эту страницу можно закрыть.' },
    failed: {
      title: 'Не подключено',
      message: 'Что-то не сошлось, поэтому ничего не сохранено. Причину назовёт кошелёк.',
    },
    'too-late': {
      title: 'Слишком поздно',
      message: 'Кошелёк больше не ждёт этого ответа, ничего не сохранено. Начните заново в кошельке.',
    },
  },
};

/** The failures that end in a page of their own; all others end in `failed`. */
const endings: Readonly<Partial<Record<ErrorCode, LoopbackEnding>>> = {
  'access-denied': 'denied',
  'attempt-expired': 'too-late',
  'attempt-cancelled': 'too-late',
  'attempt-replaced': 'too-late',
};

/** The ending that belongs to a failure. */
export function endingOf(code: ErrorCode): LoopbackEnding {
  return endings[code] ?? 'failed';
}

/** The words for an ending. */
export function pageText(language: Language, ending: LoopbackEnding): PageText {
  return texts[language][ending];
}
