import * as v from 'valibot';
import { AttemptSchema, FlowSchema, ServerSchema } from './attempt.ts';
import { CheckSchema, ConnectionIdSchema, ConnectionSchema, RevocationSchema } from './connection.ts';
import { JournalEntrySchema, JournalVerificationSchema } from './journal.ts';
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
const PassphraseSchema = v.pipe(v.string(), v.maxLength(1_000));

/**
 * Everything the window may ask of the wallet: the only list. The preload, the guard, the dispatcher, the stand-in and
 * the test fakes are derived from it.
 */
export const methods = {
  'app.status': { input: NothingSchema, output: StatusSchema },
  'settings.change': { input: SettingsSchema, output: StatusSchema },
  /** Puts a text that is no secret on the clipboard. The renderer itself has no permission to. */
  'clipboard.copy': { input: v.strictObject({ text: LineSchema }), output: NothingSchema },

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

  'demo.start': { input: NothingSchema, output: DemoSchema },
} as const;

/** What the wallet tells without being asked. */
export const events = {
  /** The list is different from what it was: read it anew. Also told when another process changed the vault. */
  connectionsChanged: NothingSchema,
  attemptChanged: AttemptSchema,
  statusChanged: StatusSchema,
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
