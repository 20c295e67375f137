import * as v from 'valibot';
import { ConnectionIdSchema, ConnectionNoteSchema, MomentSchema } from './connection.ts';
import { ErrorValueSchema } from './error.ts';

/** What a service says about itself before anything is connected to it. */
export const ServerSchema = v.strictObject({
  issuer: v.string(),
  name: v.string(),
  /** The service lets the wallet register itself as a client (RFC 7591), so that no client id need be typed. */
  registration: v.boolean(),
  pkceAdvertised: v.boolean(),
  /** Empty when the service does not publish its scopes. */
  scopesSupported: v.array(v.string()),
  /** What a person who registers the client by hand must enter there. */
  redirectUri: v.string(),
  /** What can be done with a token later: taken back (RFC 7009), and asked about (RFC 7662, OpenID userinfo). */
  revocation: v.boolean(),
  introspection: v.boolean(),
  userinfo: v.boolean(),
  /** Clients the wallet already has for this service. */
  clients: v.array(
    v.strictObject({ clientId: v.string(), appName: v.string(), registeredByWallet: v.boolean() }),
  ),
});

export const AttemptStateSchema = v.picklist(['preparing', 'waiting', 'exchanging', 'done', 'failed']);

/** One attempt to connect. At most one is under way; a new one replaces it. */
export const AttemptSchema = v.strictObject({
  id: v.pipe(v.string(), v.uuid()),
  state: AttemptStateSchema,
  service: v.strictObject({ name: v.string(), issuer: v.string() }),
  startedAt: MomentSchema,
  /** The person has until then to answer in the browser: 10 minutes. */
  expiresAt: MomentSchema,
  notes: v.array(ConnectionNoteSchema),
  /** With `done`: the connection, and whether it replaced the token set of one that was there already. */
  connectionId: v.nullable(ConnectionIdSchema),
  replaced: v.boolean(),
  /** With `failed`: why. */
  error: v.nullable(ErrorValueSchema),
});

export type Server = v.InferOutput<typeof ServerSchema>;
export type AttemptState = v.InferOutput<typeof AttemptStateSchema>;
export type Attempt = v.InferOutput<typeof AttemptSchema>;
