import { crc32 } from 'node:zlib';
import type { RecognisedToken } from '../../contract/service.ts';
import { readJwt } from './read-jwt.ts';
import type { Service, TokenPattern } from './service-schema.ts';

/** Says what a token is from its form alone: by the catalog's patterns and checksums, or by what a JWT says of itself. */
export function recogniseToken(services: readonly Service[], token: string): RecognisedToken {
  return {
    masked: mask(token),
    candidates: formsOf(services)
      .filter(({ whole }) => whole.test(token))
      .map(({ service, pattern }) => ({
        serviceId: service.id,
        serviceName: service.name,
        kind: pattern.kind,
        name: pattern.name,
        checksum: checksumOf(pattern, token),
        distinctive: pattern.distinctive,
      })),
    claims: readJwt(token),
  };
}

interface Form {
  readonly service: Service;
  readonly pattern: TokenPattern;
  readonly whole: RegExp;
}

const knownForms = new WeakMap<readonly Service[], readonly Form[]>();

/** Made once for a catalog: a leak may hold a hundred thousand tokens. */
function formsOf(services: readonly Service[]): readonly Form[] {
  const forms =
    knownForms.get(services) ??
    services.flatMap((service) =>
      service.tokens.map((pattern) => ({ service, pattern, whole: new RegExp(`^(?:${pattern.pattern})$`) })),
    );
  knownForms.set(services, forms);
  return forms;
}

/** The first and the last four characters; of a short one not even those. */
export function mask(token: string): string {
  return token.length < 16 ? '…' : `${token.slice(0, 4)}…${token.slice(-4)}`;
}

/** A token whose checksum fails is none of that service's, however much it looks like one. */
export function checksumOf({ checksum }: TokenPattern, token: string): 'fits' | 'fails' | 'none' {
  if (checksum === undefined) {
    return 'none';
  }
  const body = token.slice(checksum.prefix.length, -checksum.digits);
  const expected = base62(crc32(body)).padStart(checksum.digits, '0');
  return token.endsWith(expected) ? 'fits' : 'fails';
}

const DIGITS = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';

function base62(value: number): string {
  let rest = value;
  let text = '';
  do {
    text = (DIGITS[rest % 62] ?? '') + text;
    rest = Math.floor(rest / 62);
  } while (rest > 0);
  return text;
}
