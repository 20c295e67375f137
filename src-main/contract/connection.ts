import * as v from 'valibot';
import { ErrorValueSchema } from './error.ts';

/** A moment as ISO 8601 in UTC, such as `2026-11-22T16:00:00.000Z`. */
export const MomentSchema = v.pipe(v.string(), v.isoTimestamp());

export const ConnectionIdSchema = v.pipe(v.string(), v.uuid());

/** `at`: `expiresAt` holds the moment. `not-stated`: the service did not say. `never`: the service said it does not end. */
export const ExpirySchema = v.picklist(['at', 'not-stated', 'never']);

/**
 * - `expiring`: ends soon, and the wallet cannot prevent it
 * - `revoking`: a revocation has begun and is not finished; the tokens are barred from any other use
 */
export const ConnectionStateSchema = v.picklist([
  'active',
  'expiring',
  'expired',
  'revoking',
  'revoked',
  'needs-attention',
]);

/** What the wallet is doing with a connection just now; null when nothing. */
export const ActivitySchema = v.nullable(v.picklist(['checking', 'refreshing', 'revoking']));

/**
 * Which call proved, or tried to prove, what the service thinks of a token; null when nothing could be asked.
 *
 * `refresh-grant`: a refresh token that was just revoked was presented once more, and had to be refused.
 * `service-call`: the service's own call that tells of a token, as the catalog describes it.
 */
export const AskedWithSchema = v.nullable(
  v.picklist(['introspection', 'userinfo', 'refresh-grant', 'service-call']),
);

/**
 * What is known about a token after a revocation; never one green tick for all.
 *
 * - `confirmed`: the service was asked afterwards and says that it is dead
 * - `accepted`: the service said yes, and there is nothing to ask it with
 * - `alive-until`: revoked, but what was issued lives on until `livesUntil`
 * - `unsupported`: the service has no such call
 * - `queued`: the service could not be reached; tried again until done or expired
 * - `failed`: refused or not carried out; `detail` says why
 */
export const RevocationOutcomeSchema = v.picklist([
  'confirmed',
  'accepted',
  'alive-until',
  'unsupported',
  'queued',
  'failed',
]);

/** The same words in every language that the wallet speaks. */
export const WordsSchema = v.strictObject({ en: v.string(), ru: v.string() });

/**
 * What dies with a token: only it; the tokens that were issued together; everything that the account has allowed the
 * app; the app itself, for everybody. `not-known` where nothing is documented.
 */
export const CutsSchema = v.picklist(['token', 'family', 'grant', 'app', 'nothing', 'not-known']);

/** What a person has to do on the service's own page, because the wallet cannot; null page: none is known. */
export const ByHandSchema = v.strictObject({
  /** `needs-client`: with the app's id and secret the wallet could do it; `refused`: the service did not do it. */
  reason: v.picklist(['no-call', 'needs-client', 'refused', 'not-known']),
  page: v.nullable(v.string()),
  /** Which name to look for there. */
  lookFor: v.nullable(WordsSchema),
});

export const RevocationSchema = v.strictObject({
  id: ConnectionIdSchema,
  outcome: RevocationOutcomeSchema,
  cuts: CutsSchema,
  askedWith: AskedWithSchema,
  /** How often the wallet has tried by now; 0 for one that waits for its turn. */
  attempts: v.number(),
  /** When the wallet tries or asks again; null when it is done with it. */
  nextAttemptAt: v.nullable(MomentSchema),
  /** What is left to do by hand; null for nothing. */
  byHand: v.nullable(ByHandSchema),
  /** One sentence in English: what was done, what was asked, what the service answered. */
  detail: v.string(),
  /** With `alive-until`, and with `failed` and `accepted` where the end of what lives on is known; otherwise null. */
  livesUntil: v.nullable(MomentSchema),
  revokedAt: MomentSchema,
  /** With `failed`, `unsupported` and `queued`: the reason, for the window to say in its own language. */
  error: v.nullable(ErrorValueSchema),
});

export const CheckSchema = v.strictObject({
  id: ConnectionIdSchema,
  /** null: the service offers nothing to ask with, or gave no clear answer. */
  alive: v.nullable(v.boolean()),
  subject: v.nullable(v.string()),
  /** The scopes that the service named in this answer; empty when it named none. */
  scopes: v.array(v.string()),
  askedWith: AskedWithSchema,
  checkedAt: MomentSchema,
  /** One sentence in English: what the service answered. */
  detail: v.string(),
});

/** How bad it would be if somebody else had a right; in this order, so that the last is the worst. */
export const RiskSchema = v.picklist(['identity', 'read', 'offline', 'write', 'delete', 'administer']);

/** What a scope means, as far as anybody explained it. A scope that is not among them is shown raw. */
export const ScopeMeaningSchema = v.strictObject({
  scope: v.string(),
  risk: RiskSchema,
  /** Completes "It may ...": "read your photos". */
  means: WordsSchema,
});

/** Remarks on a connection that are not errors, shown beside it. */
export const ConnectionNoteSchema = v.picklist([
  'pkce-not-advertised',
  'fewer-scopes-granted',
  'more-scopes-granted',
  'iss-not-advertised',
  // Of a token that was not born in the wallet:
  'added-by-hand',
  'not-checked',
  'token-says-itself',
]);

/** One row in the list: this app may reach this service as this account with these scopes until then. */
export const ConnectionSchema = v.strictObject({
  id: ConnectionIdSchema,
  service: v.strictObject({
    /** Of the catalog; null for a service that the wallet knows only by what it says of itself. */
    id: v.nullable(v.string()),
    name: v.string(),
    issuer: v.string(),
  }),
  /** What the person calls it; null for the name of the app. */
  label: v.nullable(v.string()),
  app: v.strictObject({ name: v.string(), clientId: v.string(), registeredByWallet: v.boolean() }),
  account: v.strictObject({
    subject: v.nullable(v.string()),
    name: v.nullable(v.string()),
    email: v.nullable(v.string()),
  }),
  scopes: v.strictObject({
    requested: v.array(v.string()),
    granted: v.array(v.string()),
    /** false: the service did not say, so what was requested is taken as granted (RFC 6749 section 5.1). */
    stated: v.boolean(),
    /** What the granted and requested ones mean, where that is known. */
    known: v.array(ScopeMeaningSchema),
  }),
  /** The worst of what was granted; null where no granted scope is explained. */
  risk: v.nullable(RiskSchema),
  /** `added`: the token was made elsewhere and put in by hand. */
  origin: v.picklist(['authorized', 'added']),
  /** The tokens work only with a key that lies in this vault (RFC 9449). */
  boundToComputer: v.boolean(),
  /** When the refresh token ends, where the service told. */
  refreshExpiresAt: v.nullable(MomentSchema),
  /**
   * When the access as a whole ends, as far as anybody knows: with the access token where nothing renews it, with the
   * refresh token, or because it has not been used for too long. null: no end is known.
   */
  end: v.nullable(
    v.strictObject({
      at: MomentSchema,
      because: v.picklist(['access-expires', 'refresh-expires', 'unused']),
      /** Whether using it once more puts the end off. */
      isPreventable: v.boolean(),
    }),
  ),
  /** Rights in detail (RFC 9396), as JSON text; null where none were asked for. */
  details: v.nullable(v.strictObject({ requested: v.string(), granted: v.nullable(v.string()) })),

  connectedAt: MomentSchema,
  /** When the present access token was issued. */
  issuedAt: MomentSchema,
  expiresAt: v.nullable(MomentSchema),
  expiry: ExpirySchema,
  /** Whether a refresh token is kept, so that the access outlives `expiresAt`. */
  refreshable: v.boolean(),
  state: ConnectionStateSchema,
  /** With `needs-attention`: why. */
  attention: v.nullable(ErrorValueSchema),
  activity: ActivitySchema,
  /** A revocation that is not finished; null when none is under way. */
  pending: v.nullable(
    v.strictObject({
      /** `revoke`: still to be carried out; `ask`: the service is asked until it says dead. */
      step: v.picklist(['revoke', 'ask']),
      attempts: v.number(),
      nextAttemptAt: MomentSchema,
      /** Stopped by the person; goes on when they say so. */
      isStopped: v.boolean(),
    }),
  ),
  lastCheck: v.nullable(CheckSchema),
  revocation: v.nullable(RevocationSchema),
  notes: v.array(ConnectionNoteSchema),
});

export type Words = v.InferOutput<typeof WordsSchema>;
export type Risk = v.InferOutput<typeof RiskSchema>;
export type ScopeMeaning = v.InferOutput<typeof ScopeMeaningSchema>;
export type Cuts = v.InferOutput<typeof CutsSchema>;
export type ByHand = v.InferOutput<typeof ByHandSchema>;
export type Expiry = v.InferOutput<typeof ExpirySchema>;
export type ConnectionState = v.InferOutput<typeof ConnectionStateSchema>;
export type Activity = v.InferOutput<typeof ActivitySchema>;
export type AskedWith = v.InferOutput<typeof AskedWithSchema>;
export type RevocationOutcome = v.InferOutput<typeof RevocationOutcomeSchema>;
export type Revocation = v.InferOutput<typeof RevocationSchema>;
export type Check = v.InferOutput<typeof CheckSchema>;
export type ConnectionNote = v.InferOutput<typeof ConnectionNoteSchema>;
export type Connection = v.InferOutput<typeof ConnectionSchema>;
