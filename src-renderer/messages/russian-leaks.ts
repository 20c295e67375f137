import type { Messages } from './en.ts';
import { countRussian, pickRussian, russianNumber, type RussianForms } from './plural.ts';

const tokenForms: RussianForms = { one: 'токен', few: 'токена', many: 'токенов' };
const serviceForms: RussianForms = { one: 'сервиса', few: 'сервисов', many: 'сервисов' };
const sourceForms: RussianForms = { one: 'источнике', few: 'источниках', many: 'источниках' };
const requestForms: RussianForms = { one: 'запрос', few: 'запроса', many: 'запросов' };

const tokens = (count: number): string => countRussian(count, tokenForms);

/** `у 1 токена`, `у 5 токенов`: who it is asked about, and who is left out. */
const ofTokens = (count: number): string =>
  countRussian(count, { one: 'токена', few: 'токенов', many: 'токенов' });

export const leaks: Messages['leaks'] = {
  title: 'Утечки',
  intro:
    'Токены утекли — в журнал, репозиторий, чат или отчёт сканера? Положите сюда всё, что есть: будет видно, какие там токены, чьи они и как прекратить каждый. Читается всё только на этом компьютере, и ничего никуда не отправляется, пока вы не скажете.',
  waitForApproval: (count) =>
    `${countRussian(count, { one: 'дело ждёт', few: 'дела ждут', many: 'дел ждут' })} второго взгляда`,

  paste: 'Что утекло',
  pasteHint: 'Вставляйте в любом месте этой страницы или перетащите на неё файлы и папки.',
  find: 'Найти токены',
  chooseFiles: 'Выбрать файлы…',
  chooseFolder: 'Выбрать папку…',
  dropHere: 'Отпустите файлы и папки, чтобы их прочитать',
  pastedText: 'вставленный текст',
  nothingToRead: 'Читать здесь нечего.',

  reading: 'Читаем',
  readSoFar: (sourcesRead, sources, bytes, found) =>
    `Источников: ${russianNumber(sourcesRead)} из ${russianNumber(sources)}, ${bytes}, пока найдено ${tokens(found)}`,
  stopReading: 'Прервать',

  found: 'Что нашлось',
  sum: ({ tokens: all, services, sources, withoutService, notWhole }) => {
    const main = `${tokens(all)} ${countRussian(services, serviceForms)} в ${countRussian(sources, sourceForms)}`;
    const rest = [
      ...(withoutService > 0 ? [`без известного сервиса: ${russianNumber(withoutService)}`] : []),
      ...(notWhole > 0 ? [`не целиком: ${russianNumber(notWhole)}`] : []),
    ];
    return [main, ...rest].join('; ');
  },
  noToken: 'Токенов не нашлось.',
  noTokenHint:
    'Всё, что не токен, сразу забыто. Если токен был скрыт или обрезан, попросите прислать его целиком.',
  unknown: (count) =>
    `Ещё ${countRussian(count, { one: 'строка похожа', few: 'строки похожи', many: 'строк похожи' })} на секрет, но ни к чему не подходит. Никуда не отправляется.`,
  notText: (names) => `Не текст, только посчитано: ${names}`,
  unreadable: (names) => `Не удалось прочитать: ${names}`,
  andMore: (count) => `и ещё ${russianNumber(count)}`,
  firstOnly: (shown, all) => `Первые ${russianNumber(shown)} из ${russianNumber(all)}. В деле будут все.`,
  openCase: 'Открыть дело…',
  addMore: 'Вставьте или перетащите ещё — добавится к этому.',
  forget: 'Забыть',

  opening: {
    title: 'Открыть дело',
    into: 'Куда',
    newCase: 'Новое дело',
    caseTitle: 'Название',
    caseTitleHint: 'Что случилось — чтобы дело нашёл и коллега.',
    note: 'Примечание',
    noteHint: 'Где утекло, кто сообщил, номер заявки.',
    person: 'Ваше имя',
    personHint: 'Останется в деле и в отчёте.',
    needsApproval: 'До отзыва на дело должен взглянуть ещё кто-то',
    service: 'Токены без приметы принадлежат',
    open: 'Открыть дело',
    tokensAreSealed: 'Пока дело открыто, токены запечатаны в хранилище; при закрытии они уничтожаются.',
  },
  service: {
    label: 'Сервис',
    none: 'Пока неизвестно',
    likely: 'Возможно',
    own: 'Где этот кошелёк уже знают',
    known: 'Сервисы, известные кошельку',
  },

  cases: 'Дела',
  noCases: 'Дел пока нет.',
  casesFailed: 'Не удалось прочитать дела.',
  tokens,
  name: (number, title) => (title === '' ? `Дело ${number}` : `Дело ${number}: ${title}`),
  opened: (by, when) => `Заведено: ${by}, ${when}`,
  approved: (by) => `одобрено: ${by}`,
  closed: (by, when) => `закрыто: ${by}, ${when}`,
  caseStates: {
    'needs-approval': 'Ждёт второго взгляда',
    open: 'Открыто',
    revoking: 'Идёт отзыв',
    stopped: 'Остановлено',
    closed: 'Закрыто',
  },
  backToDesk: 'Все дела',

  filters: 'Отбор',
  allStates: 'Все',
  allServices: 'Все сервисы',
  unknownService: 'Сервис неизвестен',
  searchRows: 'Найти в деле',
  clearSearch: 'Очистить поиск',
  shown: (count) => `Показано: ${tokens(count)}`,
  nothingFits: 'Ничего не подходит.',
  showAll: 'Показать все',
  states: {
    found: 'Найден',
    'needs-service': 'Сервис неизвестен',
    'not-whole': 'Не целиком',
    waiting: 'Ждёт очереди',
    revoking: 'Отзывается',
    confirmed: 'Мёртв, подтверждено',
    accepted: 'Отозван без подтверждения',
    'alive-until': 'Доживает свой срок',
    unsupported: 'Вручную',
    queued: 'Будет новая попытка',
    failed: 'Не отозван',
    'already-dead': 'Уже был мёртв',
    'left-out': 'Исключён',
  },
  foundAlive: 'Действует по ответу сервиса',
  aliveUntil: (when) => `Действует до ${when}`,
  ways: {
    connection: 'Как его подключение',
    endpoint: 'Стандартным запросом',
    call: 'Запросом сервиса',
    'by-hand': 'Вручную',
    'needs-client': 'Нужен id приложения',
    'needs-service': 'Нужен сервис',
    'not-whole': 'Нужен весь токен',
  },
  kinds: {
    access: 'Токен доступа',
    refresh: 'Токен продления',
    personal: 'Личный токен',
    installation: 'Токен установки',
  },
  flaws: {
    masked: 'Нашлась только скрытая форма. Попросите прислать токен целиком.',
    cut: 'Токен обрезан. Попросите прислать его целиком.',
  },
  marks: {
    pattern: 'по форме',
    jwt: 'это JWT',
    'authorization-header': 'стоял в заголовке Authorization',
    parameter: 'стоял в параметре адреса',
    'named-field': 'так называлось поле',
    report: 'по отчёту сканера',
  },
  checksums: {
    fits: 'Контрольная сумма сходится.',
    fails: 'Контрольная сумма не сходится: опечатка или просто пример.',
    none: '',
  },
  columns: {
    pick: 'Выбран',
    state: 'Состояние',
    token: 'Токен',
    service: 'Сервис',
    kind: 'Вид',
    who: 'Чей и с какими правами',
    place: 'Где найден',
    until: 'До',
    way: 'Как прекратить',
  },
  notRead: 'Загрузка…',
  pickRow: (masked) => `Выбрать ${masked}`,
  pickAll: 'Выбрать все показанные',
  morePlaces: (count) => `+${russianNumber(count)}`,
  saysItself: 'так говорит сам токен',
  tokenList: 'Утёкшие токены',

  actions: 'Что сделать',
  about: (count) => `Выбрано: ${tokens(count)}`,
  aboutAll: (count) => `Все показанные: ${tokens(count)}`,
  unpick: 'Снять выбор',
  ask: 'Спросить сервисы…',
  assign: 'Чьи они?…',
  leaveOut: 'Исключить…',
  revoke: (count) => `Отозвать ${russianNumber(count)}…`,
  retryFailed: (count) => `Повторить неудавшиеся: ${russianNumber(count)}…`,
  stop: 'Остановить',
  goOn: 'Продолжить',
  approve: 'Одобрить…',
  notice: 'Владельцу…',
  exportEvidence: 'Сохранить отчёт',
  evidence: 'Печать…',
  close: 'Закрыть дело…',

  needsApproval: 'Прежде чем что-либо отзывать, на дело должен взглянуть второй человек.',
  asking: 'Сервисы отвечают. Можно работать дальше.',
  exported: 'Отчёт сохранён. Секретов в нём нет.',
  folder: 'Папка',
  remarks: 'Заметки о прочитанном',

  run: {
    label: 'Как идёт отзыв',
    done: (done, total) => `Готово ${russianNumber(done)} из ${russianNumber(total)}`,
    looking: (done, total) => `Сначала проверка: ${russianNumber(done)} из ${russianNumber(total)}`,
    rate: (perSecond) => `${perSecond} в секунду`,
    left: (time) => `закончится ${time}`,
    waits: (count, when) => `${tokens(count)} в очереди, дальше в ${when}`,
    limit: (service, requests, seconds) =>
      seconds === 3600
        ? `${service} принимает ${countRussian(requests, requestForms)} в час`
        : `${service} принимает ${countRussian(requests, requestForms)} за ${countRussian(seconds, { one: 'секунду', few: 'секунды', many: 'секунд' })}`,
  },

  detail: {
    label: (masked) => `Подробно: ${masked}`,
    fingerprint: 'Отпечаток',
    knownBy: 'Как узнан',
    attempts: 'Попыток',
    nextAttempt: 'Новая попытка',
    ended: 'Завершено',
    record: 'Запись (англ.)',
    reason: 'Исключён потому, что',
    asked: 'Что отвечает сервис',
    notAsked: 'Сервис о нём ещё не спрашивали.',
    alive: (when) => `Действует, ответил сервис ${when}.`,
    dead: (when) => `Мёртв, ответил сервис ${when}.`,
    unclear: (when) => `Ясного ответа нет, ${when}.`,
    account: 'Учётная запись',
    rights: 'Права',
    ends: 'До',
    claims: 'Так говорит сам токен; никто за это не ручается',
    issuer: 'От кого',
    subject: 'Учётная запись',
    app: 'Приложение',
    candidates: 'Возможно',
    connection: 'Это нынешний или прежний токен приложения из этого кошелька.',
    showConnection: 'Показать приложение',
    cuts: 'Что прекратится с ним',
    byHand: 'Вручную',
    openPage: 'Открыть страницу',
    lookFor: 'Что искать',
    noPage: 'Страница неизвестна. Поищите в настройках учётной записи.',
    places: 'Где найден',
  },
  cuts: {
    token: 'Только этот токен',
    family: 'Токен и всё, что выдано вместе с ним',
    grant: 'Всё, что учётная запись разрешила приложению',
    app: 'Само приложение, для всех, кто им пользуется',
    nothing: 'Ничего',
    'not-known': 'Токен; что ещё — неизвестно',
  },

  askDialog: {
    title: (count) => `Спросить сервисы про ${tokens(count)}?`,
    text: 'Каждый токен увидит только его собственный сервис. Владелец может заметить это в журнале. Ничего не продлевается и не отзывается.',
    now: 'Спросить',
  },
  assignDialog: {
    title: (count) => `Чьи это токены (${russianNumber(count)})?`,
    text: 'После этого они принадлежат этому сервису и никакому другому не показываются.',
    now: 'Его',
  },
  leaveOutDialog: {
    title: (count) => `Исключить ${tokens(count)}?`,
    text: 'Отзываться они не будут. Причина войдёт в отчёт.',
    reason: 'Почему',
    reasonHint: 'Пример из документации, тестовая учётная запись, давно мёртв.',
    missing: 'Напишите почему: это войдёт в отчёт.',
    now: 'Исключить',
  },
  revokeDialog: {
    title: (count) => `Отозвать ${tokens(count)}?`,
    looking: 'Узнаём, что оборвёт отзыв…',
    nothing: 'Отзывать среди них нечего.',
    services: 'Чьи они',
    cuts: 'Что прекратится',
    byHand: (count) => `Запросом не прекратить ${tokens(count)}: будет страница сервиса и что на ней искать.`,
    passedOver: (count) =>
      `${tokens(count)} ${pickRussian(count, { one: 'будет пропущен', few: 'будут пропущены', many: 'будут пропущены' })}: завершены, исключены, не целиком или неизвестно чьи.`,
    cannotUndo: 'Отменить это нельзя. Ошибка ничего не остановит, а вы можете остановить в любой момент.',
    typeCount: (count) => `Введите ${count}, чтобы подтвердить`,
    now: (count) => `Отозвать ${russianNumber(count)}`,
  },
  approveDialog: {
    title: 'Одобрить дело?',
    text: (by) => `Дело открыто под именем «${by}». Другой человек смотрит его и разрешает отзыв.`,
    person: 'Имя второго человека',
    now: 'Одобрить',
  },
  noticeDialog: {
    title: 'Письмо владельцу',
    language: 'Язык',
    text: 'Текст',
    hint: 'Токенов в нём нет.',
  },
  closeDialog: {
    title: (name) => `Закрыть? ${name}`,
    text: 'Токены дела будут уничтожены: отозвать отсюда после этого ничего нельзя. Отчёт остаётся.',
    left: (count) => `Не разобрано: ${tokens(count)}. Возможно, они ещё действуют.`,
    force: 'Всё равно закрыть. В отчёте будет сказано, что дело не доведено до конца.',
    now: 'Закрыть дело',
  },

  evidencePage: {
    title: (number) => `Отчёт по делу ${number}`,
    print: 'Напечатать…',
    noSecret:
      'Токенов на этой странице нет: только скрытые формы и отпечатки, из которых токен не восстановить.',
    outcomes: 'Итоги',
    firstOnly: (shown, all) =>
      `Первые ${russianNumber(shown)} из ${ofTokens(all)}; в сохранённом отчёте есть все.`,
    askedWith: 'Чем доказано',
    proofs: {
      introspection: 'introspection (RFC 7662)',
      userinfo: 'userinfo (OpenID Connect)',
      'refresh-grant': 'предъявлен ещё раз',
      'service-call': 'запрос самого сервиса',
      nothing: '—',
    },
    ended: 'Когда',
  },

  keys: {
    title: 'В разделе «Утечки»',
    paste: 'Прочитать буфер обмена',
    openCase: 'Открыть дело',
    filter: 'Найти в деле',
    move: 'Ходить по таблице',
    open: 'Открыть подробности',
    pick: 'Выбрать',
    pickRange: 'Выбрать до этой строки',
    pickAll: 'Выбрать все показанные',
    revoke: 'Отозвать',
    ask: 'Спросить сервисы',
    print: 'Страница для печати',
    back: 'Закрыть, снять выбор или ко всем делам',
  },
};
