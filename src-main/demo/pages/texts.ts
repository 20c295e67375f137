import type { Language } from './language.ts';

interface Texts {
  readonly product: string;
  readonly demo: string;
  readonly signIn: string;
  readonly signInButton: string;
  readonly signInFor: (app: string) => string;
  readonly login: string;
  readonly password: string;
  readonly cancel: string;
  readonly wrongPassword: string;
  readonly readyAccounts: string;
  readonly wantsAccess: (app: string) => string;
  readonly consentTitle: string;
  readonly signedInAs: string;
  readonly useAnotherAccount: string;
  readonly willBeAble: string;
  readonly willNotBeAble: string;
  readonly takeBack: string;
  readonly allow: string;
  readonly deny: string;
  readonly deviceTitle: string;
  readonly deviceLead: string;
  readonly deviceCode: string;
  readonly deviceCodeWrong: string;
  readonly deviceConfirm: (app: string) => string;
  readonly deviceConfirmLead: string;
  readonly continue: string;
  readonly deviceDone: string;
  readonly deviceDoneLead: (app: string) => string;
  readonly deviceStopped: string;
  readonly closePage: string;
  readonly errorTitle: string;
  readonly endedTitle: string;
  readonly endedLead: string;
  readonly aboutLead: string;
  readonly aboutConnect: string;
  readonly aboutIssuer: string;
  readonly aboutClientId: string;
  readonly aboutRights: string;
}

/** What the pages say. */
export const texts: Readonly<Record<Language, Texts>> = {
  en: {
    product: 'Photo Album',
    demo: 'demo',
    signIn: 'Sign in',
    signInButton: 'Sign in',
    signInFor: (app) => `to continue to ${app}`,
    login: 'Login',
    password: 'Password',
    cancel: 'Cancel',
    wrongPassword: 'No account has this login and password.',
    readyAccounts: 'Accounts to try with',
    wantsAccess: (app) => `${app} wants access to your account`,
    consentTitle: 'Allow access?',
    signedInAs: 'Signed in as',
    useAnotherAccount: 'Use another account',
    willBeAble: 'It will be able to',
    willNotBeAble: 'It will not be able to',
    takeBack: 'You can take this access back at any time.',
    allow: 'Allow',
    deny: 'Deny',
    deviceTitle: 'Connect a device',
    deviceLead: 'Enter the code that the device or terminal shows.',
    deviceCode: 'Code',
    deviceCodeWrong: 'This code is not known, has been used, or is too old.',
    deviceConfirm: (app) => `Connect ${app}?`,
    deviceConfirmLead: 'Go on only if your device shows this very code.',
    continue: 'Continue',
    deviceDone: 'Device connected',
    deviceDoneLead: (app) => `${app} now has the access that you allowed.`,
    deviceStopped: 'Nothing was connected',
    closePage: 'You can close this page.',
    errorTitle: 'This request cannot be answered',
    endedTitle: 'This page is no longer valid',
    endedLead: 'The request has ended, or was answered already. Start again in the app.',
    aboutLead:
      'A complete authorization server with a photo service behind it, on this computer and in memory only. ' +
      'Nothing here is real: sign in, allow, look around, take it back.',
    aboutConnect: 'To connect an app',
    aboutIssuer: 'Issuer',
    aboutClientId: 'Client id',
    aboutRights: 'Rights that an app may ask for',
  },
  ru: {
    product: 'Фотоальбом',
    demo: 'демо',
    signIn: 'Вход',
    signInButton: 'Войти',
    signInFor: (app) => `чтобы продолжить в приложении «${app}»`,
    login: 'Логин',
    password: 'Пароль',
    cancel: 'Отмена',
    wrongPassword: 'Нет аккаунта с таким логином и паролем.',
    readyAccounts: 'Аккаунты для пробы',
    wantsAccess: (app) => `«${app}» просит доступ к вашему аккаунту`,
    consentTitle: 'Разрешить доступ?',
    signedInAs: 'Вы вошли как',
    useAnotherAccount: 'Другой аккаунт',
    willBeAble: 'Приложение сможет',
    willNotBeAble: 'Приложение не сможет',
    takeBack: 'Этот доступ можно отозвать в любой момент.',
    allow: 'Разрешить',
    deny: 'Отклонить',
    deviceTitle: 'Подключить устройство',
    deviceLead: 'Введите код, который показывает устройство или терминал.',
    deviceCode: 'Код',
    deviceCodeWrong: 'Этот код неизвестен, уже использован или устарел.',
    deviceConfirm: (app) => `Подключить «${app}»?`,
    deviceConfirmLead: 'Продолжайте, только если устройство показывает именно этот код.',
    continue: 'Продолжить',
    deviceDone: 'Устройство подключено',
    deviceDoneLead: (app) => `«${app}» получило доступ, который вы разрешили.`,
    deviceStopped: 'Ничего не подключено',
    closePage: 'Эту страницу можно закрыть.',
    errorTitle: 'На этот запрос нельзя ответить',
    endedTitle: 'Эта страница больше не действует',
    endedLead: 'Запрос завершён, или на него уже ответили. Начните снова в приложении.',
    aboutLead:
      'Настоящий сервер авторизации и фотосервис за ним, на этом компьютере и только в памяти. ' +
      'Всё здесь понарошку: войдите, разрешите, осмотритесь, отзовите.',
    aboutConnect: 'Чтобы подключить приложение',
    aboutIssuer: 'Издатель (issuer)',
    aboutClientId: 'Client id',
    aboutRights: 'Права, которые может попросить приложение',
  },
};
