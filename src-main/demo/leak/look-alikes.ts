import { randomBytes, randomInt, randomUUID } from 'node:crypto';

/** One of a list, by chance. */
export function oneOf<Item>(items: readonly [Item, ...Item[]]): Item {
  return items[randomInt(items.length)] ?? items[0];
}

/** Lines of a log that hold no token, though some of what they hold looks like one. */
const lines: readonly [(at: string) => string, ...((at: string) => string)[]] = [
  (at) => `${at} INFO  gallery[412] request_id=${randomUUID()} GET /health 200 ${randomInt(9)}ms`,
  (at) => `${at} DEBUG cache[412] hit etag="${randomBytes(16).toString('hex')}" age=${randomInt(600)}`,
  (at) => `${at} INFO  deploy[77] image photos@sha256:${randomBytes(32).toString('hex')}`,
  (at) => `${at} INFO  deploy[77] checked out ${randomBytes(20).toString('hex')} (main)`,
  (at) => `${at} DEBUG npm[91] integrity sha512-${randomBytes(64).toString('base64')}`,
  (at) => `${at} INFO  uploads[33] stored thumbs/${randomUUID()}.jpg (${randomInt(90_000)} bytes)`,
  (at) => `${at} DEBUG trace[412] traceparent=00-${randomBytes(16).toString('hex')}-00f067aa0ba902b7-01`,
  (at) => `${at} WARN  http[412] > Authorization: Bearer [redacted]`,
  (at) => `${at} INFO  mail[58] Message-ID: <${randomBytes(12).toString('base64url')}@photos.example>`,
  (at) => `${at} DEBUG thumbs[33] inline data:image/png;base64,${randomBytes(90).toString('base64')}`,
];

export function lookAlike(at: string): string {
  return oneOf(lines)(at);
}
