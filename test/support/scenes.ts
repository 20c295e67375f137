import { randomUUID } from 'node:crypto';
import type { Connection, Risk, ScopeMeaning } from '../../src-main/contract/connection.ts';
import type { RevocationRun } from '../../src-main/contract/revocation.ts';
import type { JournalEntry } from '../../src-main/contract/journal.ts';
import type { Status, VaultStatus } from '../../src-main/contract/status.ts';
import { worstRisk } from '../../src-main/wallet/connections/connection-view.ts';
import { toErrorValue, WalletError } from '../../src-main/wallet/wallet-error.ts';

/** The moment at which every scene plays. */
export const SCENE_NOW = '2026-11-22T16:00:00.000Z';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** A moment so many milliseconds after the scene, or before it. */
export function after(distanceMs: number): string {
  return new Date(Date.parse(SCENE_NOW) + distanceMs).toISOString();
}

const meanings: Readonly<Record<string, readonly [Risk, en: string, ru: string]>> = {
  openid: ['identity', 'recognise you by an identifier', 'узнавать вас по идентификатору'],
  profile: ['identity', 'see your profile, such as name and picture', 'видеть ваш профиль: имя и фотографию'],
  email: ['identity', 'see your e-mail address', 'видеть ваш адрес электронной почты'],
  offline_access: [
    'offline',
    'stay connected when you are away',
    'оставаться подключённым в ваше отсутствие',
  ],
  'photos.read': ['read', 'see your photos', 'видеть ваши фотографии'],
  'photos.write': ['write', 'upload photos', 'загружать фотографии'],
  'messages.read': ['read', 'read your messages', 'читать ваши сообщения'],
  'account.delete': ['delete', 'delete your account', 'удалить ваш аккаунт'],
  repo: ['write', 'read and change your repositories', 'читать и менять ваши репозитории'],
  workflow: ['write', 'change workflow files', 'менять файлы рабочих процессов'],
  'read:packages': ['read', 'download packages', 'скачивать пакеты'],
  'admin:org': ['administer', 'manage your organisations', 'управлять вашими организациями'],
  'mail.read': ['read', 'read your mail', 'читать вашу почту'],
};

/** What the catalog would say of these scopes. Most of the ones of a company's own service it does not know. */
export function explain(scopes: readonly string[]): ScopeMeaning[] {
  return scopes.flatMap((scope) => {
    const [risk, en, ru] = meanings[scope] ?? [];
    return risk === undefined || en === undefined || ru === undefined
      ? []
      : [{ scope, risk, means: { en, ru } }];
  });
}

/** Everything a window can be shown at its start. */
export interface Scene {
  readonly status: Status;
  readonly connections: readonly Connection[];
  readonly journal: readonly JournalEntry[];
  /** How a revocation of many stands at the start; without it none ever was. */
  readonly run?: RevocationRun;
}

const openVault: VaultStatus = {
  state: 'open',
  method: 'keychain',
  keychain: 'available',
  keychainName: 'Secret Service',
  file: '/home/anna/.local/share/Token Wallet/vault.sqlite',
  error: null,
};

export function makeStatus(vault: Partial<VaultStatus> = {}): Status {
  return {
    version: '0.1.0',
    host: 'electron',
    language: 'en',
    settings: { language: 'system' },
    vault: { ...openVault, ...vault },
    redirectUri: 'http://127.0.0.1/callback',
    demo: null,
  };
}

/** A healthy connection, but for what the test says otherwise. */
export function makeConnection(different: Partial<Connection> = {}): Connection {
  const scopes = different.scopes ?? granted('openid', 'profile', 'photos.read', 'photos.write');
  return {
    id: randomUUID(),
    service: { id: 'demo', name: 'Demo photo service', issuer: 'http://127.0.0.1:41234' },
    label: null,
    app: { name: 'Photo Uploader', clientId: 'c-7f31', registeredByWallet: true },
    account: { subject: 'anna', name: 'Anna Sommer', email: 'anna@demo.example' },
    scopes,
    risk: worstRisk(scopes.known.filter(({ scope }) => scopes.granted.includes(scope))),
    origin: 'authorized',
    boundToComputer: false,
    refreshExpiresAt: null,
    end: null,
    details: null,
    connectedAt: after(-3 * DAY),
    issuedAt: after(-4 * MINUTE),
    expiresAt: after(6 * MINUTE),
    expiry: 'at',
    refreshable: true,
    state: 'active',
    attention: null,
    activity: null,
    pending: null,
    lastCheck: null,
    revocation: null,
    notes: [],
    ...different,
  };
}

const host = 'sso.work.example';
const attention = toErrorValue(new WalletError('refresh-refused', { host, problem: 'invalid_grant' }));
const refused = toErrorValue(new WalletError('service-refused', { host, problem: 'invalid_client' }));

function service(name: string, issuer: string): Connection['service'] {
  return { id: null, name, issuer };
}

function app(name: string, clientId: string): Connection['app'] {
  return { name, clientId, registeredByWallet: false };
}

export function granted(...scopes: string[]): Connection['scopes'] {
  return { requested: scopes, granted: scopes, stated: true, known: explain(scopes) };
}

/** Six services, and about every way in which a connection can stand. */
export function manyConnections(): Connection[] {
  const ended = { state: 'revoked', refreshable: false } as const;
  const revoked = (id: string): NonNullable<Connection['revocation']> => ({
    id,
    outcome: 'confirmed',
    cuts: 'family',
    askedWith: 'introspection',
    attempts: 1,
    nextAttemptAt: null,
    byHand: null,
    detail: 'the token was revoked; introspection says that it is not active',
    livesUntil: null,
    revokedAt: after(-2 * MINUTE),
    error: null,
  });
  const list = [
    makeConnection({
      lastCheck: {
        id: randomUUID(),
        alive: true,
        subject: 'anna',
        scopes: ['openid'],
        askedWith: 'userinfo',
        checkedAt: after(-5 * MINUTE),
        detail: 'the service recognised the token as anna',
      },
    }),
    makeConnection({
      service: service('Work SSO', `https://${host}/realms/main`),
      app: app('Calendar Sync', 'calendar-sync'),
      account: { subject: '8f2c', name: 'Anna Sommer', email: 'anna.sommer@work.example' },
      scopes: granted('openid', 'calendar', 'calendar.write', 'contacts', 'tasks', 'email', 'profile'),
      state: 'needs-attention',
      attention,
      refreshable: false,
      expiresAt: after(-2 * DAY),
      issuedAt: after(-2 * DAY - HOUR),
    }),
    makeConnection({
      service: service('Git Forge', 'https://git.example'),
      app: app('Release Robot', 'release-robot'),
      account: { subject: '1742', name: null, email: null },
      scopes: granted('repo', 'workflow', 'admin:org', 'read:packages'),
      expiry: 'never',
      expiresAt: null,
      refreshable: false,
    }),
    makeConnection({
      service: service('Mail', 'https://accounts.mail.example'),
      app: app('Inbox Cleaner', 'inbox-cleaner-9921'),
      account: { subject: 'a', name: null, email: 'anna@mail.example' },
      scopes: { ...granted('mail.read'), stated: false },
      expiry: 'not-stated',
      expiresAt: null,
      refreshable: false,
    }),
    makeConnection({
      service: service('Work SSO', `https://${host}/realms/main`),
      app: app('A dashboard with a name that is rather longer than anybody would wish it to be', 'dash'),
      account: { subject: 'x', name: null, email: 'someone.with.a.very.long.address@subsidiary.example' },
      scopes: granted('https://sso.work.example/auth/very/long/scope.read', 'metrics'),
      refreshable: false,
      issuedAt: after(-28 * DAY),
      expiresAt: after(2 * DAY),
      revocation: {
        ...revoked(randomUUID()),
        outcome: 'failed',
        askedWith: null,
        detail: refused.message,
        error: refused,
      },
    }),
    makeConnection({
      service: service('Storage', 'https://id.storage.example'),
      app: app('Backup', 'backup'),
      scopes: granted('files.read', 'offline_access'),
      account: { subject: 'anna', name: 'Anna Sommer', email: null },
      refreshable: false,
      state: 'expired',
      issuedAt: after(-30 * DAY),
      expiresAt: after(-3 * HOUR),
    }),
    makeConnection({ ...ended, app: app('Slideshow', 'slides'), revocation: revoked(randomUUID()) }),
    makeConnection({
      ...ended,
      service: service('Chat', 'https://chat.example'),
      app: app('Standup Bot', 'bot'),
      account: { subject: 'U42', name: null, email: null },
      scopes: granted('chat:write', 'users:read'),
      revocation: { ...revoked(randomUUID()), outcome: 'alive-until', livesUntil: after(52 * MINUTE) },
    }),
    makeConnection({
      ...ended,
      service: service('Git Forge', 'https://git.example'),
      app: app('Old Importer', 'importer'),
      account: { subject: '1742', name: null, email: null },
      scopes: granted('repo'),
      revocation: { ...revoked(randomUUID()), outcome: 'accepted', askedWith: null },
    }),
  ];
  return list.map((connection, index) => ({ ...connection, connectedAt: after(-(index + 1) * DAY) }));
}

const acts: readonly Pick<JournalEntry, 'action' | 'about'>[] = [
  { action: 'vault-created', about: {} },
  { action: 'client-registered', about: { app: 'Photo Uploader', service: 'Demo photo service' } },
  {
    action: 'connected',
    about: { app: 'Photo Uploader', service: 'Demo photo service', account: 'anna@demo.example' },
  },
  { action: 'checked', about: { app: 'Photo Uploader', service: 'Demo photo service', outcome: 'alive' } },
  { action: 'refreshed', about: { app: 'Photo Uploader', service: 'Demo photo service' } },
  { action: 'connect-failed', about: { service: 'Mail', error: 'access-denied' } },
  {
    action: 'refresh-failed',
    about: {
      app: 'Calendar Sync',
      service: 'Work SSO',
      error: attention.code,
      detail: attention.message,
      host,
      problem: 'invalid_grant',
    },
  },
  { action: 'revoked', about: { app: 'Slideshow', service: 'Demo photo service', outcome: 'confirmed' } },
  { action: 'forgotten', about: { app: 'Old Importer', service: 'Git Forge', outcome: 'accepted' } },
  { action: 'restored', about: { app: 'Old Importer', service: 'Git Forge' } },
  { action: 'unlock-method-changed', about: {} },
  { action: 'added', about: { app: 'Release Robot', service: 'Git Forge' } },
  { action: 'renamed', about: { app: 'Release Robot', service: 'Git Forge', label: 'Nightly builds' } },
  { action: 'token-given', about: { app: 'Release Robot', service: 'Git Forge' } },
  { action: 'server-forgotten', about: { app: 'Photo Uploader', service: 'Demo photo service' } },
];

/** A journal of any length, newest first. */
export function makeJournal(length: number = acts.length): JournalEntry[] {
  return Array.from({ length }, (_, index) => ({
    ...(acts[index % acts.length] ?? { action: 'checked' as const, about: {} }),
    sequence: index + 1,
    at: after((index - length) * 47 * MINUTE),
    connectionId: null,
  })).toReversed();
}

/** A connection of which everything is known that can be known. */
export function connectionWithEverything(): Connection {
  const wish = { type: 'payment_initiation', locations: ['https://bank.example/payments'] };
  return makeConnection({
    label: 'Rent, every month',
    service: service('Bank', 'https://auth.bank.example'),
    app: { name: 'Standing Orders', clientId: 'c-1f09', registeredByWallet: true },
    scopes: {
      ...granted('openid', 'account.delete', 'payments', 'photos.read'),
      requested: ['openid', 'account.delete', 'payments', 'messages.read'],
      known: explain(['openid', 'account.delete', 'photos.read', 'messages.read']),
    },
    boundToComputer: true,
    refreshExpiresAt: after(90 * DAY),
    details: {
      requested: JSON.stringify([{ ...wish, amount: '1200.00 EUR' }]),
      granted: JSON.stringify([{ ...wish, amount: '1000.00 EUR' }]),
    },
    notes: ['iss-not-advertised'],
  });
}

/** A token that was made elsewhere and put in by hand. */
export function addedConnection(): Connection {
  return makeConnection({
    label: 'Nightly builds',
    service: service('Git Forge', 'https://git.example'),
    app: { name: 'Personal access token', clientId: '', registeredByWallet: false },
    account: { subject: null, name: null, email: null },
    scopes: { requested: [], granted: [], stated: false, known: [] },
    origin: 'added',
    expiry: 'not-stated',
    expiresAt: null,
    refreshable: false,
    notes: ['added-by-hand', 'not-checked', 'token-says-itself'],
  });
}

/** A window full of connections. */
export function fullScene(): Scene {
  return { status: makeStatus(), connections: manyConnections(), journal: makeJournal() };
}

/** An open vault with nothing in it. */
export function emptyScene(): Scene {
  return { status: makeStatus(), connections: [], journal: [] };
}

/** A vault that is not open, in one of its ways. */
export function closedScene(vault: Partial<VaultStatus>): Scene {
  return { status: makeStatus(vault), connections: [], journal: [] };
}
