import { readJwt } from '../../services/read-jwt.ts';
import { sighting, type Found, type Run } from './sighting.ts';
import { unwrap, type Unwrapped } from './wrapped-lines.ts';

const JWT = /eyJ[\w-]{8,}\.[\w-]{4,}\.[\w-]*/y;

const RSA_LENGTHS = [171, 342, 512, 683];

/** Characters of the signatures of RFC 7518 section 3.1 and RFC 8037; of RSA with keys of the usual sizes. */
const signatureLengths: Readonly<Record<string, readonly number[]>> = {
  HS256: [43],
  HS384: [64],
  HS512: [86],
  ES256: [86],
  ES384: [128],
  ES512: [176],
  EdDSA: [86],
  RS256: RSA_LENGTHS,
  RS384: RSA_LENGTHS,
  RS512: RSA_LENGTHS,
  PS256: RSA_LENGTHS,
  PS384: RSA_LENGTHS,
  PS512: RSA_LENGTHS,
};

/** A JWT (RFC 7519) that begins with a run, and may be broken over lines. */
export function jwtInRun({ text, start, stop, beginning }: Run): Found | undefined {
  const from = [start, beginning].find((at) => at >= 0 && text.startsWith('eyJ', at));
  if (from === undefined) {
    return undefined;
  }
  const whole = jwtAt(text, from);
  if (whole !== undefined && hasWholeSignature(whole)) {
    return { sighting: sighting(whole, from, 'jwt'), end: from + whole.length };
  }
  const unwrapped = unwrap(text, from, true);
  const broken = unwrapped === undefined ? undefined : brokenJwt(unwrapped);
  if (unwrapped !== undefined && broken !== undefined) {
    return { sighting: sighting(broken, from, 'jwt'), end: unwrapped.positionOf(broken.length) };
  }
  if (whole !== undefined) {
    return { sighting: sighting(whole, from, 'jwt'), end: from + whole.length };
  }
  return isJwtHeader(text.slice(from, stop))
    ? { sighting: sighting(text.slice(from, stop), from, 'jwt', { flaw: 'cut' }), end: stop }
    : undefined;
}

/** What comes after it reads like a part of it, but for the length of its signature. */
function brokenJwt({ text, lineEnds }: Unwrapped): string | undefined {
  return lineEnds
    .map((end) => jwtAt(text.slice(0, end), 0))
    .findLast((jwt) => jwt !== undefined && hasWholeSignature(jwt));
}

function jwtAt(text: string, from: number): string | undefined {
  JWT.lastIndex = from;
  const candidate = JWT.exec(text)?.[0];
  return candidate === undefined || readJwt(candidate) === null ? undefined : candidate;
}

function hasWholeSignature(jwt: string): boolean {
  const algorithm = /"alg":"(\w+)"/.exec(headerOf(jwt))?.[1] ?? '';
  return signatureLengths[algorithm]?.includes(jwt.length - jwt.lastIndexOf('.') - 1) === true;
}

/** The header of a signed one; an encrypted one (RFC 7516) has five parts, and nobody can look into it. */
function isJwtHeader(part: string): boolean {
  const header = headerOf(part);
  return /^\{[^{}]*"alg":"/.test(header) && !header.includes('"enc":');
}

function headerOf(jwt: string): string {
  return Buffer.from(jwt.split('.')[0] ?? '', 'base64url').toString();
}
