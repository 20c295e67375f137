import type { Messages } from './en.ts';
import { countRussian, pickRussian, type RussianForms } from './plural.ts';

const revocations: RussianForms = { one: 'отзыв', few: 'отзыва', many: 'отзывов' };
const accesses: RussianForms = { one: 'доступ', few: 'доступа', many: 'доступов' };
const entries: RussianForms = { one: 'записи', few: 'записей', many: 'записей' };

export const preview: Messages['preview'] = {
  dies: {
    token: 'Прекратится этот токен.',
    family: 'Прекратятся токен и всё, что выдано вместе с ним.',
    grant: 'Прекратится всё, что эта учётная запись разрешила приложению, на всех компьютерах.',
    app: 'Прекратится само приложение, для всех, кто им пользуется.',
    nothing: 'Отсюда прекратить ничего нельзя.',
    'not-known': 'Токен будет отозван. Что прекратится вместе с ним, неизвестно.',
  },
  livesOn: 'Уже выданное доживёт свой срок.',
  livesOnUntil: (when) => `Самое позднее — до ${when}.`,
  accessNotKnown: 'Прекратится ли выданный токен доступа, неизвестно.',
  byHand: {
    'no-call': 'Остальное делается вручную, на странице сервиса.',
    'needs-client': 'Без идентификатора и секрета приложения остальное делается вручную.',
    'not-known': 'Как прекратить остальное у сервиса, неизвестно.',
    refused: 'Сервис отказал; остальное делается вручную, на его странице.',
  },
  allByHand: 'Это делается вручную, на странице сервиса.',
  slow: 'Сервис отзывает позже, чем отвечает.',
  looking: 'Узнаём, что оборвёт отзыв…',
  labels: {
    dies: 'Оборвётся',
    livesOn: 'Останется',
    byHand: 'Вручную',
    heed: 'Учтите',
    after: 'После отзыва',
  },
  nothingLives: 'Насколько известно, ничего.',
  nothingByHand: 'Ничего.',
  after: {
    confirmed: 'Сервис можно будет спросить, прекращён ли токен.',
    accepted: 'Сервис может только согласиться: подтвердить нечем.',
    'alive-until': 'Сервис можно спросить; остальное закончится само.',
    unsupported: 'Всё закончится, когда вы сделаете своё на его странице.',
  },
  sum: {
    confirmed: (count) => `с подтверждением: ${count}`,
    accepted: (count) => `без подтверждения: ${count}`,
    'alive-until': (count) => `доживут свой срок: ${count}`,
    unsupported: (count) => `вручную: ${count}`,
  },
};

export const waiting: Messages['waiting'] = {
  titles: {
    turn: 'Ждёт своей очереди',
    queued: 'Ждёт отзыва',
    asking: 'Проверяется',
    byHand: 'Осталось за вами',
    stopped: 'Приостановлен',
  },
  turn: 'Пользоваться токенами уже нельзя.',
  nextTry: (when) => `Новая попытка ${when}`,
  tryingNow: 'Пробуем…',
  asked: (when) => `Спросим сервис ${when} — пока не ответит, что токен прекращён.`,
  askingNow: 'Спрашиваем сервис…',
  byHand: 'Сделайте своё на его странице. Кошелёк проверит сам.',
  stopped: 'Продолжится, когда вы скажете.',
  attempts: (count) => `уже ${countRussian(count, { one: 'попытка', few: 'попытки', many: 'попыток' })}`,
  tryNow: 'Попробовать',
  tryNowLabel: (app) => `Попробовать отозвать: ${app}`,
  goOn: 'Дальше',
  goOnLabel: (app) => `Отзывать дальше: ${app}`,
  giveUp: 'Прекратить попытки…',
  giveUpTitle: (app) => `Прекратить попытки отозвать ${app}?`,
  giveUpText: 'Кошелёк больше не будет пробовать, а доступ может ещё работать. Отозвать его можно снова.',
  giveUpNow: 'Прекратить',
  givenUp: (app) => `Отзыв больше не продолжается: ${app}.`,
  giveUpFirst: 'Доступ отзывается. Сначала откажитесь от отзыва или дождитесь его конца.',
  strip: (count) =>
    `${countRussian(count, revocations)} ${pickRussian(count, { one: 'ждёт', few: 'ждут', many: 'ждут' })} сервиса`,
  stripStopped: (count) =>
    `${countRussian(count, revocations)} ${pickRussian(count, { one: 'приостановлен', few: 'приостановлены', many: 'приостановлены' })}`,
  railCount: (count) =>
    `${countRussian(count, revocations)} не ${pickRussian(count, { one: 'завершён', few: 'завершены', many: 'завершены' })}`,
};

export const many: Messages['many'] = {
  everything: 'Отозвать всё',
  title: (count) => `Отозвать всё — ${countRussian(count, accesses)}?`,
  text: 'Для потерянного компьютера или телефона — или когда верить больше нельзя ничему. Самые опасные пойдут первыми; ошибка ничего не остановит, а вы можете остановить в любой момент.',
  none: 'Отзывать нечего.',
  service: 'Сервис',
  accesses: 'Доступов',
  howItEnds: 'Чем закончится',
  heed: 'Учтите',
  revoke: (count) => `Отозвать ${count}`,
  running: (done, total) => `Отзываем: ${done} из ${total}`,
  rate: (perSecond) => `${perSecond} в секунду`,
  left: (time) => `осталось ${time}`,
  stop: 'Остановить',
  goOn: 'Продолжить',
  stopped: (done, total) => `Остановлено: отозвано ${done} из ${total}`,
  stoppedHint: 'Остальные ждут вас; пользоваться ими уже нельзя.',
  over: (done, total) => `Закончено: отозвано ${done} из ${total}`,
  outcomes: {
    confirmed: (count) => `подтверждено: ${count}`,
    accepted: (count) => `без подтверждения: ${count}`,
    'alive-until': (count) => `доживают свой срок: ${count}`,
    unsupported: (count) => `вручную: ${count}`,
    queued: (count) => `ждут: ${count}`,
    failed: (count) => `не удалось: ${count}`,
  },
  retryFailed: (count) => `Повторить неудавшиеся: ${count}`,
  byHand: (count) => `Вручную: ${count}…`,
};

export const byHand: Messages['byHand'] = {
  title: 'Осталось сделать вручную',
  text: 'Эти сервисы не отзывают токены по запросу. Закройте каждый доступ на его странице или в настройках учётной записи; кошелёк потом сам проверит, прекращён ли токен.',
  none: 'Вручную ничего делать не осталось.',
  open: 'Страница',
  openLabel: (app) => `Страница, на которой закрывают доступ: ${app}`,
  lookFor: (app) => `Найдите «${app}».`,
  noPage: 'Страница неизвестна. Поищите в настройках учётной записи.',
  needsClient: 'С идентификатором и секретом приложения кошелёк мог бы сделать это сам.',
  checking: 'Кошелёк сам проверяет, закрыт ли доступ.',
};

export const leaving: Messages['leaving'] = {
  title: 'Выйти, не завершив отзыв?',
  text: (count) =>
    `Не ${pickRussian(count, { one: 'завершён', few: 'завершены', many: 'завершены' })}: ${countRussian(count, revocations)}. До тех пор доступ может работать.`,
  goesOn: 'Они сохранены и продолжатся сами при следующем запуске Token Wallet.',
  more: (count) => `и ещё ${count}`,
  quit: 'Выйти',
  stay: 'Остаться',
};

export const proof: Messages['proof'] = {
  open: 'Справка…',
  openLabel: (count) => `Справка об отзыве: ${count}`,
  title: (count) => (count === 1 ? 'Справка об отзыве' : `Справка об отзыве (${count})`),
  titleUnproved: (count, confirmed) =>
    count === 1
      ? 'Запись об отзыве, без доказательства'
      : `Запись об отзыве (${count}), доказано: ${confirmed}`,
  made: (when, wallet) => `Составлена ${when}, ${wallet}.`,
  noSecret: 'На этой странице нет секретов: её можно передавать.',
  print: 'Напечатать или сохранить в PDF',
  copyText: 'Скопировать текстом',
  failed: 'Справку составить не удалось.',
  service: 'Сервис',
  app: 'Приложение',
  account: 'Учётная запись',
  accountNotKnown: 'сервис не сказал',
  rights: 'Права',
  rightsNotNamed: 'не названы',
  outcome: 'Итог',
  askedAt: 'Время отзыва',
  askedWith: 'Чем доказано',
  attempts: 'Попыток',
  answer: 'Запись (англ.)',
  livesUntil: 'Действует до',
  byHand: 'Вручную',
  journal: 'Журнал',
  entry: (sequence) => `Запись ${sequence}`,
  proofs: {
    introspection: 'introspection (RFC 7662)',
    userinfo: 'userinfo сервиса (OpenID Connect)',
    'refresh-grant': 'токен обновления предъявлен ещё раз',
    'service-call': 'собственный запрос сервиса',
    nothing: 'ничем: сервис не спросили или не смогли спросить',
  },
  chain: 'Журнал, из которого это взято',
  intact: (count) => `Цепочка из ${countRussian(count, entries)} цела.`,
  broken: 'Цепочка не сходится: запись изменили или удалили.',
  head: 'Последний хеш',
};

export const ending: Messages['ending'] = {
  because: {
    'access-expires': 'Токен истечёт, а продлить его нечем.',
    'refresh-expires': 'Закончится продление.',
    unused: 'Сервис закрывает то, чем не пользуются.',
  },
  preventable: 'Если воспользоваться им ещё раз, срок отодвинется.',
  notPreventable: 'Потом придётся подключить заново.',
  asAWhole: 'Конец доступа',
};
