import type { Language } from './pages/language.ts';

/** A right that an app may ask for, in the words of the consent page. */
export interface DemoScope {
  readonly name: string;
  readonly words: Readonly<Record<Language, string>>;
  /** True where the consent page warns: what this right allows cannot be undone, or does not end by itself. */
  readonly grave?: true;
}

/** Who the person is, and for how long the app may come back. */
const identityScopes: readonly DemoScope[] = [
  {
    name: 'openid',
    words: { en: 'Recognise you when you come back', ru: 'Узнавать вас, когда вы вернётесь' },
  },
  { name: 'profile', words: { en: 'See your name', ru: 'Видеть ваше имя' } },
  { name: 'email', words: { en: 'See your e-mail address', ru: 'Видеть адрес вашей почты' } },
  {
    name: 'offline_access',
    words: { en: 'Keep this access while you are away', ru: 'Сохранять доступ, пока вас нет' },
  },
];

/** What the photo service asks for, one scope for each of its calls. */
export const photoServiceScopes: readonly DemoScope[] = [
  { name: 'photos.read', words: { en: 'See your photos', ru: 'Смотреть ваши фотографии' } },
  {
    name: 'photos.write',
    words: { en: 'Add photos to your album', ru: 'Добавлять фотографии в ваш альбом' },
  },
  { name: 'messages.read', words: { en: 'Read your messages', ru: 'Читать ваши сообщения' } },
  { name: 'account.delete', words: { en: 'Delete your account', ru: 'Удалить ваш аккаунт' }, grave: true },
];

/** With it an access token does not expire, so that a perpetual token can be seen and taken back. */
export const perpetualScope = 'perpetual';

export const demoScopes: readonly DemoScope[] = [
  ...identityScopes,
  ...photoServiceScopes,
  {
    name: perpetualScope,
    words: {
      en: 'Keep all of this for ever, until taken back',
      ru: 'Сохранить всё это навсегда, пока не отзовут',
    },
    grave: true,
  },
];
