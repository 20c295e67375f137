import * as v from 'valibot';

/*
 * The form of a file in `catalog/`, one service each, and of a file that a person describes a server with.
 *
 * What is not known is left out: an absent key means "not known" and is shown so. In addresses `{host}` stands for the
 * host of a self-hosted service and `{clientId}` for the app; in the addresses, headers and fields of calls `{token}`,
 * `{clientId}`, `{clientSecret}`, `{subject}` (the account, as a check told it) and `{lookedUp}` for the values. In the
 * parameters of an authorization `{deviceId}` stands for a name of this wallet that stays the same.
 */

const strict = v.strictObject;
const text = v.pipe(v.string(), v.minLength(1));
const address = v.pipe(
  v.string(),
  v.regex(
    /^https:\/\/|^http:\/\/(127\.0\.0\.1|\[::1\]|localhost)[:/]|^\{host\}/,
    'an https address (http only on this computer), or one that begins with {host}',
  ),
);

/** The same words in every language that the wallet speaks. */
export const WordsSchema = strict({ en: text, ru: text });

/** How bad it would be if somebody else had this right; in this order. */
export const RiskSchema = v.picklist(['identity', 'read', 'offline', 'write', 'delete', 'administer']);

export const ScopeSchema = strict({
  scope: text,
  risk: RiskSchema,
  /** What the app may do with it, as the object of "It may ...": "read your photos". */
  means: WordsSchema,
  /** Taken to ask for when the person names nothing. */
  suggested: v.optional(v.boolean()),
});

/** One HTTP call, described. */
export const CallSchema = strict({
  method: v.picklist(['GET', 'POST', 'DELETE']),
  url: address,
  /**
   * - `none`: no Authorization header
   * - `bearer`: the token itself (RFC 6750); `oauth`: `Authorization: OAuth TOKEN`
   * - `basic`: client id and secret (RFC 6749 section 2.3.1)
   * - `client`: whatever the client uses at the token endpoint
   */
  authorization: v.picklist(['none', 'bearer', 'oauth', 'basic', 'client']),
  headers: v.optional(v.record(text, text)),
  body: v.optional(v.picklist(['form', 'json', 'query'])),
  /** Where a value is `["{token}"]`, the service takes several tokens at once. */
  fields: v.optional(v.record(text, v.union([v.string(), v.array(v.string())]))),
});

/** What an answer looks like: a status, and where it matters a value in its JSON (`path` with dots). */
export const AnswerSchema = strict({
  status: v.number(),
  where: v.optional(strict({ path: text, is: v.union([v.string(), v.number(), v.boolean()]) })),
});

export const TokenKindSchema = v.picklist(['access', 'refresh', 'personal', 'installation']);

/** How a token of this service is recognised in a text, offline. */
export const TokenPatternSchema = strict({
  kind: TokenKindSchema,
  name: text,
  /**
   * A regular expression (JavaScript, no flags) for the whole token and nothing around it. It has no anchors and no
   * capturing groups of its own: whoever searches a text with it sees to the edges.
   */
  pattern: text,
  /** The last `digits` characters are the CRC-32 of the part after `prefix`, in base 62, padded with 0. */
  checksum: v.optional(strict({ algorithm: v.literal('crc32-base62'), prefix: text, digits: v.number() })),
  /** false for forms that other services use too, such as 40 hexadecimal digits. */
  distinctive: v.boolean(),
  source: text,
});

/** Replies that break the rules in a documented way, and are put right before the protocol library reads them. */
export const DeviationSchema = v.picklist([
  'error-in-200',
  'ok-false-in-200',
  'scope-array',
  'scope-commas',
  'introspection-scope-array',
  'token-type-bot',
  'token-type-missing',
  'refresh-token-null',
  'expires-in-null',
  'token-reply-201',
  'nested-authed-user',
  'verification-url',
  'revocation-400-without-error',
  'scopes-in-redirect',
  // Requests that the service wants otherwise than the rules say.
  'token-request-json',
  'refresh-with-redirect-uri',
  'device-id-in-redirect',
]);

/**
 * What dies with a token:
 *
 * - `token`: only it
 * - `family`: the refresh token and the access tokens that were issued with it
 * - `grant`: everything that this account has allowed this app
 * - `app`: the app itself is removed, for everybody there
 */
const CutsSchema = v.picklist(['token', 'family', 'grant', 'app']);

/** A value in the JSON that a call answers with. */
const LookUpSchema = strict({
  call: CallSchema,
  /** With dots; where `among` is there, inside the matching element. */
  path: text,
  /** The answer holds a list (at `list`, or as a whole), of which the element of this token is meant. */
  among: v.optional(
    strict({
      list: v.optional(text),
      /** Where an element shows its token: as a whole, or only how it begins and ends. */
      token: text,
      shows: v.picklist(['whole', 'ends']),
    }),
  ),
});

/** One way to take a token back. */
export const RevocationCallSchema = strict({
  /** The tokens that it takes. */
  takes: v.pipe(v.array(TokenKindSchema), v.minLength(1)),
  /** `holder`: whoever has the token may; `client`: the app with its credentials; `public-client`: its id will do. */
  who: v.picklist(['holder', 'public-client', 'client', 'admin']),
  call: CallSchema,
  /** Answers that say it was carried out. Whether it was is asked afterwards. */
  done: v.pipe(v.array(AnswerSchema), v.minLength(1)),
  /** Answers that say the token was dead already. */
  dead: v.optional(v.array(AnswerSchema)),
  /** What dies with it, as far as documented. */
  cuts: v.optional(CutsSchema),
  /** What a person should know before: "uninstalls the app", "the owner is told by e-mail". */
  warning: v.optional(WordsSchema),
  /** A value that must be looked up first, with the token, and stands as `{lookedUp}` in the call. */
  lookUp: v.optional(LookUpSchema),
  /** How many tokens one call takes. */
  batch: v.optional(v.number()),
  limit: v.optional(strict({ requests: v.number(), perSeconds: v.number() })),
});

export const RevocationSchema = strict({
  /**
   * - `rfc7009`: the revocation endpoint of the metadata or of `endpoints`
   * - `calls`: the service's own calls, tried in this order
   * - `by-hand`: the service offers none; `page` is where a person ends the access
   * - `not-known`: nothing usable is documented
   */
  style: v.picklist(['rfc7009', 'calls', 'by-hand', 'not-known']),
  /**
   * With `rfc7009`: for the tokens that the endpoint does not take. A call that cuts more than the one before it is
   * never a silent fallback: a person chooses it.
   */
  calls: v.optional(v.array(RevocationCallSchema)),
  /** With `rfc7009`: what revoking each kind of token cuts, as far as documented. */
  cuts: v.optional(
    strict({
      access: v.optional(CutsSchema),
      refresh: v.optional(CutsSchema),
    }),
  ),
  /** What lives on after it, such as access tokens to their own end. */
  livesOn: v.optional(WordsSchema),
  /** Carried out later than it is answered. */
  asynchronous: v.optional(v.boolean()),
  /** The service's own page where access is ended by hand, and what to look for there. */
  page: v.optional(address),
  lookFor: v.optional(WordsSchema),
});

/**
 * How to ask the service about a token where it has neither introspection nor userinfo by the standards.
 *
 * For tokens that are shown to an API. A refresh token never is, and "unknown" would not mean that it is dead.
 */
export const CheckSchema = strict({
  /** The tokens that it can judge: asked about another, the service would say "unknown" of a living one. */
  takes: v.pipe(v.array(TokenKindSchema), v.minLength(1)),
  /** The scope without which the answer would be that for a dead token. */
  needs: v.optional(text),
  call: CallSchema,
  alive: v.pipe(v.array(AnswerSchema), v.minLength(1)),
  /** Absent where the answer for a dead token is not known, or is the same as for a right that is lacking. */
  dead: v.optional(v.pipe(v.array(AnswerSchema), v.minLength(1))),
  subject: v.optional(text),
  name: v.optional(text),
  email: v.optional(text),
  /** Where the granted scopes are told: a JSON path, or the name of a response header. */
  scopes: v.optional(v.union([strict({ path: text }), strict({ header: text, separator: text })])),
  /** A JSON path to the seconds left, or to the moment in seconds since 1970. */
  expiresIn: v.optional(text),
  expiresAt: v.optional(text),
});

/** The scopes that mean the same at every service. */
export const StandardScopesSchema = strict({
  scopes: v.array(ScopeSchema),
  sources: v.pipe(v.array(text), v.minLength(1)),
});

export const ServiceSchema = strict({
  id: v.pipe(v.string(), v.regex(/^[a-z0-9-]+$/)),
  name: text,
  /** For a service that each organisation runs itself, or that has a host of its own for each customer. */
  host: v.optional(strict({ ask: WordsSchema, example: text, usual: v.optional(text) })),
  /** Where metadata is found; absent where the service publishes none. */
  issuer: v.optional(address),
  discovery: v.optional(v.picklist(['openid', 'rfc8414'])),
  /** What the metadata does not tell, or tells wrongly. */
  endpoints: v.optional(
    strict({
      authorization: v.optional(address),
      token: v.optional(address),
      refresh: v.optional(address),
      revocation: v.optional(address),
      introspection: v.optional(address),
      userinfo: v.optional(address),
      device: v.optional(address),
      registration: v.optional(address),
    }),
  ),
  client: strict({
    /** `dynamic`: the wallet registers itself (RFC 7591). */
    kinds: v.array(v.picklist(['public', 'confidential', 'dynamic'])),
    /** The service's own page on which a person registers an app. */
    page: v.optional(address),
    authentication: v.optional(v.picklist(['none', 'client_secret_basic', 'client_secret_post'])),
    /** What to mind there, such as a switch to turn on. */
    hint: v.optional(WordsSchema),
  }),
  /** In the order in which a person would want them. `token`: a token made on the service's own page. */
  flows: v.array(v.picklist(['browser', 'device', 'client-credentials', 'token'])),
  /** The page on which a person makes a token by hand. */
  tokenPage: v.optional(address),
  redirect: v.optional(
    strict({
      host: v.picklist(['127.0.0.1', 'localhost']),
      /** A fixed port only where the service insists on one. */
      port: v.optional(v.number()),
      path: v.optional(text),
      /** A private-use scheme (RFC 8252 section 7.1), only where the service insists on one. */
      scheme: v.optional(text),
    }),
  ),
  pkce: v.optional(v.picklist(['required', 'supported', 'unsupported'])),
  /** Fixed parameters of the authorization request, such as `access_type=offline`. */
  authorizationParameters: v.optional(v.record(text, text)),
  /** The parameter that lets a person choose another account. */
  chooseAccount: v.optional(v.record(text, text)),
  scopes: strict({
    separator: v.picklist([' ', ',']),
    /** The parameter that carries them, where it is not `scope`. */
    parameter: v.optional(text),
    /** false for a service without scopes. */
    used: v.boolean(),
    known: v.array(ScopeSchema),
  }),
  access: v.optional(
    strict({
      /** Seconds, as documented; the token reply counts where it states them. */
      lifetimeSeconds: v.optional(v.number()),
      withoutExpiresIn: v.optional(v.picklist(['never', 'not-stated'])),
      /** The field of the token reply that names the account, where no ID token does. */
      accountField: v.optional(text),
      note: v.optional(WordsSchema),
    }),
  ),
  refresh: v.optional(
    strict({
      issued: v.optional(v.picklist(['always', 'on-request', 'never'])),
      rotates: v.optional(v.boolean()),
      /** Days after which an unused refresh token ends, and after which any does. */
      idleDays: v.optional(v.number()),
      lifetimeDays: v.optional(v.number()),
      /** How many living refresh tokens of one app and account there can be; a further one ends the oldest. */
      atMost: v.optional(v.number()),
      note: v.optional(WordsSchema),
    }),
  ),
  deviations: v.optional(v.array(DeviationSchema)),
  tokens: v.array(TokenPatternSchema),
  check: v.optional(CheckSchema),
  revocation: RevocationSchema,
  /** Where the facts above come from. */
  sources: v.pipe(v.array(text), v.minLength(1)),
});

export type Words = v.InferOutput<typeof WordsSchema>;
export type Risk = v.InferOutput<typeof RiskSchema>;
export type ServiceScope = v.InferOutput<typeof ScopeSchema>;
export type ServiceCall = v.InferOutput<typeof CallSchema>;
export type ServiceAnswer = v.InferOutput<typeof AnswerSchema>;
export type TokenKind = v.InferOutput<typeof TokenKindSchema>;
export type TokenPattern = v.InferOutput<typeof TokenPatternSchema>;
export type Deviation = v.InferOutput<typeof DeviationSchema>;
export type RevocationCall = v.InferOutput<typeof RevocationCallSchema>;
export type ServiceRevocation = v.InferOutput<typeof RevocationSchema>;
export type ServiceCheck = v.InferOutput<typeof CheckSchema>;
export type Service = v.InferOutput<typeof ServiceSchema>;
