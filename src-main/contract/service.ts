import * as v from 'valibot';
import { RiskSchema, WordsSchema } from './connection.ts';

/** A service of the catalog, as far as a person wants to know before connecting. What is not known is null. */
export const ServiceSummarySchema = v.strictObject({
  id: v.string(),
  name: v.string(),
  /** For a service that each organisation runs itself: what to ask for, and an example. */
  host: v.nullable(v.strictObject({ ask: WordsSchema, example: v.string(), usual: v.nullable(v.string()) })),
  /** `token`: a token made on the service's own page and put in by hand. */
  flows: v.array(v.picklist(['browser', 'device', 'client-credentials', 'token'])),
  client: v.strictObject({
    kinds: v.array(v.picklist(['public', 'confidential', 'dynamic'])),
    /** Where an app is registered there, and what to enter as redirect address. */
    page: v.nullable(v.string()),
    redirectUri: v.string(),
    hint: v.nullable(WordsSchema),
  }),
  tokenPage: v.nullable(v.string()),
  pkce: v.nullable(v.picklist(['required', 'supported', 'unsupported'])),
  scopes: v.array(v.strictObject({ scope: v.string(), risk: RiskSchema, means: WordsSchema })),
  expiry: v.strictObject({
    lifetimeSeconds: v.nullable(v.number()),
    withoutExpiresIn: v.nullable(v.picklist(['never', 'not-stated'])),
  }),
  refresh: v.nullable(v.picklist(['always', 'on-request', 'never'])),
  revocation: v.strictObject({
    style: v.picklist(['rfc7009', 'calls', 'by-hand', 'not-known']),
    /** Who may revoke: the app, or whoever holds the token. */
    who: v.array(v.picklist(['holder', 'public-client', 'client', 'admin'])),
    cuts: v.nullable(v.picklist(['token', 'family', 'grant', 'app'])),
    page: v.nullable(v.string()),
    /** The best outcome that the wallet can reach there. */
    outcome: v.picklist(['confirmed', 'accepted', 'alive-until', 'unsupported']),
    warnings: v.array(WordsSchema),
  }),
  /** Whether the service can be asked about a token by a call that the wallet knows. */
  checkable: v.boolean(),
  sources: v.array(v.string()),
});

/** What a text that may be a token turned out to be, found out without asking anybody. */
export const RecognisedTokenSchema = v.strictObject({
  /** The first and last four characters. */
  masked: v.string(),
  candidates: v.array(
    v.strictObject({
      serviceId: v.string(),
      serviceName: v.string(),
      kind: v.picklist(['access', 'refresh', 'personal', 'installation']),
      /** The service's name for this kind of token. */
      name: v.string(),
      /** `fails`: it looks like one and is not; it must not be sent anywhere. */
      checksum: v.picklist(['fits', 'fails', 'none']),
      /** Other services have tokens of the same form. */
      distinctive: v.boolean(),
    }),
  ),
  /** What a JWT says of itself; nobody vouches for it. */
  claims: v.nullable(
    v.strictObject({
      issuer: v.nullable(v.string()),
      subject: v.nullable(v.string()),
      clientId: v.nullable(v.string()),
      scopes: v.array(v.string()),
      expiresAt: v.nullable(v.pipe(v.string(), v.isoTimestamp())),
    }),
  ),
});

export type ServiceSummary = v.InferOutput<typeof ServiceSummarySchema>;
export type RecognisedToken = v.InferOutput<typeof RecognisedTokenSchema>;
