import * as v from 'valibot';
import { AskedWithSchema, ByHandSchema, ConnectionIdSchema, CutsSchema, MomentSchema } from './connection.ts';
import { ErrorValueSchema } from './error.ts';
import { RevocationRunSchema } from './revocation.ts';

/** A keyed hash of a token, hexadecimal: the same token has the same one in this vault, and no way leads back. */
export const FingerprintSchema = v.pipe(v.string(), v.regex(/^[0-9a-f]{16,64}$/));

export const LeakPlaceSchema = v.strictObject({ source: v.string(), line: v.number(), column: v.number() });

/**
 * How a leaked token stands.
 *
 * - `found`: nothing was done with it yet; `needs-service`: nobody knows whose it is, or several services could be meant
 * - `not-whole`: cut or masked; there is nothing that could be revoked
 * - `waiting`, `revoking`: its turn comes, or is
 * - `already-dead`: the service said so before anything was done
 * - `left-out`: a person took it out of the case and said why
 * - the others: see `RevocationOutcomeSchema`
 */
export const LeakedStateSchema = v.picklist([
  'found',
  'needs-service',
  'not-whole',
  'waiting',
  'revoking',
  'confirmed',
  'accepted',
  'alive-until',
  'unsupported',
  'queued',
  'failed',
  'already-dead',
  'left-out',
]);

/** States of a token that somebody still has to deal with. */
export const unfinishedLeakStates: ReadonlySet<LeakedState> = new Set<LeakedState>([
  'found',
  'needs-service',
  'not-whole',
  'waiting',
  'revoking',
  'queued',
  'unsupported',
  'failed',
]);

/** How the wallet would take a leaked token back; the last four: it cannot, and why. */
export const LeakWaySchema = v.picklist([
  'connection',
  'endpoint',
  'call',
  'by-hand',
  'needs-client',
  'needs-service',
  'not-whole',
]);

/** One leaked token, however often it was found. Never the token itself. */
export const LeakedTokenSchema = v.strictObject({
  fingerprint: FingerprintSchema,
  /** The first and last four characters. */
  masked: v.string(),
  kind: v.nullable(v.picklist(['access', 'refresh', 'personal', 'installation'])),
  /** The one service it belongs to: an id of the catalog or an issuer; null while that is not known. */
  service: v.nullable(v.string()),
  serviceName: v.nullable(v.string()),
  /** The services it could be of. */
  candidates: v.array(
    v.strictObject({
      serviceId: v.string(),
      serviceName: v.string(),
      kind: v.picklist(['access', 'refresh', 'personal', 'installation']),
      /** The service's name for this kind of token. */
      name: v.string(),
      checksum: v.picklist(['fits', 'fails', 'none']),
      distinctive: v.boolean(),
    }),
  ),
  checksum: v.picklist(['fits', 'fails', 'none']),
  /** How it was known to be a token. */
  mark: v.picklist(['pattern', 'jwt', 'authorization-header', 'parameter', 'named-field', 'report']),
  /** `masked`, `cut`: only a part was found; somebody has to ask for the whole token. */
  flaw: v.nullable(v.picklist(['masked', 'cut'])),
  /** What a JWT says of itself; nobody vouches for it. */
  claims: v.nullable(
    v.strictObject({
      issuer: v.nullable(v.string()),
      subject: v.nullable(v.string()),
      clientId: v.nullable(v.string()),
      scopes: v.array(v.string()),
      expiresAt: v.nullable(MomentSchema),
    }),
  ),
  /** Where it was found; of very many only the first ones, `placeCount` counts all. */
  places: v.array(LeakPlaceSchema),
  placeCount: v.number(),
  /** The connection of this wallet that holds it, or held it once. */
  connectionId: v.nullable(ConnectionIdSchema),
  revocable: v.boolean(),
  way: LeakWaySchema,
  cuts: CutsSchema,
  byHand: v.nullable(ByHandSchema),
});

/** A string that could be a secret and fits nothing. It is never sent anywhere. */
export const UnknownStringSchema = v.strictObject({
  fingerprint: FingerprintSchema,
  masked: v.string(),
  places: v.array(LeakPlaceSchema),
  placeCount: v.number(),
});

export const LeakScanSchema = v.strictObject({
  tokens: v.array(LeakedTokenSchema),
  unknown: v.array(UnknownStringSchema),
  files: v.strictObject({ read: v.number(), binary: v.array(v.string()), unreadable: v.array(v.string()) }),
  bytes: v.number(),
  /** What a person should know of the reading, such as a report in an unknown form. */
  notes: v.array(v.string()),
});

/** How many tokens belong to a service; null: to one that nobody knows yet. */
const LeakServiceEntries = {
  service: v.nullable(v.string()),
  name: v.nullable(v.string()),
  tokens: v.number(),
};

/** What a scan found, of many tokens and strings only the first; the counts are of all of them. */
export const LeakScanSummarySchema = v.strictObject({
  ...LeakScanSchema.entries,
  tokenCount: v.number(),
  unknownCount: v.number(),
  notWhole: v.number(),
  byService: v.array(v.strictObject(LeakServiceEntries)),
});

/** A token of a case, with what became of it. */
export const CaseTokenSchema = v.strictObject({
  ...LeakedTokenSchema.entries,
  state: LeakedStateSchema,
  /** What the service told when it was asked on the person's word; null: not asked. */
  asked: v.nullable(
    v.strictObject({
      alive: v.nullable(v.boolean()),
      account: v.nullable(v.string()),
      scopes: v.array(v.string()),
      expiresAt: v.nullable(MomentSchema),
      askedWith: AskedWithSchema,
      askedAt: MomentSchema,
    }),
  ),
  attempts: v.number(),
  askedWith: AskedWithSchema,
  /** One sentence in English: what was done, what was asked, what the service answered. */
  detail: v.string(),
  livesUntil: v.nullable(MomentSchema),
  nextAttemptAt: v.nullable(MomentSchema),
  endedAt: v.nullable(MomentSchema),
  error: v.nullable(ErrorValueSchema),
  /** With `left-out`: why. */
  reason: v.nullable(v.string()),
});

export const CaseNumberSchema = v.pipe(v.number(), v.integer(), v.minValue(1));

/** How the revocation of a case's tokens stands. */
export const LeakRunSchema = v.strictObject({
  ...RevocationRunSchema.entries,
  /** Before the first is revoked the services are asked about all: of how many, and of how many of them they were. */
  looking: v.nullable(v.strictObject({ done: v.number(), total: v.number() })),
});

/** One piece of support work around tokens that got out. */
export const LeakCaseSchema = v.strictObject({
  number: CaseNumberSchema,
  title: v.string(),
  note: v.string(),
  openedBy: v.string(),
  openedAt: MomentSchema,
  /** `needs-approval`: a second person has to look before anything is revoked. */
  state: v.picklist(['needs-approval', 'open', 'revoking', 'stopped', 'closed']),
  approvedBy: v.nullable(v.string()),
  closedBy: v.nullable(v.string()),
  closedAt: v.nullable(MomentSchema),
  tokens: v.number(),
  unknown: v.number(),
  byState: v.record(LeakedStateSchema, v.number()),
  byService: v.array(
    v.strictObject({
      ...LeakServiceEntries,
      /** How many wait for another try, or for the service to take more requests, and until when. */
      waiting: v.number(),
      nextAttemptAt: v.nullable(MomentSchema),
      /** How many requests the service takes in how much time, where that is what they wait for. */
      limit: v.nullable(v.strictObject({ requests: v.number(), seconds: v.number() })),
    }),
  ),
  files: v.strictObject({ read: v.number(), binary: v.array(v.string()), unreadable: v.array(v.string()) }),
  bytes: v.number(),
  notes: v.array(v.string()),
  run: v.nullable(LeakRunSchema),
});

/** Which tokens of a case, or of a scan that is not a case yet, are meant. All conditions hold together. */
export const LeakFilterSchema = v.strictObject({
  states: v.optional(v.array(LeakedStateSchema)),
  /** null: tokens whose service is not known. */
  service: v.optional(v.nullable(v.string())),
  /** In the masked form, the fingerprint, the service's name or a place. */
  text: v.optional(v.pipe(v.string(), v.maxLength(200))),
});

/** What revoking some tokens of a case would do, told before the click and without asking anybody. */
export const LeakPreviewSchema = v.strictObject({
  /** How many of them are not finished and would be taken on: the number to type above 20. */
  count: v.number(),
  /** Of these: whose they are, how each would be taken back, and what would die with it. */
  byService: v.array(v.strictObject(LeakServiceEntries)),
  byWay: v.record(LeakWaySchema, v.number()),
  byCuts: v.record(CutsSchema, v.number()),
  /** How many are passed over: finished, left out, not whole, or of no known service. */
  passedOver: v.number(),
});

export type Fingerprint = v.InferOutput<typeof FingerprintSchema>;
export type LeakPlace = v.InferOutput<typeof LeakPlaceSchema>;
export type LeakedState = v.InferOutput<typeof LeakedStateSchema>;
export type LeakWay = v.InferOutput<typeof LeakWaySchema>;
export type LeakedToken = v.InferOutput<typeof LeakedTokenSchema>;
export type UnknownString = v.InferOutput<typeof UnknownStringSchema>;
export type LeakScan = v.InferOutput<typeof LeakScanSchema>;
export type LeakScanSummary = v.InferOutput<typeof LeakScanSummarySchema>;
export type LeakPreview = v.InferOutput<typeof LeakPreviewSchema>;
export type CaseToken = v.InferOutput<typeof CaseTokenSchema>;
export type LeakCase = v.InferOutput<typeof LeakCaseSchema>;
export type LeakRun = v.InferOutput<typeof LeakRunSchema>;
export type LeakFilter = v.InferOutput<typeof LeakFilterSchema>;
