import type { ByHand, Cuts, RevocationOutcome } from '../../src-main/contract/connection.ts';
import type { RevocationPreview } from '../../src-main/contract/revocation.ts';
import { countEnglish } from './plural.ts';

const revocations = (count: number): string => countEnglish(count, 'revocation', 'revocations');

/** What a revocation will cut, told before the click; each a whole sentence. */
export const preview = {
  dies: {
    token: 'This token dies.',
    family: 'The token dies, and whatever was issued with it.',
    grant: 'Everything that this account allowed the app ends, on every computer.',
    app: 'The app itself ends, for everybody who uses it.',
    nothing: 'Nothing can be ended from here.',
    'not-known': 'The token is taken back. What else ends with it is not known.',
  } satisfies Record<Cuts, string>,
  livesOn: 'What has been issued lives on to its end.',
  livesOnUntil: (when: string): string => `At most until ${when}.`,
  accessNotKnown: 'Whether an access token that is out dies too is not known.',
  byHand: {
    'no-call': 'The rest is done by hand, on the page of the service.',
    'needs-client': 'Without the id and the secret of the app the rest is done by hand.',
    'not-known': 'How the rest is ended there is not known.',
    refused: 'The service refused; the rest is done by hand, on its page.',
  } satisfies Record<ByHand['reason'], string>,
  allByHand: 'It is done by hand, on the page of the service.',
  slow: 'The service carries it out later than it answers.',
  looking: 'Looking up what it would cut…',
  labels: { dies: 'Dies', livesOn: 'Lives on', byHand: 'By hand', heed: 'Take heed', after: 'Afterwards' },
  nothingLives: 'Nothing that is known.',
  nothingByHand: 'Nothing.',
  after: {
    confirmed: 'The service can be asked whether it is dead.',
    accepted: 'The service can only say yes; nothing can confirm it.',
    'alive-until': 'The service can be asked; what lives on ends by itself.',
    unsupported: 'It is over when you have done your part on its page.',
  } satisfies Record<RevocationPreview['outcome'], string>,
  /** Of several together: how many of each kind. */
  sum: {
    confirmed: (count: number): string => `${count} with confirmation`,
    accepted: (count: number): string => `${count} without confirmation`,
    'alive-until': (count: number): string =>
      countEnglish(count, 'lives on to its end', 'live on to their end'),
    unsupported: (count: number): string => `${count} to do by hand`,
  } satisfies Record<RevocationPreview['outcome'], (count: number) => string>,
};

/** A revocation that has begun and is not finished. */
export const waiting = {
  titles: {
    turn: 'Its turn comes',
    queued: 'Waiting to be revoked',
    asking: 'Being checked',
    byHand: 'Yours to finish',
    stopped: 'Stopped',
  },
  turn: 'The tokens are barred from any other use.',
  nextTry: (when: string): string => `Next try ${when}`,
  tryingNow: 'Trying now…',
  asked: (when: string): string => `The service is asked again ${when}, until it says dead.`,
  askingNow: 'The service is being asked…',
  byHand: 'Do your part on its page. The wallet checks by itself.',
  stopped: 'It goes on when you say so.',
  attempts: (count: number): string => countEnglish(count, 'try so far', 'tries so far'),
  tryNow: 'Try now',
  tryNowLabel: (app: string): string => `Try now to revoke ${app}`,
  goOn: 'Go on',
  goOnLabel: (app: string): string => `Go on revoking ${app}`,
  giveUp: 'Give up…',
  giveUpTitle: (app: string): string => `Give up revoking ${app}?`,
  giveUpText: 'The wallet stops trying, and the access may still work. You can revoke it again at any time.',
  giveUpNow: 'Give up',
  givenUp: (app: string): string => `The revocation of ${app} is given up.`,
  giveUpFirst: 'It is being revoked. Give that up first, or wait for its end.',
  strip: (count: number): string => `${revocations(count)} ${count === 1 ? 'waits' : 'wait'} for the service`,
  stripStopped: (count: number): string => `${revocations(count)} ${count === 1 ? 'is' : 'are'} stopped`,
  railCount: (count: number): string => `${revocations(count)} not finished`,
};

/** Many at once. */
export const many = {
  everything: 'Revoke all…',
  title: (count: number): string => `Revoke everything: ${countEnglish(count, 'access', 'accesses')}?`,
  text: 'For a computer or phone that was lost, or when nothing is to be trusted any more. The riskiest go first; nothing stops at the first error, and you can stop at any time.',
  none: 'There is nothing to revoke.',
  service: 'Service',
  accesses: 'Accesses',
  howItEnds: 'How it will end',
  heed: 'Take heed',
  revoke: (count: number): string => `Revoke ${count}`,
  running: (done: number, total: number): string => `Revoking: ${done} of ${total}`,
  rate: (perSecond: string): string => `${perSecond} a second`,
  left: (time: string): string => `${time} left`,
  stop: 'Stop',
  goOn: 'Go on',
  stopped: (done: number, total: number): string => `Stopped: ${done} of ${total} revoked`,
  stoppedHint: 'The others wait for you, barred from any other use.',
  over: (done: number, total: number): string => `Over: ${done} of ${total} revoked`,
  outcomes: {
    confirmed: (count: number): string => `${count} confirmed`,
    accepted: (count: number): string => `${count} accepted`,
    'alive-until': (count: number): string => countEnglish(count, 'alive to its end', 'alive to their end'),
    unsupported: (count: number): string => `${count} by hand`,
    queued: (count: number): string => `${count} waiting`,
    failed: (count: number): string => `${count} failed`,
  } satisfies Record<RevocationOutcome, (count: number) => string>,
  retryFailed: (count: number): string => `Retry ${count} failed`,
  byHand: (count: number): string => `${count} by hand…`,
};

/** What only a person can do, on the page of the service. */
export const byHand = {
  title: 'Left to do by hand',
  text: 'These services cannot be asked to take a token back. End each access on its page, or in the settings of your account; the wallet then asks by itself whether the token is dead.',
  none: 'Nothing is left to do by hand.',
  open: 'Open page',
  openLabel: (app: string): string => `Open page to end ${app}`,
  lookFor: (app: string): string => `Look for “${app}”.`,
  noPage: 'No page is known. Look in the settings of your account there.',
  needsClient: 'With the id and the secret of its app the wallet could do it by itself.',
  checking: 'The wallet checks by itself whether it is over.',
};

/** The question when the window is to close and something is not finished. */
export const leaving = {
  title: 'Quit with revocations not finished?',
  text: (count: number): string =>
    `${revocations(count)} ${count === 1 ? 'is' : 'are'} not finished. Until then the access may still work.`,
  goesOn: 'They are kept, and go on by themselves when Token Wallet is started again.',
  more: (count: number): string => `and ${count} more`,
  quit: 'Quit',
  stay: 'Stay',
};

/** The printable proof. */
export const proof = {
  open: 'Proof…',
  openLabel: (count: number): string => `Proof of ${revocations(count)}`,
  title: (count: number): string =>
    count === 1 ? 'Proof of a revocation' : `Proof of ${revocations(count)}`,
  titleUnproved: (count: number, confirmed: number): string =>
    count === 1
      ? 'Record of a revocation, not proved'
      : `Record of ${revocations(count)}, ${confirmed} of them proved`,
  made: (when: string, wallet: string): string => `Made on ${when} by ${wallet}.`,
  noSecret: 'This page holds no secret: it may be handed on.',
  print: 'Print or save as PDF',
  copyText: 'Copy as text',
  failed: 'The proof could not be made.',
  service: 'Service',
  app: 'App',
  account: 'Account',
  accountNotKnown: 'not told by the service',
  rights: 'Rights',
  rightsNotNamed: 'not named',
  outcome: 'Outcome',
  askedAt: 'Asked on',
  askedWith: 'Proved by',
  attempts: 'Tries',
  answer: 'Record',
  livesUntil: 'Alive until',
  byHand: 'By hand',
  journal: 'Journal',
  entry: (sequence: number): string => `Entry ${sequence}`,
  proofs: {
    introspection: 'introspection (RFC 7662)',
    userinfo: 'the service’s userinfo (OpenID Connect)',
    'refresh-grant': 'presenting the refresh token once more',
    'service-call': 'the service’s own call',
    nothing: 'nothing: the service was not asked, or could not be',
  },
  chain: 'The journal that this is taken from',
  intact: (entries: number): string =>
    `Each of its ${countEnglish(entries, 'entry', 'entries')} fits the one before it.`,
  broken: 'Its chain does not hold: somebody changed it, or removed an entry.',
  head: 'Newest hash',
};

/** The end of an access as a whole. */
export const ending = {
  because: {
    'access-expires': 'The token ends, and nothing renews it.',
    'refresh-expires': 'Its renewal ends.',
    unused: 'The service ends what nobody uses.',
  },
  preventable: 'Using it once more puts the end off.',
  notPreventable: 'Afterwards it has to be connected again.',
  asAWhole: 'Access ends',
};
