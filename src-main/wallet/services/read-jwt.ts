import type { RecognisedToken } from '../../contract/service.ts';
import type { Secret } from '../secret.ts';

/**
 * What a JWT says of itself (RFC 7519 section 4.1, RFC 9068 section 2.2); null for a text that is none. Its signature
 * is not checked: nobody vouches for this, and it is shown so.
 */
export function readJwt(token: string): RecognisedToken['claims'] {
  const parts = token.split('.');
  if (parts.length !== 3 || !parts.every((part) => /^[\w-]*$/.test(part))) {
    return null;
  }
  const [header, claims] = [parts[0], parts[1]].map(readPart);
  if (header?.['alg'] === undefined || claims === undefined) {
    return null;
  }
  return {
    issuer: textOf(claims['iss']),
    subject: textOf(claims['sub']),
    clientId: textOf(claims['client_id']) ?? textOf(claims['azp']),
    scopes: scopesOf(claims['scope'] ?? claims['scp']),
    expiresAt: momentOf(claims['exp']),
  };
}

/** Whether an API may accept a token without asking anybody (RFC 9068), whatever its server says of it. */
export function isSelfContained(token: Secret): boolean {
  return readJwt(token.reveal()) !== null;
}

/** The end that such a token states itself; null where it states none. */
export function statedEndMs(token: Secret): number | null {
  const expiresAt = readJwt(token.reveal())?.expiresAt ?? null;
  return expiresAt === null ? null : Date.parse(expiresAt);
}

function readPart(part: string | undefined): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(Buffer.from(part ?? '', 'base64url').toString());
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Readonly<Record<string, unknown>>)
      : undefined;
  } catch {
    return undefined;
  }
}

function textOf(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value : null;
}

function scopesOf(value: unknown): string[] {
  if (Array.isArray(value)) {
    return value.filter((scope): scope is string => typeof scope === 'string');
  }
  return typeof value === 'string' ? value.split(/\s+/).filter((scope) => scope !== '') : [];
}

/** Seconds since 1970 (RFC 7519 section 2, NumericDate); one that no calendar holds counts as none. */
function momentOf(value: unknown): string | null {
  const date = new Date(typeof value === 'number' ? value * 1000 : Number.NaN);
  return Number.isNaN(date.getTime()) ? null : date.toISOString();
}
