import { Secret } from '../../secret.ts';

/** A token set that was made elsewhere, as far as the text that it came in tells. */
export interface ForeignTokens {
  /** At least one of the two is there. */
  readonly accessToken: Secret | null;
  readonly refreshToken: Secret | null;
  readonly scopes: readonly string[] | null;
  readonly expiresAtMs: number | null;
  readonly issuer: string | null;
  /** The service of the catalog that the tool it came from is made for. */
  readonly serviceId: string | null;
  readonly host: string | null;
  readonly clientId: string | null;
  readonly clientSecret: Secret | null;
  readonly account: string | null;
  readonly label: string | null;
}

/** What a text names of a token set; what it does not name is left out, or null. */
export type NamedInText = {
  readonly [
    Name in keyof Omit<ForeignTokens, 'accessToken' | 'refreshToken' | 'clientSecret'>
  ]?: ForeignTokens[Name];
} & {
  readonly accessToken?: string | null | undefined;
  readonly refreshToken?: string | null | undefined;
  readonly clientSecret?: string | null | undefined;
};

/** The token set that a text names; none where it names no token. */
export function foreignTokens(named: NamedInText): readonly ForeignTokens[] {
  const accessToken = tokenOrNull(named.accessToken);
  const refreshToken = tokenOrNull(named.refreshToken);
  if (accessToken === null && refreshToken === null) {
    return [];
  }
  const secret = named.clientSecret ?? '';
  return [
    {
      scopes: null,
      expiresAtMs: null,
      issuer: null,
      serviceId: null,
      host: null,
      clientId: null,
      account: null,
      label: null,
      ...named,
      accessToken,
      refreshToken,
      clientSecret: secret === '' ? null : new Secret(secret),
    },
  ];
}

/** Printable ASCII (RFC 6749 appendix A.12), without the blank that no service uses; a masked one is none. */
function tokenOrNull(text: string | null | undefined): Secret | null {
  const isToken = typeof text === 'string' && /^[\x21-\x7e]+$/.test(text) && !text.includes('****');
  return isToken ? new Secret(text) : null;
}
