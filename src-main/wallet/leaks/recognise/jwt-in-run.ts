import { readJwt } from '../../services/read-jwt.ts';
import { sighting, type Found, type Run } from './sighting.ts';
import { unwrap } from './wrapped-lines.ts';

const JWT = /eyJ[\w-]{8,}\.[\w-]{4,}\.[\w-]*/y;

/** Characters of the signatures of RFC 7518 section 3.1, with keys of the usual sizes. */
const signatureLengths: ReadonlySet<number> = new Set([43, 64, 86, 128, 171, 176, 342, 512, 683]);

/** A JWT (RFC 7519) that begins with a run, and may be broken over lines. */
export function jwtInRun({ text, start, stop, beginning }: Run): Found | undefined {
  const from = [start, beginning].find((at) => at >= 0 && text.startsWith('eyJ', at));
  if (from === undefined) {
    return undefined;
  }
  const whole = jwtAt(text, from);
  if (whole !== undefined && signatureLengths.has(signatureOf(whole).length)) {
    return { sighting: sighting(whole, from, 'jwt'), end: from + whole.length };
  }
  const unwrapped = unwrap(text, from, true);
  const broken = unwrapped === undefined ? undefined : jwtAt(unwrapped.text, 0);
  if (unwrapped !== undefined && broken !== undefined) {
    const isPlausible = whole === undefined || signatureLengths.has(signatureOf(broken).length);
    if (isPlausible) {
      return { sighting: sighting(broken, from, 'jwt'), end: unwrapped.positionOf(broken.length) };
    }
  }
  if (whole !== undefined) {
    return { sighting: sighting(whole, from, 'jwt'), end: from + whole.length };
  }
  return isJwtHeader(text.slice(from, stop))
    ? { sighting: sighting(text.slice(from, stop), from, 'jwt', { flaw: 'cut' }), end: stop }
    : undefined;
}

function jwtAt(text: string, from: number): string | undefined {
  JWT.lastIndex = from;
  const candidate = JWT.exec(text)?.[0];
  return candidate === undefined || readJwt(candidate) === null ? undefined : candidate;
}

function signatureOf(jwt: string): string {
  return jwt.slice(jwt.lastIndexOf('.') + 1);
}

/** The header of a signed one; an encrypted one (RFC 7516) has five parts, and nobody can look into it. */
function isJwtHeader(part: string): boolean {
  const header = Buffer.from(part, 'base64url').toString();
  return /^\{"[^{]*"alg":"[^{]*"\}?/.test(header) && !header.includes('"enc":');
}
