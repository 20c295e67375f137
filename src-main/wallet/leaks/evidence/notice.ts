import type { CaseToken, LeakCase } from '../../../contract/leak.ts';
import type { Language } from '../../../contract/status.ts';
import { countsInWords } from './evidence-page.ts';

/** The first so many tokens of a service are named; the rest is counted. */
const NAMED = 20;

/** A notice to whoever the tokens belong to, ready to send. It names no token that could be used. */
export function noticeToOwner(leak: LeakCase, tokens: readonly CaseToken[], language: Language): string {
  const services = leak.byService.map(({ service, name }) => {
    const own = tokens.filter((token) => token.service === service);
    const masked = own.slice(0, NAMED).map((token) => token.masked);
    return `- ${name ?? service ?? unknown[language]}: ${own.length} (${masked.join(', ')}${own.length > NAMED ? ', …' : ''})`;
  });
  const lines = language === 'ru' ? russian(leak, services) : english(leak, services);
  return `${lines.join('\n')}\n`;
}

const unknown = { en: 'a service that is not known', ru: 'неизвестный сервис' } as const;

function english(leak: LeakCase, services: readonly string[]): string[] {
  return [
    `Subject: Tokens of yours have leaked (case ${leak.number})`,
    '',
    'Hello,',
    '',
    `on ${day(leak.openedAt)} we found ${leak.tokens === 1 ? 'a token' : `${leak.tokens} tokens`} to your accounts in a place where no token must be. Whoever had seen it could have acted in your name within its rights, without your password.`,
    '',
    ...services,
    '',
    `What we did: ${countsInWords(leak, 'en')}.`,
    '',
    'What you should do:',
    '- Connect the apps that use these tokens again; until then they may not work.',
    '- Look into the security log of each service for what was done in your name.',
    '- Find out how the tokens got there, so that the next ones do not.',
    '',
    'Your password has not leaked with them. Nobody will ask you for a token: please send none.',
  ];
}

function russian(leak: LeakCase, services: readonly string[]): string[] {
  return [
    `Тема: Ваши токены доступа попали в открытый доступ (дело ${leak.number})`,
    '',
    'Здравствуйте!',
    '',
    `${day(leak.openedAt)} мы нашли токены доступа (${leak.tokens}) там, где их быть не должно. Тот, кто их увидел, мог действовать от вашего имени в пределах прав токена, не зная вашего пароля.`,
    '',
    ...services,
    '',
    `Что мы сделали: ${countsInWords(leak, 'ru')}.`,
    '',
    'Что стоит сделать вам:',
    '- Подключите заново приложения, которые пользовались этими токенами: до тех пор они могут не работать.',
    '- Посмотрите в журнале безопасности каждого сервиса, что делалось от вашего имени.',
    '- Выясните, как токены туда попали, чтобы это не повторилось.',
    '',
    'Ваш пароль вместе с ними не утёк. Никто не попросит у вас токен: не присылайте его.',
  ];
}

function day(moment: string): string {
  return moment.slice(0, 10);
}
