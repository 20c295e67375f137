import * as v from 'valibot';
import { ConnectionIdSchema, MomentSchema } from './connection.ts';

export const JournalActionSchema = v.picklist([
  'vault-created',
  'unlock-method-changed',
  'client-registered',
  'connected',
  'added',
  'renamed',
  'server-forgotten',
  'reconnected',
  'connect-failed',
  'checked',
  'token-given',
  'refreshed',
  'refresh-failed',
  'revocation-begun',
  'revocation-stopped',
  'revocation-given-up',
  'revoked',
  'forgotten',
  'restored',
  'case-opened',
  'case-approved',
  'case-asked',
  'case-revoking',
  'case-token-ended',
  'case-exported',
  'case-closed',
]);

/** One act, without secrets. Each entry is chained to the one before it, so that tampering shows. */
export const JournalEntrySchema = v.strictObject({
  /** 1 for the first entry, without gaps. */
  sequence: v.number(),
  at: MomentSchema,
  action: JournalActionSchema,
  connectionId: v.nullable(ConnectionIdSchema),
  /** Names as they were at the time: `service`, `app`, `account`, `outcome`, `error`, `detail` ... */
  about: v.record(v.string(), v.string()),
});

export const JournalVerificationSchema = v.strictObject({
  intact: v.boolean(),
  entries: v.number(),
  /** The first entry that does not fit its chain; null when all do. */
  brokenAt: v.nullable(v.number()),
});

export type JournalAction = v.InferOutput<typeof JournalActionSchema>;
export type JournalEntry = v.InferOutput<typeof JournalEntrySchema>;
export type JournalVerification = v.InferOutput<typeof JournalVerificationSchema>;
