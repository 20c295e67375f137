import * as v from 'valibot';
import { AttemptSchema, ServerSchema } from './attempt.ts';
import { CheckSchema, ConnectionIdSchema, ConnectionSchema, RevocationSchema } from './connection.ts';
import { JournalEntrySchema, JournalVerificationSchema } from './journal.ts';
import { DemoSchema, SettingsSchema, StatusSchema, UnlockMethodSchema, VaultStatusSchema } from './status.ts';

const NothingSchema = v.strictObject({});
const OneConnectionSchema = v.strictObject({ id: ConnectionIdSchema });
const ManyConnectionsSchema = v.strictObject({
  ids: v.pipe(v.array(ConnectionIdSchema), v.maxLength(100_000)),
});
const OneAttemptSchema = v.strictObject({ id: v.pipe(v.string(), v.uuid()) });
const LineSchema = v.pipe(v.string(), v.trim(), v.maxLength(2_000));
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

  /** Asks an issuer what it offers (OpenID discovery, then RFC 8414). Stores nothing. */
  'connect.inspect': { input: v.strictObject({ issuer: LineSchema }), output: ServerSchema },
  /**
   * Starts an attempt and opens the browser. Answers as soon as the attempt waits for the person, or has failed; the
   * rest is told by the event `attemptChanged`. Without `clientId` the wallet registers itself (RFC 7591).
   */
  'connect.start': {
    input: v.strictObject({
      issuer: LineSchema,
      clientId: v.optional(LineSchema),
      clientSecret: v.optional(v.pipe(v.string(), v.maxLength(10_000))),
      appName: v.optional(LineSchema),
      /** Empty: the service's own default. */
      scopes: v.pipe(v.array(LineSchema), v.maxLength(500)),
    }),
    output: AttemptSchema,
  },
  'connect.current': { input: NothingSchema, output: v.nullable(AttemptSchema) },
  'connect.openBrowserAgain': { input: OneAttemptSchema, output: NothingSchema },
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
  'connections.restore': { input: ManyConnectionsSchema, output: v.array(ConnectionSchema) },

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
