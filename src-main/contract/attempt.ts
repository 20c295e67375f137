import * as v from 'valibot';
import { ConnectionIdSchema, ConnectionNoteSchema, MomentSchema, ScopeMeaningSchema } from './connection.ts';
import { ErrorValueSchema } from './error.ts';

/**
 * The ways to connect.
 *
 * - `browser`: the person's browser brings the answer to a port of this computer (RFC 8252 section 7.3)
 * - `manual`: the person copies the last address from a browser that runs elsewhere
 * - `device`: the person enters a code on another device (RFC 8628)
 * - `client-credentials`: the app acts for itself, without a person (RFC 6749 section 4.4)
 */
export const FlowSchema = v.picklist(['browser', 'manual', 'device', 'client-credentials']);

/** What a service says about itself before anything is connected to it. */
export const ServerSchema = v.strictObject({
  issuer: v.string(),
  name: v.string(),
  /** The service lets the wallet register itself as a client (RFC 7591), so that no client id need be typed. */
  registration: v.boolean(),
  pkceAdvertised: v.boolean(),
  /** Empty when the service does not publish its scopes. */
  scopesSupported: v.array(v.string()),
  scopesKnown: v.array(ScopeMeaningSchema),
  /** The ways to connect, in the order in which a person would want them. */
  flows: v.array(FlowSchema),
  /** Of the catalog; null for a service that the wallet knows only by what it says of itself. */
  serviceId: v.nullable(v.string()),
  /** The scopes to tick to begin with. */
  scopesSuggested: v.array(v.string()),
  /** What a person who registers the client by hand must enter there. */
  redirectUri: v.string(),
  /** What can be done with a token later: taken back (RFC 7009), and asked about (RFC 7662, OpenID userinfo). */
  revocation: v.boolean(),
  introspection: v.boolean(),
  userinfo: v.boolean(),
  /** Clients the wallet already has for this service. */
  clients: v.array(
    v.strictObject({
      clientId: v.string(),
      appName: v.string(),
      registeredByWallet: v.boolean(),
      /** The rights that the wallet registered it for, which are all that it may ask for (RFC 7591 section 2). */
      registeredScopes: v.array(v.string()),
    }),
  ),
});

export const AttemptStateSchema = v.picklist(['preparing', 'waiting', 'exchanging', 'done', 'failed']);

/** One attempt to connect. At most one is under way; a new one replaces it. */
export const AttemptSchema = v.strictObject({
  id: v.pipe(v.string(), v.uuid()),
  state: AttemptStateSchema,
  flow: FlowSchema,
  /** With `device`, while the person is to enter the code. */
  /** With `manual`: the address to open in whatever browser there is. */
  address: v.nullable(v.string()),
  device: v.nullable(
    v.strictObject({
      userCode: v.string(),
      verificationUri: v.string(),
      /** The same with the code in it, for a QR code. */
      verificationUriComplete: v.nullable(v.string()),
    }),
  ),
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

export type Flow = v.InferOutput<typeof FlowSchema>;
export type Server = v.InferOutput<typeof ServerSchema>;
export type AttemptState = v.InferOutput<typeof AttemptStateSchema>;
export type Attempt = v.InferOutput<typeof AttemptSchema>;
