import type {
  ConnectionNote,
  ConnectionState,
  RevocationOutcome,
} from '../../src-main/contract/connection.ts';
import type { JournalAction } from '../../src-main/contract/journal.ts';
import type { Filter } from '../state/connection-facts.ts';
import type { Place } from '../state/window-state.svelte.ts';
import { byHand, ending, leaving, many, preview, proof, waiting } from './english-revoking.ts';
import { leaks } from './english-leaks.ts';
import { addToken, flows, risks, services } from './english-ways-in.ts';
import { countEnglish } from './plural.ts';

/** What a journal entry tells about, as far as it does. */
type About = Readonly<Record<string, string | undefined>>;

/** All texts of the window in English. The other languages have the same ones, or they do not compile. */
export type Messages = typeof en;

export const en = {
  name: 'Token Wallet',
  opening: 'Opening the wallet…',
  places: { apps: 'Apps', leaks: leaks.title, journal: 'Journal', settings: 'Settings' } satisfies Record<
    Place,
    string
  >,
  placesLabel: 'Places',
  needAttention: (count: number): string => `${countEnglish(count, 'app needs', 'apps need')} your attention`,
  lockNow: 'Lock',
  tryAgain: 'Try again',
  cancel: 'Cancel',
  close: 'Close',
  back: 'Back',
  undo: 'Undo',
  copy: 'Copy',
  copied: 'Copied',
  loading: 'Loading…',

  firstRun: {
    title: 'Who may act in your name',
    sentences: [
      'A connected app is like a friend with a power of attorney for your car: they may drive it, and cannot sell it.',
      'The paper they carry is called a token: whoever finds it can use it too, so it must be kept safe.',
      'Here you see every such paper, what it allows and until when, and take it back with one click.',
    ],
    connect: 'Connect an app',
    demo: 'Try it with the demo service',
    demoHint: 'The demo runs on this computer only and touches nothing of yours.',
    making: 'Making the vault…',
  },
  lock: {
    question: 'How the vault is locked',
    byKeychain: (name: string): string => `Your tokens will be locked by the ${name} of this computer.`,
    byPassphrase: 'Your tokens will be locked by a passphrase.',
    noKeychain: (name: string): string =>
      `This computer offers no ${name}, so a passphrase locks your tokens.`,
    change: 'Change',
    keychain: (name: string): string => `The ${name} of this computer`,
    keychainHint: 'Recommended. Opens by itself when you sign in.',
    keychainMissing: 'Not available on this computer.',
    passphrase: 'A passphrase',
    passphraseHint: 'You type it each time. Nobody can recover it for you.',
    newPassphrase: 'Passphrase',
    repeat: 'Passphrase once more',
    different: 'The two passphrases are different.',
    missing: 'Type a passphrase first.',
  },
  unlock: {
    title: 'The vault is locked',
    passphrase: 'Passphrase',
    unlock: 'Unlock',
    unlocking: 'Unlocking…',
    keychain: (name: string): string =>
      `The ${name} of this computer is locked, and the key of the vault is in it.`,
    keychainReady: (name: string): string => `The ${name} of this computer holds its key.`,
    keychainHint: 'Unlock it, usually by signing in to your desktop, then try again.',
  },
  failed: {
    title: 'The vault cannot be opened',
    untouched: 'Nothing was changed or deleted.',
    where: 'The vault file',
  },

  apps: {
    connect: 'Connect an app',
    search: 'Search apps, accounts and rights',
    clearSearch: 'Clear the search',
    filtersLabel: 'Show',
    filters: {
      all: 'All',
      attention: 'Needs attention',
      expiring: 'Expiring soon',
      endless: 'No end',
      writes: 'May write',
      administers: 'May delete or administer',
      revoked: 'Revoked',
    } satisfies Record<Filter, string>,
    listLabel: 'Connected apps',
    emptyTitle: 'No app is connected yet',
    emptyText: 'Connect one, and see here what it may do and until when.',
    nothingFound: 'No app fits',
    nothingFoundText: 'Try other words, or look at all of them.',
    showAll: 'Show all',
    listFailed: 'The list could not be read.',
    at: (account: string | undefined, service: string): string =>
      account === undefined ? service : `${account} · ${service}`,
    open: (app: string, account: string | undefined, service: string): string =>
      account === undefined ? `${app} at ${service}` : `${app} at ${service} as ${account}`,
    pick: (app: string): string => `Select ${app}`,
    more: (count: number): string => `+${count}`,
    moreLabel: (count: number): string => `and ${countEnglish(count, 'more right', 'more rights')}`,
    noRights: 'No rights named',
    worst: (risk: string): string => `Worst right: ${risk}`,
    picked: (count: number): string => `${count} selected`,
    revokePicked: (count: number): string => `Revoke ${count}`,
    forgetPicked: (count: number): string => `Forget ${count}`,
    unpick: 'Select none',
  },
  attempt: {
    waiting: (service: string): string => `Waiting for your answer in the browser: ${service}`,
    done: (service: string): string => `Connected: ${service}`,
    failed: (service: string): string => `Not connected: ${service}`,
    show: 'Show',
  },
  actions: {
    revoke: 'Revoke',
    revokeLabel: (app: string): string => `Revoke ${app}`,
    tryAgainLabel: (app: string): string => `Try again to revoke ${app}`,
    check: 'Check now',
    refresh: 'Renew',
    forget: 'Forget',
    forgetLabel: (app: string): string => `Forget ${app}`,
  },
  activity: { checking: 'Checking…', refreshing: 'Renewing…', revoking: 'Revoking…' },
  state: {
    active: 'Active',
    expiring: 'Ends soon',
    expired: 'Expired',
    revoking: 'Being revoked',
    revoked: 'Revoked',
    'needs-attention': 'Needs attention',
  } satisfies Record<ConnectionState, string>,
  problem: { check: 'That did not work', notRevoked: 'Not revoked' },
  checked: (when: string): string => `Checked ${when}`,
  neverChecked: 'Not checked yet',
  forgotten: (names: readonly string[], stillAlive: boolean): string => {
    const what = names.length === 1 ? (names[0] ?? '') : countEnglish(names.length, 'app', 'apps');
    return stillAlive ? `Forgot ${what}. The access may still work.` : `Forgot ${what}.`;
  },
  renewed: (app: string): string => `${app} was renewed.`,
  outcome: {
    titles: {
      confirmed: 'Revoked and confirmed',
      accepted: 'Revoked, not confirmed',
      'alive-until': 'Revoked, still alive',
      unsupported: 'Cannot be revoked from here',
      queued: 'Waiting to be revoked',
      failed: 'Not revoked',
    } satisfies Record<RevocationOutcome, string>,
    confirmed: 'The service was asked again: the token is dead.',
    accepted: 'The service said yes, and nothing proves that the token is dead.',
    aliveUntil: (when: string): string => `Revoked, alive until ${when}`,
    alive: 'Nothing new is issued; what was issued works to its end.',
    unsupported: (hasPage: boolean): string =>
      `The service takes no such token back when it is asked.${hasPage ? ' End the access on its own page.' : ''}`,
    queued: 'The service could not be reached. It will be tried again.',
    failed: 'It was not revoked, and may still work.',
  },

  expiry: {
    ends: (when: string): string => `Ends ${when}`,
    ended: (when: string): string => `Ended ${when}`,
    never: 'For ever',
    notStated: 'End not stated',
    renewable: 'Can be renewed without you',
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
    label: (app: string): string => `Details of ${app}`,
    may: 'What it may do',
    might: 'What it could do',
    granted: 'Granted',
    refused: 'Asked for, not granted',
    added: 'Granted without having been asked for',
    notStated: 'The service did not say which rights it granted. These are the ones that were asked for.',
    nothingStated: 'The service named no rights.',
    until: 'Until when',
    issued: 'Issued',
    ends: 'Ends',
    revoked: 'Revoked',
    connected: 'Connected',
    renewal: 'Renewal',
    renewable: 'Can be renewed without you, so the access outlives the token.',
    notRenewable: 'Cannot be renewed. Afterwards it has to be connected again.',
    endless: 'The token never expires. It works until it is revoked.',
    endUnknown: 'The service did not say when the token ends.',
    who: 'Whom the service recognises',
    subject: 'Account id',
    name: 'Name',
    email: 'E-mail',
    unknownAccount: 'The service did not tell whose account it is.',
    lastCheck: 'Last check',
    alive: (when: string): string => `Alive, said the service ${when}.`,
    dead: (when: string): string => `Dead, said the service ${when}.`,
    unclear: (when: string): string => `No clear answer ${when}.`,
    neverChecked: 'The service has not been asked yet.',
    cuts: 'What revoking would cut',
    cutsNow: (app: string, service: string): string =>
      `${app} loses its access to this account at ${service}: the token and, where there is one, its renewal.`,
    cutsNot: 'Your account, your password and your other apps stay as they are.',
    cutsLocal: 'Forget only removes the row from this wallet. The access may go on working.',
    cutDone: 'It has been revoked. Connect the app again if you want the access back.',
    history: 'History',
    noHistory: 'Nothing has happened yet.',
    app: 'App',
    clientId: 'Client id',
    registeredByWallet: 'Registered by this wallet',
    issuer: 'Service address',
    rename: 'Rename',
    ownName: 'Your name for it',
    ownNameHint: 'Empty: the name of the app.',
    save: 'Save',
    appName: 'Name of the app',
    bound: 'Bound to this computer: the token is worth nothing without a key in this vault.',
    refreshEnds: 'Renewal ends',
    details: 'Rights in detail',
    detailsRequested: 'Asked for',
    detailsGranted: 'Granted',
    detailsNotStated: 'The service did not say.',
    forgetServer: 'Forget this server…',
    forgetServerTitle: (service: string): string => `Delete what the wallet registered at ${service}?`,
    forgetServerText:
      'Every access of the apps that the wallet registered there ends with it, not only this one. It cannot be undone.',
    forgetServerNow: 'Delete it there',
    serverForgotten: (service: string): string =>
      `The registration at ${service} is deleted. Check its apps to see that their access has ended.`,
    serverGone: (service: string): string => `${service} no longer knew the registration.`,
    serverCannot: 'The service offers no way to delete a registration. Everything is as it was.',
  },
  notes: {
    'pkce-not-advertised':
      'The service does not say that it protects the sign-in with PKCE. The wallet used it all the same.',
    'fewer-scopes-granted': 'The service granted fewer rights than were asked for.',
    'more-scopes-granted': 'The service granted more rights than were asked for.',
    'iss-not-advertised': 'The service does not say who it is in its answers (RFC 9207).',
    'added-by-hand': 'Made elsewhere and added by hand.',
    'not-checked': 'The service has not been asked about it yet.',
    'token-says-itself': 'What is known of it, it says itself. The service has not confirmed it.',
  } satisfies Record<ConnectionNote, string>,

  connect: {
    title: 'Connect an app',
    find: 'Name or address of the service',
    findHint: 'Pick one, or type an address such as https://login.example.com, also of an API.',
    found: 'Services that fit',
    byAddress: (address: string): string => `The service at ${address}`,
    byAddressHint: 'Its issuer address',
    byApi: (address: string): string => `The API at ${address}`,
    byApiHint: 'Asks it who lets apps in',
    servers: (api: string): string => `${api} names more than one service that lets apps in. Which one?`,
    tokenOnly: (service: string): string =>
      `${service} does not connect apps. It gives tokens on its own page; make one there and add it here.`,
    tokenPage: 'Page to open in your browser',
    next: 'Continue',
    asking: 'Asking the service…',
    rightsTitle: (service: string): string => `Connect to ${service}`,
    canRevoke: 'Can be taken back from here.',
    cannotRevoke: 'The service offers no way to take a token back from here.',
    client: 'Which app asks',
    register: 'Register this wallet by itself',
    registerHint: 'The service offers it. There is nothing to enter.',
    own: 'An app that you registered there',
    ownHint: 'Enter the client id that the service gave you.',
    known: (app: string): string => `${app}, used before`,
    registerMore: 'Registered for fewer rights than these: it is registered once more.',
    clientId: 'Client id',
    clientSecret: 'Client secret',
    clientSecretHint: 'Only if the service gave you one.',
    registerPage: 'Page where apps are registered',
    redirect: 'Redirect address to enter at the service',
    appName: 'Name of the app',
    appNameHint: 'How it will be called in your list.',
    scopes: 'What it may do',
    scopesNone: 'The service does not list its rights. Name the ones you need, or leave it to the service.',
    chosen: (rights: readonly string[]): string => `Chosen, the gravest first: ${rights.join('; ')}.`,
    moreScopes: 'Other rights',
    moreScopesHint: 'Scopes as the service calls them, with spaces between.',
    flow: 'How to connect',
    advanced: 'More settings',
    resource: 'API that the token is for',
    resourceHint: 'Its address, where the service asks for one (RFC 8707).',
    details: 'Rights in detail',
    detailsHint: 'A JSON array, where the service asks for one (RFC 9396).',
    preparing: 'Getting ready…',
    waitingTitle: 'Answer in your browser',
    waitingText: (service: string): string =>
      `A page of ${service} has opened there. Sign in and decide; your password stays between you and the service.`,
    manualTitle: 'Answer in another browser',
    manualText: (service: string): string =>
      `Open this address where your browser is, and decide on the page of ${service}.`,
    manualAddress: 'Address to open',
    answer: 'Address at which the browser ended',
    answerHint: 'It cannot be opened there, and that is in order: copy it whole from the address bar.',
    sendAnswer: 'Continue',
    deviceTitle: 'Enter the code on another device',
    deviceText: 'Open on your phone or another computer:',
    deviceCode: 'and enter this code',
    qrCode: 'QR code that leads there',
    copyCode: 'Copy the code',
    copyAddress: 'Copy the address',
    deviceWarning: 'Never enter a code that somebody else has sent you.',
    selfTitle: 'Connecting',
    selfText: (service: string): string => `The app asks ${service} for a token.`,
    timeLeft: 'Time left',
    openAgain: 'Open the page again',
    cancelAttempt: 'Cancel',
    exchanging: 'Fetching the token…',
    demoUsers: 'Sign in to the demo as one of these',
    login: 'Login',
    password: 'Password',
    doneTitle: 'Connected',
    doneText: (app: string, service: string): string => `${app} can now reach ${service}.`,
    doneAs: (account: string): string => `The service recognised you as ${account}.`,
    replaced: 'It was connected before: the old token has been replaced.',
    show: 'Show it',
    failedTitle: 'Not connected',
    nothingStored: 'Nothing was stored.',
    tryInstead: 'Try it',
  },

  journal: {
    title: 'Journal',
    text: 'What was done with your tokens, without a secret in it. Each entry is chained to the one before it.',
    listLabel: 'Entries, newest first',
    verify: 'Verify',
    verifying: 'Verifying…',
    intact: (count: number): string =>
      countEnglish(count, 'entry is as it was written.', 'entries are as they were written.'),
    broken: (sequence: number): string =>
      `Entry ${sequence} does not fit the chain: somebody changed it, or removed one before it.`,
    showMore: 'Show more',
    empty: 'Nothing has happened yet.',
    /** What a service answers to a check. */
    answers: {
      alive: 'The service says: alive.',
      dead: 'The service says: dead.',
      unknown: 'The service gave no clear answer.',
    },
    sentence: (action: JournalAction, about: About): string => {
      const app =
        about['app'] ??
        (about['count'] === undefined ? 'an app' : countEnglish(Number(about['count']), 'app', 'apps'));
      const serviceName = about['service'];
      const service = serviceName === undefined ? '' : ` at ${serviceName}`;
      const account = about['account'] === undefined ? '' : ` as ${about['account']}`;
      const leak = `Case ${about['case'] ?? '—'}`;
      switch (action) {
        case 'vault-created':
          return 'The vault was made.';
        case 'unlock-method-changed':
          return 'The lock of the vault was changed.';
        case 'client-registered':
          return `${app} was registered${service}.`;
        case 'connected':
          return `${app} was connected${service}${account}.`;
        case 'reconnected':
          return `${app} was connected again${service}${account}.`;
        case 'connect-failed':
          return `Connecting to ${serviceName ?? 'a service'} failed.`;
        case 'added':
          return `A token of ${app}${service} was added by hand.`;
        case 'renamed':
          return about['label'] === undefined || about['label'] === ''
            ? `${app}${service} goes by its own name again.`
            : `${app}${service} was named “${about['label']}”.`;
        case 'server-forgotten':
          return `The registration of ${app}${service} was deleted.`;
        case 'token-given':
          return `The token of ${app}${service} was given to the terminal.`;
        case 'checked':
          return `${app}${service} was checked.`;
        case 'refreshed':
          return `${app}${service} was renewed.`;
        case 'refresh-failed':
          return `${app}${service} could not be renewed.`;
        case 'revocation-begun':
          return `The revocation of ${app}${service} began.`;
        case 'revocation-stopped':
          return `The revocation of ${app}${service} was stopped.`;
        case 'revocation-given-up':
          return `The revocation of ${app}${service} was given up. The access may still work.`;
        case 'revoked':
          return `${serviceName ?? 'The service'} was asked to revoke ${app}.`;
        case 'forgotten':
          return `${app}${service} was forgotten.`;
        case 'restored':
          return `${app}${service} was put back.`;
        case 'case-opened':
          return `${leak} was opened.`;
        case 'case-approved':
          return `${leak} was approved.`;
        case 'case-asked':
          return `Services were asked about the tokens of ${leak}.`;
        case 'case-revoking':
          return `The revocation of the tokens of ${leak} began.`;
        case 'case-token-ended':
          return `A leaked token${service} was dealt with in ${leak}.`;
        case 'case-exported':
          return `The evidence of ${leak} was written.`;
        case 'case-closed':
          return `${leak} was closed.`;
      }
    },
  },

  settings: {
    title: 'Settings',
    language: 'Language',
    languages: { system: 'As the system', en: 'English', ru: 'Русский' },
    vault: 'Vault',
    lockedBy: 'Locked by',
    byKeychain: (name: string): string => `the ${name} of this computer`,
    byPassphrase: 'a passphrase',
    change: 'Change…',
    save: 'Save',
    saved: 'The lock was changed.',
    lockNow: 'Lock now',
    lockNowHint: 'Until it is unlocked nothing can be seen or used.',
    file: 'Kept in',
    redirect: 'Redirect address',
    redirectHint: 'Enter it where a service asks for one when you register an app.',
    about: 'About',
    version: 'Version',
    host: 'Window',
    hosts: {
      electron: 'Electron',
      'stand-in': 'Stand-in for Electron in an installed Chromium',
      terminal: 'Terminal',
    },
  },

  keys: {
    title: 'Keys',
    typing: 'Typing',
    search: 'Search',
    places: 'Go to Apps, Leak desk, Journal, Settings',
    connect: 'Connect an app',
    addToken: 'Add a token',
    move: 'Move in the list',
    open: 'Open the details',
    pick: 'Select',
    pickRange: 'Select up to here',
    pickAll: 'Select all',
    revoke: 'Revoke',
    revokeEverything: 'Revoke everything',
    forget: 'Forget',
    check: 'Check now',
    refresh: 'Renew',
    undo: 'Undo',
    lock: 'Lock',
    close: 'Close, or unselect',
    show: 'These keys',
    space: 'Space',
    enter: 'Enter',
    shift: 'Shift',
    control: 'Ctrl',
    escape: 'Esc',
    delete: 'Del',
    click: 'click',
  },
};
