import type { Messages } from './en.ts';
import { byHand, ending, leaving, many, preview, proof, waiting } from './russian-revoking.ts';
import { leaks } from './russian-leaks.ts';
import { addToken, flows, risks, services } from './russian-ways-in.ts';
import { countRussian, pickRussian, type RussianForms } from './plural.ts';

const apps: RussianForms = { one: 'приложение', few: 'приложения', many: 'приложений' };

/** All texts of the window in Russian. */
export const ru: Messages = {
  name: 'Token Wallet',
  opening: 'Кошелёк открывается…',
  places: { apps: 'Приложения', leaks: leaks.title, journal: 'Журнал', settings: 'Настройки' },
  placesLabel: 'Разделы',
  needAttention: (count) =>
    `${countRussian(count, apps)} ${pickRussian(count, { one: 'требует', few: 'требуют', many: 'требуют' })} внимания`,
  lockNow: 'Блокировка',
  tryAgain: 'Ещё раз',
  cancel: 'Отмена',
  close: 'Закрыть',
  back: 'Назад',
  undo: 'Вернуть',
  copy: 'Скопировать',
  copied: 'Скопировано',
  loading: 'Загрузка…',

  firstRun: {
    title: 'Кто действует от вашего имени',
    sentences: [
      'Подключённое приложение похоже на друга с доверенностью на вашу машину: ездить он может, а продать её — нет.',
      'Его доверенность называется токеном: кто её найдёт, тот тоже сможет ею воспользоваться, поэтому её надо беречь.',
      'Здесь видна каждая такая доверенность — что она разрешает и до какого срока, — и любую можно отозвать одним щелчком.',
    ],
    connect: 'Подключить приложение',
    demo: 'Попробовать на демо-сервисе',
    demoHint: 'Демо-сервис работает только на этом компьютере и ничего вашего не трогает.',
    making: 'Создаётся хранилище…',
  },
  lock: {
    question: 'Чем защищено хранилище',
    byKeychain: (name) => `Токены будут защищены системным хранилищем ключей (${name}).`,
    byPassphrase: 'Токены будут защищены парольной фразой.',
    noKeychain: (name) =>
      `Системного хранилища ключей (${name}) здесь нет, поэтому токены защитит парольная фраза.`,
    change: 'Изменить',
    keychain: (name) => `Системное хранилище ключей (${name})`,
    keychainHint: 'Рекомендуется. Открывается само, когда вы входите в систему.',
    keychainMissing: 'На этом компьютере недоступно.',
    passphrase: 'Парольная фраза',
    passphraseHint: 'Её надо вводить каждый раз. Восстановить её не сможет никто.',
    newPassphrase: 'Парольная фраза',
    repeat: 'Парольная фраза ещё раз',
    different: 'Парольные фразы не совпадают.',
    missing: 'Сначала введите парольную фразу.',
  },
  unlock: {
    title: 'Хранилище заблокировано',
    passphrase: 'Парольная фраза',
    unlock: 'Разблокировать',
    unlocking: 'Открывается…',
    keychain: (name) => `Системное хранилище ключей (${name}) заблокировано, а ключ лежит в нём.`,
    keychainReady: (name) => `Ключ лежит в системном хранилище ключей (${name}).`,
    keychainHint: 'Разблокируйте его — обычно для этого достаточно войти в систему — и попробуйте ещё раз.',
  },
  failed: {
    title: 'Хранилище не открывается',
    untouched: 'Ничего не изменено и не удалено.',
    where: 'Файл хранилища',
  },

  apps: {
    connect: 'Подключить приложение',
    search: 'Поиск по приложениям, учётным записям и правам',
    clearSearch: 'Очистить поиск',
    filtersLabel: 'Показать',
    filters: {
      all: 'Все',
      attention: 'Требуют внимания',
      expiring: 'Скоро истекают',
      endless: 'Бессрочные',
      writes: 'Могут менять',
      administers: 'Могут удалять или управлять',
      revoked: 'Отозванные',
    },
    listLabel: 'Подключённые приложения',
    emptyTitle: 'Пока ничего не подключено',
    emptyText: 'Подключите приложение — и здесь будет видно, что оно может и до какого срока.',
    nothingFound: 'Ничего не нашлось',
    nothingFoundText: 'Попробуйте другие слова или посмотрите на все приложения.',
    showAll: 'Показать все',
    listFailed: 'Не удалось прочитать список.',
    at: (account, service) => (account === undefined ? service : `${account} · ${service}`),
    open: (app, account, service) =>
      account === undefined ? `${app}, сервис ${service}` : `${app}, сервис ${service}, ${account}`,
    pick: (app) => `Выбрать ${app}`,
    more: (count) => `+${count}`,
    moreLabel: (count) => `и ещё ${countRussian(count, { one: 'право', few: 'права', many: 'прав' })}`,
    noRights: 'Права не названы',
    worst: (risk) => `Самое опасное право: ${risk}`,
    picked: (count) => `Выбрано: ${count}`,
    revokePicked: (count) => `Отозвать ${count}`,
    forgetPicked: (count) => `Забыть ${count}`,
    unpick: 'Снять выбор',
  },
  attempt: {
    waiting: (service) => `Ждём вашего ответа в браузере: ${service}`,
    done: (service) => `Подключено: ${service}`,
    failed: (service) => `Не подключено: ${service}`,
    show: 'Показать',
  },
  actions: {
    revoke: 'Отозвать',
    revokeLabel: (app) => `Отозвать ${app}`,
    tryAgainLabel: (app) => `Ещё раз отозвать ${app}`,
    check: 'Проверить',
    refresh: 'Продлить',
    forget: 'Забыть',
    forgetLabel: (app) => `Забыть ${app}`,
  },
  activity: { checking: 'Проверяется…', refreshing: 'Продлевается…', revoking: 'Отзывается…' },
  state: {
    active: 'Действует',
    expiring: 'Скоро истечёт',
    expired: 'Истёк',
    revoking: 'Отзывается',
    revoked: 'Отозван',
    'needs-attention': 'Требует внимания',
  },
  problem: { check: 'Не получилось', notRevoked: 'Не отозван' },
  checked: (when) => `Проверен ${when}`,
  neverChecked: 'Ещё не проверялся',
  forgotten: (names, stillAlive) => {
    const what = names.length === 1 ? (names[0] ?? '') : countRussian(names.length, apps);
    return stillAlive ? `Забыто: ${what}. Доступ, возможно, ещё работает.` : `Забыто: ${what}.`;
  },
  renewed: (app) => `Доступ продлён: ${app}.`,
  outcome: {
    titles: {
      confirmed: 'Отозван, подтверждено',
      accepted: 'Отозван, не подтверждено',
      'alive-until': 'Отозван, но ещё действует',
      unsupported: 'Отсюда отозвать нельзя',
      queued: 'Ждёт отзыва',
      failed: 'Не отозван',
    },
    confirmed: 'Сервис спросили ещё раз: токен больше не действует.',
    accepted: 'Сервис согласился, но что токен больше не действует, не доказано.',
    aliveUntil: (when) => `Отозван, действует до ${when}`,
    alive: 'Нового не выдадут, а выданное действует до своего конца.',
    unsupported: (hasPage) =>
      `По запросу сервис такой токен не отзывает.${hasPage ? ' Закройте доступ на его странице.' : ''}`,
    queued: 'Сервис недоступен. Попробуем ещё раз.',
    failed: 'Отозвать не удалось, доступ может ещё действовать.',
  },

  expiry: {
    ends: (when) => `Истечёт ${when}`,
    ended: (when) => `Истёк ${when}`,
    never: 'Бессрочно',
    notStated: 'Срок не назван',
    renewable: 'Может продлеваться без вас',
  },
  preview,
  waiting,
  many,
  byHand,
  leaving,
  proof,
  ending,
  risks,
  flows,
  services,
  addToken,
  leaks,

  detail: {
    label: (app) => `Подробности: ${app}`,
    may: 'Что разрешено',
    might: 'Что было разрешено',
    granted: 'Разрешено',
    refused: 'Запрошено, но не разрешено',
    added: 'Разрешено без запроса',
    notStated: 'Сервис не сказал, какие права дал. Здесь те, что были запрошены.',
    nothingStated: 'Сервис не назвал ни одного права.',
    until: 'До какого срока',
    issued: 'Выдан',
    ends: 'Истекает',
    revoked: 'Отозван',
    connected: 'Подключено',
    renewal: 'Продление',
    renewable: 'Может продлеваться без вас, поэтому доступ переживёт токен.',
    notRenewable: 'Не продлевается. Потом придётся подключить заново.',
    endless: 'Токен бессрочный: он действует, пока его не отозвали.',
    endUnknown: 'Сервис не сказал, когда токен истекает.',
    who: 'Кого узнаёт сервис',
    subject: 'Идентификатор',
    name: 'Имя',
    email: 'Почта',
    unknownAccount: 'Сервис не сказал, чья это учётная запись.',
    lastCheck: 'Последняя проверка',
    alive: (when) => `Сервис ответил ${when}: токен действует.`,
    dead: (when) => `Сервис ответил ${when}: токен больше не действует.`,
    unclear: (when) => `Ясного ответа нет (${when}).`,
    neverChecked: 'Сервис ещё не спрашивали.',
    cuts: 'Что оборвёт отзыв',
    cutsNow: (app, service) =>
      `${app} потеряет доступ к этой учётной записи (${service}): сам токен и, если оно есть, его продление.`,
    cutsNot: 'Учётная запись, пароль и другие приложения останутся как были.',
    cutsLocal: '«Забыть» только убирает строку из кошелька. Доступ может работать и дальше.',
    cutDone: 'Доступ отозван. Чтобы вернуть его, подключите приложение заново.',
    history: 'История',
    noHistory: 'Пока ничего не было.',
    app: 'Приложение',
    clientId: 'Client id',
    registeredByWallet: 'Зарегистрировано этим кошельком',
    issuer: 'Адрес сервиса',
    rename: 'Переименовать',
    ownName: 'Ваше название',
    ownNameHint: 'Пусто — название приложения.',
    save: 'Сохранить',
    appName: 'Название приложения',
    bound: 'Привязан к этому компьютеру: без ключа из этого хранилища токен бесполезен.',
    refreshEnds: 'Продление до',
    details: 'Права подробно',
    detailsRequested: 'Запрошено',
    detailsGranted: 'Разрешено',
    detailsNotStated: 'Сервис не сказал.',
    forgetServer: 'Забыть этот сервер…',
    forgetServerTitle: (service) => `Удалить то, что кошелёк зарегистрировал у сервиса «${service}»?`,
    forgetServerText:
      'Вместе с регистрацией прекратится всякий доступ приложений, которые кошелёк там зарегистрировал, а не только этот. Отменить это нельзя.',
    forgetServerNow: 'Удалить у сервиса',
    serverForgotten: (service) =>
      `Регистрация удалена: ${service}. Проверьте приложения этого сервиса: их доступ должен прекратиться.`,
    serverGone: (service) => `Сервис уже не знал этой регистрации: ${service}.`,
    serverCannot: 'Сервис не позволяет удалить регистрацию. Всё осталось как было.',
  },
  notes: {
    'pkce-not-advertised': 'Сервис не сообщает, что защищает вход по PKCE. Кошелёк всё равно им пользовался.',
    'fewer-scopes-granted': 'Сервис дал меньше прав, чем запрошено.',
    'more-scopes-granted': 'Сервис дал больше прав, чем запрошено.',
    'iss-not-advertised': 'Сервис не называет себя в своих ответах (RFC 9207).',
    'added-by-hand': 'Создан в другом месте и добавлен вручную.',
    'not-checked': 'Сервис о нём ещё не спрашивали.',
    'token-says-itself': 'Всё, что о нём известно, он говорит сам. Сервис этого не подтверждал.',
  },

  connect: {
    title: 'Подключить приложение',
    find: 'Название или адрес сервиса',
    findHint: 'Выберите или введите адрес, например https://login.example.com; подойдёт и адрес API.',
    found: 'Подходящие сервисы',
    byAddress: (address) => `Сервис по адресу ${address}`,
    byAddressHint: 'Адрес издателя (issuer)',
    byApi: (address) => `API по адресу ${address}`,
    byApiHint: 'Спросить, кто пускает к нему приложения',
    servers: (api) => `${api} называет несколько сервисов, которые пускают приложения. Какой нужен?`,
    tokenOnly: (service) =>
      `${service} не подключает приложения, а выдаёт токены на своей странице. Создайте токен там и добавьте его сюда.`,
    tokenPage: 'Страница, которую надо открыть в браузере',
    next: 'Дальше',
    asking: 'Спрашиваем сервис…',
    rightsTitle: (service) => `Подключение: ${service}`,
    canRevoke: 'Доступ можно будет отозвать отсюда.',
    cannotRevoke: 'Отозвать токен отсюда сервис не позволяет.',
    client: 'Кто запрашивает доступ',
    register: 'Зарегистрировать кошелёк автоматически',
    registerHint: 'Сервис это умеет. Вводить ничего не нужно.',
    own: 'Приложение, которое вы там зарегистрировали',
    ownHint: 'Введите идентификатор клиента (client id), который дал сервис.',
    known: (app) => `${app} — уже использовалось`,
    registerMore: 'Зарегистрировано для меньшего числа прав, поэтому будет зарегистрировано ещё раз.',
    clientId: 'Идентификатор клиента (client id)',
    clientSecret: 'Секрет клиента (client secret)',
    clientSecretHint: 'Только если сервис его дал.',
    registerPage: 'Страница, где регистрируют приложения',
    redirect: 'Адрес возврата, который надо указать у сервиса',
    appName: 'Название приложения',
    appNameHint: 'Так оно будет называться в вашем списке.',
    scopes: 'Что разрешить',
    scopesNone: 'Сервис не перечисляет свои права. Назовите нужные или оставьте выбор ему.',
    chosen: (rights) => `Выбрано, опасное сначала: ${rights.join('; ')}.`,
    moreScopes: 'Другие права',
    moreScopesHint: 'Scopes, как их называет сервис, через пробел.',
    flow: 'Как подключить',
    advanced: 'Ещё настройки',
    resource: 'API, для которого нужен токен',
    resourceHint: 'Его адрес, если сервис требует (RFC 8707).',
    details: 'Права подробно',
    detailsHint: 'Массив JSON, если сервис требует (RFC 9396).',
    preparing: 'Подготовка…',
    waitingTitle: 'Ответьте в браузере',
    waitingText: (service) =>
      `Там открылась страница: ${service}. Войдите и решите; пароль останется между вами и сервисом.`,
    manualTitle: 'Ответьте в другом браузере',
    manualText: (service) =>
      `Откройте этот адрес там, где ваш браузер, и решите на странице сервиса: ${service}.`,
    manualAddress: 'Адрес, который надо открыть',
    answer: 'Адрес, на котором остановился браузер',
    answerHint: 'Там он не откроется, так и должно быть: скопируйте его целиком из адресной строки.',
    sendAnswer: 'Дальше',
    deviceTitle: 'Введите код на другом устройстве',
    deviceText: 'Откройте на телефоне или другом компьютере:',
    deviceCode: 'и введите этот код',
    qrCode: 'QR-код, который туда ведёт',
    copyCode: 'Скопировать код',
    copyAddress: 'Скопировать адрес',
    deviceWarning: 'Никогда не вводите код, который вам прислал кто-то другой.',
    selfTitle: 'Подключение',
    selfText: (service) => `Приложение запрашивает токен: ${service}.`,
    timeLeft: 'Осталось',
    openAgain: 'Открыть страницу ещё раз',
    cancelAttempt: 'Отменить',
    exchanging: 'Получаем токен…',
    demoUsers: 'Для демо-сервиса подойдёт любая из этих записей',
    login: 'Логин',
    password: 'Пароль',
    doneTitle: 'Подключено',
    doneText: (app, service) => `${app} теперь имеет доступ: ${service}.`,
    doneAs: (account) => `Сервис узнал вас как ${account}.`,
    replaced: 'Приложение уже было подключено: старый токен заменён.',
    show: 'Показать',
    failedTitle: 'Не подключено',
    nothingStored: 'Ничего не сохранено.',
    tryInstead: 'Попробовать',
  },

  journal: {
    title: 'Журнал',
    text: 'Что делалось с вашими токенами, без единого секрета. Каждая запись сцеплена с предыдущей.',
    listLabel: 'Записи, новые сверху',
    verify: 'Проверить',
    verifying: 'Проверяется…',
    intact: (count) =>
      count === 1
        ? 'Единственная запись такая, какой была сделана.'
        : `Все записи такие, какими были сделаны: ${count}.`,
    broken: (sequence) =>
      `Запись ${sequence} не подходит к цепочке: её изменили или удалили одну из предыдущих.`,
    showMore: 'Показать ещё',
    empty: 'Пока ничего не было.',
    answers: {
      alive: 'Сервис ответил: действует.',
      dead: 'Сервис ответил: не действует.',
      unknown: 'Ясного ответа сервис не дал.',
    },
    sentence: (action, about) => {
      const app =
        about['app'] ??
        (about['count'] === undefined ? 'приложение' : countRussian(Number(about['count']), apps));
      const service = about['service'] === undefined ? '' : ` (${about['service']})`;
      const account = about['account'] === undefined ? '' : `, ${about['account']}`;
      const leak = `дело ${about['case'] ?? '—'}`;
      switch (action) {
        case 'vault-created':
          return 'Создано хранилище.';
        case 'unlock-method-changed':
          return 'Изменена защита хранилища.';
        case 'client-registered':
          return `Зарегистрировано: ${app}${service}.`;
        case 'connected':
          return `Подключено: ${app}${service}${account}.`;
        case 'reconnected':
          return `Подключено заново: ${app}${service}${account}.`;
        case 'connect-failed':
          return `Не удалось подключить${service}.`;
        case 'added':
          return `Токен добавлен вручную: ${app}${service}.`;
        case 'renamed':
          return about['label'] === undefined || about['label'] === ''
            ? `Прежнее название возвращено: ${app}${service}.`
            : `Новое название — «${about['label']}»: ${app}${service}.`;
        case 'server-forgotten':
          return `Удалена регистрация: ${app}${service}.`;
        case 'token-given':
          return `Токен выдан терминалу: ${app}${service}.`;
        case 'checked':
          return `Проверено: ${app}${service}.`;
        case 'refreshed':
          return `Продлено: ${app}${service}.`;
        case 'refresh-failed':
          return `Не удалось продлить: ${app}${service}.`;
        case 'revocation-begun':
          return `Начат отзыв: ${app}${service}.`;
        case 'revocation-stopped':
          return `Отзыв приостановлен: ${app}${service}.`;
        case 'revocation-given-up':
          return `Отзыв прекращён, доступ может ещё работать: ${app}${service}.`;
        case 'revoked':
          return `Отзыв доступа: ${app}${service}.`;
        case 'forgotten':
          return `Забыто: ${app}${service}.`;
        case 'restored':
          return `Возвращено: ${app}${service}.`;
        case 'case-opened':
          return `Открыто ${leak}.`;
        case 'case-approved':
          return `Одобрено ${leak}.`;
        case 'case-asked':
          return `Сервисы спросили о токенах, ${leak}.`;
        case 'case-revoking':
          return `Начат отзыв токенов, ${leak}.`;
        case 'case-token-ended':
          return `Утёкший токен${service} обработан, ${leak}.`;
        case 'case-exported':
          return `Доказательства записаны, ${leak}.`;
        case 'case-closed':
          return `Закрыто ${leak}.`;
      }
    },
  },

  settings: {
    title: 'Настройки',
    language: 'Язык',
    languages: { system: 'Как в системе', en: 'English', ru: 'Русский' },
    vault: 'Хранилище',
    lockedBy: 'Защита',
    byKeychain: (name) => `системное хранилище ключей (${name})`,
    byPassphrase: 'парольная фраза',
    change: 'Изменить…',
    save: 'Сохранить',
    saved: 'Защита изменена.',
    lockNow: 'Заблокировать',
    lockNowHint: 'После этого ничего нельзя увидеть и использовать, пока хранилище не разблокируют.',
    file: 'Лежит в',
    redirect: 'Адрес возврата',
    redirectHint: 'Укажите его, если сервис спрашивает при регистрации приложения.',
    about: 'О программе',
    version: 'Версия',
    host: 'Окно',
    hosts: {
      electron: 'Electron',
      'stand-in': 'Замена Electron в установленном Chromium',
      terminal: 'Терминал',
    },
  },

  keys: {
    title: 'Клавиши',
    typing: 'Набор текста',
    search: 'Поиск',
    places: 'Приложения, утечки, журнал, настройки',
    connect: 'Подключить приложение',
    addToken: 'Добавить токен',
    move: 'Двигаться по списку',
    open: 'Открыть подробности',
    pick: 'Выбрать',
    pickRange: 'Выбрать до этой строки',
    pickAll: 'Выбрать все',
    revoke: 'Отозвать',
    revokeEverything: 'Отозвать всё',
    forget: 'Забыть',
    check: 'Проверить',
    refresh: 'Продлить',
    undo: 'Вернуть',
    lock: 'Заблокировать',
    close: 'Закрыть или снять выбор',
    show: 'Эти клавиши',
    space: 'Пробел',
    enter: 'Enter',
    shift: 'Shift',
    control: 'Ctrl',
    escape: 'Esc',
    delete: 'Del',
    click: 'щелчок',
  },
};
