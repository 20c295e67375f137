import * as v from 'valibot';
import { AttemptSchema, FlowSchema, ServerSchema } from './attempt.ts';
import { CheckSchema, ConnectionIdSchema, ConnectionSchema, RevocationSchema } from './connection.ts';
import {
  CaseNumberSchema,
  CaseTokenSchema,
  FingerprintSchema,
  LeakCaseSchema,
  LeakFilterSchema,
  LeakPreviewSchema,
  LeakScanSummarySchema,
} from './leak.ts';
import { JournalEntrySchema, JournalVerificationSchema } from './journal.ts';
import { ProofSchema, RevocationPreviewSchema, RevocationRunSchema } from './revocation.ts';
import { RecognisedTokenSchema, ServiceSummarySchema } from './service.ts';
import { DemoSchema, SettingsSchema, StatusSchema, UnlockMethodSchema, VaultStatusSchema } from './status.ts';

const NothingSchema = v.strictObject({});
const OneConnectionSchema = v.strictObject({ id: ConnectionIdSchema });
const ManyConnectionsSchema = v.strictObject({
  ids: v.pipe(v.array(ConnectionIdSchema), v.maxLength(100_000)),
});
const OneAttemptSchema = v.strictObject({ id: v.pipe(v.string(), v.uuid()) });
const LineSchema = v.pipe(v.string(), v.trim(), v.maxLength(2_000));
/** What to connect to: a service of the catalog, with its host where it runs in many places, or any issuer address. */
const TargetEntries = {
  issuer: v.optional(LineSchema),
  service: v.optional(LineSchema),
  host: v.optional(LineSchema),
  /** The certificate authority to trust there besides the usual ones, in PEM. */
  certificateAuthority: v.optional(v.pipe(v.string(), v.maxLength(100_000))),
};
const OneCaseSchema = v.strictObject({ case: CaseNumberSchema });
const PersonSchema = v.pipe(v.string(), v.trim(), v.maxLength(200));
/** Some tokens of a case; without fingerprints all that the filter leaves. */
const SomeTokensEntries = {
  case: CaseNumberSchema,
  fingerprints: v.optional(v.pipe(v.array(FingerprintSchema), v.maxLength(100_000))),
  filter: v.optional(LeakFilterSchema),
};
const PassphraseSchema = v.pipe(v.string(), v.maxLength(1_000));

/**
 * Everything the window may ask of the wallet: the only list. The preload, the guard, the dispatcher, the stand-in and
 * the test fakes are derived from it.
 */
export const methods = {
  'app.status': { input: NothingSchema, output: StatusSchema },
  'settings.change': { input: SettingsSchema, output: StatusSchema },
  /** Puts a text that is no secret, at most a long proof, on the clipboard. The renderer itself has no permission to. */
  'clipboard.copy': {
    input: v.strictObject({ text: v.pipe(v.string(), v.trim(), v.maxLength(2_000_000)) }),
    output: NothingSchema,
  },

  'vault.create': {
    input: v.strictObject({ method: UnlockMethodSchema, passphrase: v.optional(PassphraseSchema) }),
    output: VaultStatusSchema,
  },
  /** Without a passphrase: asks the keychain once more. */
  'vault.unlock': {
    input: v.strictObject({ passphrase: v.optional(PassphraseSchema) }),
    output: VaultStatusSchema,
  },
  'vault.lock': { input: NothingSchema, output: VaultStatusSchema },
  /** Seals the one key anew; the records stay as they are. */
  'vault.changeMethod': {
    input: v.strictObject({ method: UnlockMethodSchema, passphrase: v.optional(PassphraseSchema) }),
    output: VaultStatusSchema,
  },

  /** The services that the wallet knows, by name. */
  'services.list': { input: NothingSchema, output: v.array(ServiceSummarySchema) },

  /** Finds the authorization servers of an API (RFC 9728), from its metadata or from the 401 that it answers. */
  'connect.findByApi': {
    input: v.strictObject({ address: LineSchema }),
    output: v.strictObject({
      resource: v.string(),
      issuers: v.array(v.string()),
      scopes: v.array(v.string()),
    }),
  },
  /** Asks an issuer what it offers (OpenID discovery, then RFC 8414). Stores nothing. */
  'connect.inspect': { input: v.strictObject(TargetEntries), output: ServerSchema },
  /**
   * Starts an attempt and opens the browser. Answers as soon as the attempt waits for the person, or has failed; the
   * rest is told by the event `attemptChanged`. Without `clientId` the wallet registers itself (RFC 7591).
   */
  'connect.start': {
    input: v.strictObject({
      ...TargetEntries,
      clientId: v.optional(LineSchema),
      clientSecret: v.optional(v.pipe(v.string(), v.maxLength(10_000))),
      appName: v.optional(LineSchema),
      /** Without it: the first of the ways that the service offers. */
      flow: v.optional(FlowSchema),
      /** The API that the token is for (RFC 8707). */
      resource: v.optional(LineSchema),
      /** A JSON array (RFC 9396). */
      authorizationDetails: v.optional(v.pipe(v.string(), v.maxLength(10_000))),
      /** Empty: the service's own default. */
      scopes: v.pipe(v.array(LineSchema), v.maxLength(500)),
    }),
    output: AttemptSchema,
  },
  'connect.current': { input: NothingSchema, output: v.nullable(AttemptSchema) },
  'connect.openBrowserAgain': { input: OneAttemptSchema, output: NothingSchema },
  /** With the flow `manual`: the address at which the browser ended, as text. */
  'connect.answer': {
    input: v.strictObject({
      id: v.pipe(v.string(), v.uuid()),
      address: v.pipe(v.string(), v.maxLength(20_000)),
    }),
    output: AttemptSchema,
  },
  'connect.cancel': { input: OneAttemptSchema, output: AttemptSchema },

  'connections.list': { input: NothingSchema, output: v.array(ConnectionSchema) },
  'connections.show': {
    input: OneConnectionSchema,
    output: v.strictObject({ connection: ConnectionSchema, journal: v.array(JournalEntrySchema) }),
  },
  'connections.check': { input: OneConnectionSchema, output: CheckSchema },
  'connections.refresh': { input: OneConnectionSchema, output: ConnectionSchema },
  /** Refresh token first, then access token (RFC 7009), then asks the service. One result for each id, in order. */
  'connections.revoke': { input: ManyConnectionsSchema, output: v.array(RevocationSchema) },
  /** What revoking each would cut. Asks nobody. */
  'revocations.preview': { input: ManyConnectionsSchema, output: v.array(RevocationPreviewSchema) },
  /**
   * Begins to revoke many, the riskiest first, and answers at once; `revocationsChanged` tells how it goes on. What was
   * begun is finished even if the wallet is killed in between.
   */
  'revocations.start': { input: ManyConnectionsSchema, output: RevocationRunSchema },
  'revocations.run': { input: NothingSchema, output: RevocationRunSchema },
  /** Begins nothing more; what is under way ends. */
  'revocations.stop': { input: NothingSchema, output: RevocationRunSchema },
  'revocations.resume': { input: NothingSchema, output: RevocationRunSchema },
  /** Tries what waits in the queue without waiting any longer; without ids everything. */
  'revocations.tryNow': { input: ManyConnectionsSchema, output: RevocationRunSchema },
  /** Takes out of the queue; the tokens may still work. They are kept as before the revocation. */
  'revocations.giveUp': { input: ManyConnectionsSchema, output: RevocationRunSchema },
  /** Opens the service's own page where access is ended by hand, and from then on asks until the token is dead. */
  'revocations.openPage': { input: OneConnectionSchema, output: v.strictObject({ page: v.string() }) },
  'revocations.proof': { input: ManyConnectionsSchema, output: ProofSchema },

  /** Removes from the wallet only; what the app holds may still work. Can be undone with `connections.restore`. */
  'connections.forget': {
    input: ManyConnectionsSchema,
    output: v.strictObject({ ids: v.array(ConnectionIdSchema) }),
  },
  /** Gives a connection a name of the person's own; an empty one takes it away. */
  'connections.rename': {
    input: v.strictObject({ id: ConnectionIdSchema, label: v.pipe(v.string(), v.trim(), v.maxLength(200)) }),
    output: ConnectionSchema,
  },
  'connections.restore': { input: ManyConnectionsSchema, output: v.array(ConnectionSchema) },

  /** Says what a text that may be a token is, from its form alone. Asks nobody. */
  'tokens.recognise': {
    input: v.strictObject({ text: v.pipe(v.string(), v.maxLength(100_000)) }),
    output: RecognisedTokenSchema,
  },
  /**
   * Puts a token in that was made elsewhere: a bare token, or the JSON of a token reply or of another tool (gh, GitLab
   * CLI, oidc-agent, Git Credential Manager). With `check` it is presented to its service, and only there.
   */
  'tokens.add': {
    input: v.strictObject({
      text: v.pipe(v.string(), v.maxLength(100_000)),
      service: v.optional(LineSchema),
      host: v.optional(LineSchema),
      label: v.optional(v.pipe(v.string(), v.trim(), v.maxLength(200))),
      check: v.boolean(),
    }),
    output: v.array(ConnectionSchema),
  },

  /** Deletes what the wallet registered at a server (RFC 7592), and with it every grant; `unsupported` leaves all as it was. */
  'servers.forget': {
    input: v.strictObject({ issuer: LineSchema }),
    output: v.strictObject({
      outcome: v.picklist(['done', 'gone', 'unsupported']),
      ids: v.array(ConnectionIdSchema),
    }),
  },

  /** Newest first; `before` is a sequence number to page on from. */
  'journal.list': {
    input: v.strictObject({
      limit: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(1_000)),
      before: v.optional(v.number()),
    }),
    output: v.array(JournalEntrySchema),
  },
  'journal.verify': { input: NothingSchema, output: JournalVerificationSchema },

  /** Begins to read a text that leaked. What is found stays in memory until it becomes a case or is dropped. */
  'leaks.begin': { input: NothingSchema, output: v.strictObject({ draft: v.pipe(v.string(), v.uuid()) }) },
  /** Hands over a piece of a source: a pasted text, or a file that was dropped. Pieces of one source come in order. */
  'leaks.feed': {
    input: v.strictObject({
      draft: v.pipe(v.string(), v.uuid()),
      source: v.pipe(v.string(), v.minLength(1), v.maxLength(1_000)),
      text: v.pipe(v.string(), v.maxLength(2_000_000)),
      isLast: v.boolean(),
      /** The source is no text, or could not be read on: it is only counted and named. */
      skipped: v.optional(v.picklist(['binary', 'unreadable'])),
    }),
    output: v.strictObject({ bytes: v.number(), tokens: v.number() }),
  },
  /** What was found, of many tokens only the first. Asks nobody. */
  'leaks.scanned': {
    input: v.strictObject({ draft: v.pipe(v.string(), v.uuid()) }),
    output: LeakScanSummarySchema,
  },
  'leaks.drop': { input: v.strictObject({ draft: v.pipe(v.string(), v.uuid()) }), output: NothingSchema },
  /** Makes a case of what was found. `service`: for the tokens without a mark, an id of the catalog or an issuer. */
  'leaks.open': {
    input: v.strictObject({
      draft: v.pipe(v.string(), v.uuid()),
      /** Add to this case instead of opening a new one. */
      case: v.optional(CaseNumberSchema),
      title: v.pipe(v.string(), v.trim(), v.maxLength(200)),
      note: v.pipe(v.string(), v.trim(), v.maxLength(5_000)),
      by: PersonSchema,
      service: v.optional(LineSchema),
      /** A second person has to approve before anything is revoked. */
      needsApproval: v.boolean(),
    }),
    output: LeakCaseSchema,
  },
  'leaks.list': { input: NothingSchema, output: v.array(LeakCaseSchema) },
  'leaks.show': { input: OneCaseSchema, output: LeakCaseSchema },
  'leaks.rows': {
    input: v.strictObject({
      case: CaseNumberSchema,
      filter: LeakFilterSchema,
      offset: v.pipe(v.number(), v.integer(), v.minValue(0)),
      limit: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(1_000)),
    }),
    output: v.strictObject({ rows: v.array(CaseTokenSchema), total: v.number() }),
  },
  /** Says whose tokens without a mark are: an id of the catalog or an issuer that the wallet has a client for. */
  'leaks.assign': {
    input: v.strictObject({ ...SomeTokensEntries, service: LineSchema }),
    output: LeakCaseSchema,
  },
  'leaks.leaveOut': {
    input: v.strictObject({ ...SomeTokensEntries, reason: v.pipe(v.string(), v.trim(), v.maxLength(500)) }),
    output: LeakCaseSchema,
  },
  /** Shows each token to its one service and keeps what it answers. Its owner may see that in a log. */
  'leaks.ask': { input: v.strictObject(SomeTokensEntries), output: LeakCaseSchema },
  'leaks.approve': {
    input: v.strictObject({ case: CaseNumberSchema, by: PersonSchema }),
    output: LeakCaseSchema,
  },
  /** What revoking them would do. Asks nobody. */
  'leaks.preview': { input: v.strictObject(SomeTokensEntries), output: LeakPreviewSchema },
  /** Begins to revoke and answers at once; `leaksChanged` tells how it goes on. Above 20 tokens `typedCount` must be their number. */
  'leaks.revoke': {
    input: v.strictObject({ ...SomeTokensEntries, typedCount: v.optional(v.number()) }),
    output: LeakCaseSchema,
  },
  'leaks.stop': { input: OneCaseSchema, output: LeakCaseSchema },
  'leaks.resume': { input: OneCaseSchema, output: LeakCaseSchema },
  /** Opens the service's own page for a token that nobody can revoke by call. */
  'leaks.openPage': {
    input: v.strictObject({ case: CaseNumberSchema, fingerprint: FingerprintSchema }),
    output: v.strictObject({ page: v.string() }),
  },
  /** A notice to the owner of the tokens, ready to send. */
  'leaks.notice': {
    input: v.strictObject({ case: CaseNumberSchema, language: v.picklist(['en', 'ru']) }),
    output: v.strictObject({ text: v.string() }),
  },
  /** Writes the evidence pack (JSON, CSV, and a page to print) and says where. It holds no secret. */
  'leaks.export': { input: OneCaseSchema, output: v.strictObject({ folder: v.string() }) },
  /**
   * Closes a case and destroys its tokens; the evidence stays. Refused with `case-unfinished` while tokens are found and
   * not dealt with; `force` closes nevertheless, and the evidence says so.
   */
  'leaks.close': {
    input: v.strictObject({ case: CaseNumberSchema, by: PersonSchema, force: v.boolean() }),
    output: LeakCaseSchema,
  },

  'demo.start': { input: NothingSchema, output: DemoSchema },
} as const;

/** What the wallet tells without being asked. */
export const events = {
  /** The list is different from what it was: read it anew. Also told when another process changed the vault. */
  connectionsChanged: NothingSchema,
  attemptChanged: AttemptSchema,
  statusChanged: StatusSchema,
  revocationsChanged: RevocationRunSchema,
  /** A case is different from what it was; while it is being revoked not more often than a person can read. */
  leaksChanged: LeakCaseSchema,
  /** The person wants to see this connection: a notification was clicked. */
  connectionPointedAt: OneConnectionSchema,
} as const;

export type MethodName = keyof typeof methods;
export type InputOf<Name extends MethodName> = v.InferOutput<(typeof methods)[Name]['input']>;
export type OutputOf<Name extends MethodName> = v.InferOutput<(typeof methods)[Name]['output']>;

export type EventName = keyof typeof events;
export type EventOf<Name extends EventName> = v.InferOutput<(typeof events)[Name]>;

/** One function for each method: what the wallet implements, and what a test fake implements. */
export type UseCases = { readonly [Name in MethodName]: (input: InputOf<Name>) => Promise<OutputOf<Name>> };

/** Tells an event to whoever listens. */
export type Tell = <Name extends EventName>(name: Name, payload: EventOf<Name>) => void;
