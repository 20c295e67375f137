import type { Cuts } from '../../src-main/contract/connection.ts';
import type { LeakCase, LeakedState, LeakedToken, LeakWay } from '../../src-main/contract/leak.ts';
import { countEnglish, englishNumber } from './plural.ts';

const tokens = (count: number): string => countEnglish(count, 'token', 'tokens');

/** What a scan, or a case, is about in numbers. */
export interface LeakSum {
  readonly tokens: number;
  readonly services: number;
  readonly sources: number;
  readonly withoutService: number;
  readonly notWhole: number;
}

/** The leak desk: from what leaked to the proof that every token in it is dead. */
export const leaks = {
  title: 'Leak desk',
  intro:
    'Tokens got out, in a log, a repository, a chat or a scanner’s report? Put here what you have: you see which tokens are in it, whose they are and how each can be ended. It is read on this computer only, and nothing is sent anywhere until you say so.',
  waitForApproval: (count: number): string =>
    countEnglish(count, 'case waits for a second look', 'cases wait for a second look'),

  paste: 'What leaked',
  pasteHint: 'Paste anywhere on this page, or drop files and folders on it.',
  find: 'Find tokens',
  chooseFiles: 'Choose files…',
  chooseFolder: 'Choose a folder…',
  dropHere: 'Drop files and folders to read them',
  pastedText: 'pasted text',
  nothingToRead: 'There is nothing in it to read.',

  reading: 'Reading',
  readSoFar: (sourcesRead: number, sources: number, bytes: string, found: number): string =>
    `${englishNumber(sourcesRead)} of ${countEnglish(sources, 'source', 'sources')}, ${bytes}, ${tokens(found)} so far`,
  stopReading: 'Stop reading',

  found: 'What was found',
  sum: ({ tokens: all, services, sources, withoutService, notWhole }: LeakSum): string => {
    const main = `${tokens(all)} of ${countEnglish(services, 'service', 'services')} in ${countEnglish(sources, 'source', 'sources')}`;
    const rest = [
      ...(withoutService > 0 ? [`${englishNumber(withoutService)} without a known service`] : []),
      ...(notWhole > 0 ? [`${englishNumber(notWhole)} not whole`] : []),
    ];
    return [main, ...rest].join('; ');
  },
  noToken: 'No token was found.',
  noTokenHint: 'What is no token was forgotten at once. If one was masked or cut, ask for the whole of it.',
  unknown: (count: number): string =>
    `${countEnglish(count, 'string looks', 'strings look')} like a secret and ${count === 1 ? 'fits' : 'fit'} nothing. They are sent nowhere.`,
  notText: (names: string): string => `No text, only counted: ${names}`,
  unreadable: (names: string): string => `Could not be read: ${names}`,
  andMore: (count: number): string => `and ${englishNumber(count)} more`,
  firstOnly: (shown: number, all: number): string =>
    `The first ${englishNumber(shown)} of ${englishNumber(all)}. A case shows them all.`,
  openCase: 'Open a case…',
  addMore: 'Paste or drop more, and it is added.',
  forget: 'Forget it',

  opening: {
    title: 'Open a case',
    into: 'Where to',
    newCase: 'A new case',
    caseTitle: 'Title',
    caseTitleHint: 'What happened, so that a colleague finds it again.',
    note: 'Note',
    noteHint: 'Where it leaked, who told you, a ticket number.',
    person: 'Your name',
    personHint: 'Stands in the case and in the evidence.',
    needsApproval: 'Somebody else has to look before anything is revoked',
    service: 'Tokens without a mark belong to',
    open: 'Open the case',
    tokensAreSealed:
      'The tokens are sealed in the vault while the case is open, and destroyed when it closes.',
  },
  service: {
    label: 'Service',
    none: 'I do not know yet',
    likely: 'Could be',
    own: 'Where this wallet is known',
    known: 'Services the wallet knows',
  },

  cases: 'Cases',
  noCases: 'No case yet.',
  casesFailed: 'The cases could not be read.',
  tokens,
  name: (number: number, title: string): string =>
    title === '' ? `Case ${number}` : `Case ${number}: ${title}`,
  opened: (by: string, when: string): string => `Opened by ${by}, ${when}`,
  approved: (by: string): string => `approved by ${by}`,
  closed: (by: string, when: string): string => `closed by ${by}, ${when}`,
  caseStates: {
    'needs-approval': 'Waits for a second look',
    open: 'Open',
    revoking: 'Being revoked',
    stopped: 'Stopped',
    closed: 'Closed',
  } satisfies Record<LeakCase['state'], string>,
  backToDesk: 'All cases',

  filters: 'Filters',
  allStates: 'All',
  allServices: 'All services',
  unknownService: 'Service unknown',
  searchRows: 'Find in the case',
  clearSearch: 'Clear the search',
  shown: (count: number): string => `${tokens(count)} shown`,
  nothingFits: 'No token fits.',
  showAll: 'Show all',
  states: {
    found: 'Found',
    'needs-service': 'Service unknown',
    'not-whole': 'Not whole',
    waiting: 'Its turn comes',
    revoking: 'Being revoked',
    confirmed: 'Dead, confirmed',
    accepted: 'Revoked, not confirmed',
    'alive-until': 'Alive to its end',
    unsupported: 'To do by hand',
    queued: 'Tried again',
    failed: 'Not revoked',
    'already-dead': 'Was dead already',
    'left-out': 'Left out',
  } satisfies Record<LeakedState, string>,
  foundAlive: 'Alive, says the service',
  aliveUntil: (when: string): string => `Alive until ${when}`,
  ways: {
    connection: 'Like its connection',
    endpoint: 'By the standard call',
    call: 'By the service’s call',
    'by-hand': 'By hand',
    'needs-client': 'Needs its app’s id',
    'needs-service': 'Needs a service',
    'not-whole': 'Needs the whole token',
  } satisfies Record<LeakWay, string>,
  kinds: {
    access: 'Access token',
    refresh: 'Refresh token',
    personal: 'Personal token',
    installation: 'Installation token',
  } satisfies Record<NonNullable<LeakedToken['kind']>, string>,
  flaws: {
    masked: 'Only a masked form was found. Ask for the whole token.',
    cut: 'It was cut off. Ask for the whole token.',
  } satisfies Record<NonNullable<LeakedToken['flaw']>, string>,
  marks: {
    pattern: 'Its form',
    jwt: 'It is a JWT',
    'authorization-header': 'It stood in an Authorization header',
    parameter: 'It stood in a parameter of an address',
    'named-field': 'Its field was named so',
    report: 'A scanner’s report says so',
  } satisfies Record<LeakedToken['mark'], string>,
  checksums: {
    fits: 'Its checksum fits.',
    fails: 'Its checksum does not fit: mistyped, or only an example.',
    none: '',
  } satisfies Record<LeakedToken['checksum'], string>,
  columns: {
    pick: 'Selected',
    state: 'State',
    token: 'Token',
    service: 'Service',
    kind: 'Kind',
    who: 'Whose, and rights',
    place: 'Found in',
    until: 'Until',
    way: 'How it ends',
  },
  notRead: 'Loading…',
  pickRow: (masked: string): string => `Select ${masked}`,
  pickAll: 'Select all that are shown',
  morePlaces: (count: number): string => `+${englishNumber(count)}`,
  saysItself: 'says the token itself',
  tokenList: 'Leaked tokens',

  actions: 'What to do',
  about: (count: number): string => `${tokens(count)} selected`,
  aboutAll: (count: number): string => `All ${tokens(count)} shown`,
  unpick: 'Select none',
  ask: 'Ask the services…',
  assign: 'Whose are these?…',
  leaveOut: 'Leave out…',
  revoke: (count: number): string => `Revoke ${englishNumber(count)}…`,
  retryFailed: (count: number): string => `Retry ${englishNumber(count)} failed…`,
  stop: 'Stop',
  goOn: 'Go on',
  approve: 'Approve…',
  notice: 'Owner notice…',
  exportEvidence: 'Export evidence',
  evidence: 'Print…',
  close: 'Close case…',

  needsApproval: 'A second person has to look before anything is revoked.',
  asking: 'The services are being asked. You can go on working.',
  exported: 'The evidence was written. It holds no secret.',
  folder: 'Folder',
  remarks: 'Remarks on what was read',

  run: {
    label: 'How far the revocation is',
    done: (done: number, total: number): string => `${englishNumber(done)} of ${tokens(total)} done`,
    looking: (done: number, total: number): string =>
      `Asking first: ${englishNumber(done)} of ${tokens(total)}`,
    rate: (perSecond: string): string => `${perSecond} a second`,
    left: (time: string): string => `done ${time}`,
    waits: (count: number, when: string): string => `${tokens(count)} waiting, next at ${when}`,
    limit: (service: string, requests: number, seconds: number): string =>
      seconds === 3600
        ? `${service} takes ${countEnglish(requests, 'request', 'requests')} an hour`
        : `${service} takes ${countEnglish(requests, 'request', 'requests')} in ${countEnglish(seconds, 'second', 'seconds')}`,
  },

  detail: {
    label: (masked: string): string => `Details of ${masked}`,
    fingerprint: 'Fingerprint',
    knownBy: 'Known by',
    attempts: 'Tries',
    nextAttempt: 'Next try',
    ended: 'Ended',
    record: 'Record',
    reason: 'Left out because',
    asked: 'What its service says',
    notAsked: 'Its service has not been asked.',
    alive: (when: string): string => `Alive, said the service ${when}.`,
    dead: (when: string): string => `Dead, said the service ${when}.`,
    unclear: (when: string): string => `No clear answer ${when}.`,
    account: 'Account',
    rights: 'Rights',
    ends: 'Ends',
    claims: 'Says the token itself; nobody vouches for it',
    issuer: 'From',
    subject: 'Account',
    app: 'App',
    candidates: 'Could be',
    connection: 'It is, or was, a token of an app in this wallet.',
    showConnection: 'Show the app',
    cuts: 'What ends with it',
    byHand: 'By hand',
    openPage: 'Open the page',
    lookFor: 'Look for',
    noPage: 'No page is known. Look in the settings of the account there.',
    places: 'Where it was found',
  },
  cuts: {
    token: 'This token only',
    family: 'The token, and whatever was issued with it',
    grant: 'All that the account allowed the app',
    app: 'The app itself, for everybody who uses it',
    nothing: 'Nothing',
    'not-known': 'The token; what else is not known',
  } satisfies Record<Cuts, string>,

  askDialog: {
    title: (count: number): string => `Ask the services about ${tokens(count)}?`,
    text: 'Each token is shown to its own service and to nobody else. Its owner may see that in a log. Nothing is renewed and nothing is revoked.',
    now: 'Ask now',
  },
  assignDialog: {
    title: (count: number): string => `Whose are these ${tokens(count)}?`,
    text: 'From then on they belong to that service, and are shown to no other one.',
    now: 'They are its',
  },
  leaveOutDialog: {
    title: (count: number): string => `Leave ${tokens(count)} out?`,
    text: 'They are not revoked. The evidence tells why.',
    reason: 'Why',
    reasonHint: 'An example from the documentation, a test account, dead for long.',
    missing: 'Say why: it stands in the evidence.',
    now: 'Leave out',
  },
  revokeDialog: {
    title: (count: number): string => `Revoke ${tokens(count)}?`,
    looking: 'Looking up what it would cut…',
    nothing: 'There is nothing to revoke among them.',
    services: 'Of these services',
    cuts: 'What ends',
    byHand: (count: number): string =>
      `${tokens(count)} cannot be ended by a call: you get the page of the service, and what to look for there.`,
    passedOver: (count: number): string =>
      `${tokens(count)} ${count === 1 ? 'is' : 'are'} passed over: finished, left out, not whole, or of no known service.`,
    cannotUndo: 'It cannot be undone. Nothing stops at the first error, and you can stop at any time.',
    typeCount: (count: number): string => `Type ${count} to confirm`,
    now: (count: number): string => `Revoke ${englishNumber(count)}`,
  },
  approveDialog: {
    title: 'Approve the case?',
    text: (by: string): string =>
      `It was opened by ${by}. Somebody else looks at it and says here that it may be revoked.`,
    person: 'Name of the second person',
    now: 'Approve',
  },
  noticeDialog: {
    title: 'Notice to the owner',
    language: 'Language',
    text: 'Text',
    hint: 'It holds no token.',
  },
  closeDialog: {
    title: (name: string): string => `Close ${name}?`,
    text: 'Its tokens are destroyed: nothing can be revoked from here afterwards. The evidence stays.',
    left: (count: number): string =>
      `${tokens(count)} in it ${count === 1 ? 'is' : 'are'} not dealt with, and may still work.`,
    force: 'Close it all the same. The evidence will say that it was not finished.',
    now: 'Close the case',
  },

  evidencePage: {
    title: (number: number): string => `Evidence of case ${number}`,
    print: 'Print…',
    noSecret:
      'No token stands on this page: only masked forms, and fingerprints from which no way leads back.',
    outcomes: 'Outcomes',
    firstOnly: (shown: number, all: number): string =>
      `The first ${englishNumber(shown)} of ${tokens(all)}; the exported evidence has them all.`,
    askedWith: 'Proved by',
    proofs: {
      introspection: 'introspection (RFC 7662)',
      userinfo: 'userinfo (OpenID Connect)',
      'refresh-grant': 'presenting it once more',
      'service-call': 'the service’s own call',
      nothing: '—',
    },
    ended: 'When',
  },

  keys: {
    title: 'At the leak desk',
    paste: 'Read what is on the clipboard',
    openCase: 'Open a case',
    filter: 'Find in the case',
    move: 'Move in the table',
    open: 'Open the details',
    pick: 'Select',
    pickRange: 'Select up to here',
    pickAll: 'Select all that are shown',
    revoke: 'Revoke',
    ask: 'Ask the services',
    print: 'Printable page',
    back: 'Close, unselect, or back to all cases',
  },
};
