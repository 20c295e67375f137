import * as v from 'valibot';
import {
  ByHandSchema,
  ConnectionIdSchema,
  CutsSchema,
  MomentSchema,
  RevocationOutcomeSchema,
  RevocationSchema,
  WordsSchema,
} from './connection.ts';

/** What a revocation will do, told before the click, from what is documented and without asking anybody. */
export const RevocationPreviewSchema = v.strictObject({
  id: ConnectionIdSchema,
  cuts: CutsSchema,
  tokens: v.array(
    v.strictObject({
      kind: v.picklist(['access', 'refresh', 'personal', 'installation']),
      /** What will be asked to end it: the revocation endpoint (RFC 7009), the service's own call, or nobody. */
      by: v.picklist(['endpoint', 'call', 'nobody']),
      fate: v.picklist(['dies', 'lives-on', 'not-known']),
    }),
  ),
  /** What lives on, in words where somebody documented them, and until when at most. */
  livesOn: v.nullable(v.strictObject({ words: v.nullable(WordsSchema), until: v.nullable(MomentSchema) })),
  byHand: v.nullable(ByHandSchema),
  warnings: v.array(WordsSchema),
  /** The service carries it out later than it answers. */
  isAsynchronous: v.boolean(),
  /** The best that can be known afterwards. */
  outcome: v.picklist(['confirmed', 'accepted', 'alive-until', 'unsupported']),
});

/** How a revocation of many stands; connections or leaked tokens. */
export const RevocationRunSchema = v.strictObject({
  state: v.picklist(['idle', 'running', 'stopped']),
  /** Of the run that is under way, or was last; 0 when there was none. */
  total: v.number(),
  done: v.number(),
  byOutcome: v.strictObject(v.entriesFromList(RevocationOutcomeSchema.options, v.number())),
  startedAt: v.nullable(MomentSchema),
  perSecond: v.nullable(v.number()),
  secondsLeft: v.nullable(v.number()),
  /** Of everything that is not finished, of this run or an earlier one: how many wait for another try, and until when. */
  waiting: v.number(),
  nextAttemptAt: v.nullable(MomentSchema),
});

/** What is known about revocations, to print or to hand on. Holds no secret. */
export const ProofSchema = v.strictObject({
  madeAt: MomentSchema,
  wallet: v.string(),
  revocations: v.array(
    v.strictObject({
      id: ConnectionIdSchema,
      service: v.string(),
      issuer: v.string(),
      app: v.string(),
      clientId: v.string(),
      account: v.nullable(v.string()),
      scopes: v.array(v.string()),
      revocation: RevocationSchema,
      /** The entries of the journal that tell of it: their numbers, and the hash of each, hexadecimal. */
      journal: v.array(v.strictObject({ sequence: v.number(), at: MomentSchema, hash: v.string() })),
    }),
  ),
  /** Whether the journal's chain holds, and its newest hash, which whoever keeps this proof can compare later. */
  chain: v.strictObject({ intact: v.boolean(), entries: v.number(), head: v.nullable(v.string()) }),
});

export type RevocationPreview = v.InferOutput<typeof RevocationPreviewSchema>;
export type RevocationRun = v.InferOutput<typeof RevocationRunSchema>;
export type Proof = v.InferOutput<typeof ProofSchema>;
