import type { Flow } from '../../src-main/contract/attempt.ts';
import type { Risk } from '../../src-main/contract/connection.ts';
import type { RecognisedToken, ServiceSummary } from '../../src-main/contract/service.ts';
import { countEnglish } from './plural.ts';

/** How bad a right would be in wrong hands, in one word. */
export const risks = {
  identity: 'Identity',
  read: 'Read',
  offline: 'Lasting',
  write: 'Write',
  delete: 'Delete',
  administer: 'Administer',
} satisfies Record<Risk, string>;

/** The ways to connect: what each is called, when it is the right one, and what it is asked and begun with. */
export const flows = {
  browser: {
    name: 'In the browser on this computer',
    hint: 'The usual way: you sign in and decide there.',
    start: 'Open the browser',
    instead: 'Try in the browser instead?',
  },
  manual: {
    name: 'In a browser on another machine',
    hint: 'You open an address there, and bring the last one back here.',
    start: 'Show the address',
    instead: 'Try with a browser on another machine instead?',
  },
  device: {
    name: 'With a code on another device',
    hint: 'You enter a short code on your phone, for instance.',
    start: 'Get a code',
    instead: 'Try with a code instead?',
  },
  'client-credentials': {
    name: 'As the app itself, without a person',
    hint: 'For service accounts. The app needs a client secret of its own.',
    start: 'Connect',
    instead: 'Connect as the app itself instead?',
  },
} satisfies Record<Flow, Readonly<Record<'name' | 'hint' | 'start' | 'instead', string>>>;

/** What the wallet knows of the services. */
export const services = {
  title: 'Services',
  count: (count: number): string => `The wallet knows ${countEnglish(count, 'service', 'services')}.`,
  countHint:
    'How each is connected, and how it takes a token back. Any other one can be named by its address.',
  open: 'What it knows',
  tableTitle: 'What the wallet knows of services',
  search: 'Find a service',
  failed: 'The services could not be read.',
  none: 'No service is called that.',
  service: 'Service',
  ways: 'Ways in',
  takingBack: 'Taking back',
  lifetime: 'A token lives',
  renewal: 'Renewal',
  pkceColumn: 'PKCE',
  page: 'Page',
  sources: 'Sources',
  showSources: (service: string): string => `Sources on ${service}`,
  notKnown: 'not known',
  flows: {
    browser: 'Browser',
    device: 'Code on another device',
    'client-credentials': 'As the app itself',
    token: 'Token made there',
  } satisfies Record<ServiceSummary['flows'][number], string>,
  styles: {
    rfc7009: 'From here, by the standard call',
    calls: 'From here, by its own call',
    'by-hand': 'Only on its own page',
    'not-known': 'not known',
  } satisfies Record<ServiceSummary['revocation']['style'], string>,
  who: (who: readonly string[]): string => `May ask for it: ${who.join(', ')}`,
  whos: {
    holder: 'whoever has the token',
    'public-client': 'the app by its id',
    client: 'the app with its secret',
    admin: 'an administrator',
  } satisfies Record<ServiceSummary['revocation']['who'][number], string>,
  cuts: {
    token: 'Ends that token only',
    family: 'Ends the token and its renewal',
    grant: 'Ends all that the account allowed the app',
    app: 'Removes the app for everybody',
  } satisfies Record<NonNullable<ServiceSummary['revocation']['cuts']>, string>,
  pkce: {
    required: 'required',
    supported: 'yes',
    unsupported: 'no',
  } satisfies Record<NonNullable<ServiceSummary['pkce']>, string>,
  refresh: {
    always: 'always',
    'on-request': 'when asked for',
    never: 'never',
  } satisfies Record<NonNullable<ServiceSummary['refresh']>, string>,
  forEver: 'for ever',
};

/** The dialog for a token that was made elsewhere. */
export const addToken = {
  open: 'Add a token',
  title: 'Add a token',
  text: 'Token, or a file of tokens as text',
  hint: 'Paste it. It is hidden as you do, and sent nowhere while you look.',
  looking: 'Looking at it…',
  is: (name: string, service: string): string => `${name}, ${service}`,
  kinds: {
    access: 'Access token',
    refresh: 'Refresh token',
    personal: 'Personal access token',
    installation: 'Installation token',
  } satisfies Record<RecognisedToken['candidates'][number]['kind'], string>,
  maybe: 'Could be',
  unknown: 'The form of this token is known of no service.',
  checksumFits: 'Its checksum fits.',
  checksumFails:
    'Its checksum does not fit: it is mistyped, cut off or made up. It will not be sent anywhere.',
  saysItself: 'Says the token itself; nobody vouches for it',
  issuer: 'From',
  subject: 'Account',
  clientId: 'App',
  scopes: 'Rights',
  ends: 'Ends',
  service: 'Service',
  noService: 'I do not know, keep it unchecked',
  host: 'Host',
  label: 'Name',
  labelHint: 'How it will be called in your list.',
  check: 'Ask the service about it now',
  checkHint: 'It shows the service the token, and will appear in its log.',
  checkImpossible: 'Needs a service that the wallet knows how to ask.',
  add: 'Add',
  added: (names: readonly string[]): string =>
    names.length === 1
      ? `Added: ${names[0] ?? ''}.`
      : `Added ${countEnglish(names.length, 'token', 'tokens')}.`,
};
