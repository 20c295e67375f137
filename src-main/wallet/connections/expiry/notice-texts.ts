import type { Language } from '../../../contract/status.ts';
import type { Notification } from '../../ports.ts';
import type { ConnectionRecord } from '../../vault/records.ts';

/** Something that a person should know of a connection. */
export type Matter =
  | { readonly kind: 'ends'; readonly record: ConnectionRecord; readonly atMs: number }
  | { readonly kind: 'needs-attention'; readonly record: ConnectionRecord };

type Texts = Omit<Notification, 'onClick'>;

interface Words {
  readonly ends: (name: string, moment: string) => Texts;
  readonly needsAttention: (name: string) => Texts;
  readonly many: (ending: number, needing: number) => Texts;
}

const words: Readonly<Record<Language, Words>> = {
  en: {
    ends: (name, moment) => ({
      title: `The access of ${name} ends soon`,
      text: `It ends ${moment}, and only connecting again can renew it.`,
    }),
    needsAttention: (name) => ({
      title: `${name} needs your attention`,
      text: 'The wallet cannot keep this access alive by itself. Click to see why.',
    }),
    many: (ending, needing) => ({
      title: 'Several apps need you',
      text: [
        ...(needing > 0 ? [`Need attention: ${needing}.`] : []),
        ...(ending > 0 ? [`Access ends soon: ${ending}.`] : []),
      ].join(' '),
    }),
  },
  ru: {
    ends: (name, moment) => ({
      title: `Доступ ${name} скоро закончится`,
      text: `Он закончится ${moment}. Продлить его можно, только подключив заново.`,
    }),
    needsAttention: (name) => ({
      title: `${name}: нужно ваше внимание`,
      text: 'Кошелёк не может сам сохранить этот доступ. Нажмите, чтобы узнать почему.',
    }),
    many: (ending, needing) => ({
      title: 'Несколько приложений ждут вас',
      text: [
        ...(needing > 0 ? [`Требуют внимания: ${needing}.`] : []),
        ...(ending > 0 ? [`Доступ скоро закончится: ${ending}.`] : []),
      ].join(' '),
    }),
  },
};

/** What a notification says: of one connection its name, of several how many. */
export function noticeOf(matters: readonly Matter[], language: Language): Texts {
  const [first, ...others] = matters;
  if (first === undefined || others.length > 0) {
    const ending = matters.filter(({ kind }) => kind === 'ends').length;
    return words[language].many(ending, matters.length - ending);
  }
  const { label, appName, serviceName } = first.record;
  const name = `${label ?? appName} (${serviceName})`;
  return first.kind === 'ends'
    ? words[language].ends(name, momentIn(language, first.atMs))
    : words[language].needsAttention(name);
}

function momentIn(language: Language, atMs: number): string {
  return new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeStyle: 'short' }).format(atMs);
}
