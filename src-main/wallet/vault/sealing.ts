import { createCipheriv, createDecipheriv, randomFillSync, type KeyObject } from 'node:crypto';

const FORMAT = 1;
const NONCE_BYTES = 12;
/** The tag comes last. */
export const TAG_BYTES = 16;

/** The place of a sealed value. It is authenticated with the value, so that one cannot be put where another was. */
export type Place = readonly (string | number | null)[];

/**
 * Encrypts with AES-256-GCM: one byte of format, the nonce, the ciphertext, the tag.
 *
 * A random nonce of 96 bits is safe for 2^32 values under one key (NIST SP 800-38D section 8.3), which is one write a
 * second for a century.
 */
export function seal(key: KeyObject, place: Place, value: Uint8Array): Buffer {
  const nonce = freshNonce();
  const cipher = createCipheriv('aes-256-gcm', key, nonce, { authTagLength: TAG_BYTES });
  cipher.setAAD(bytesOf(place));
  // GCM enciphers byte by byte, so that nothing is left for the end.
  const sealed = Buffer.allocUnsafe(1 + NONCE_BYTES + value.length + TAG_BYTES);
  sealed[0] = FORMAT;
  sealed.set(nonce, 1);
  sealed.set(cipher.update(value), 1 + NONCE_BYTES);
  cipher.final();
  sealed.set(cipher.getAuthTag(), sealed.length - TAG_BYTES);
  return sealed;
}

/** Decrypts what `seal` made, or answers undefined when key, place or a single bit is another. */
export function unseal(key: KeyObject, place: Place, sealed: Uint8Array): Buffer | undefined {
  if (sealed.length < 1 + NONCE_BYTES + TAG_BYTES || sealed[0] !== FORMAT) {
    return undefined;
  }
  const nonce = sealed.subarray(1, 1 + NONCE_BYTES);
  const decipher = createDecipheriv('aes-256-gcm', key, nonce, { authTagLength: TAG_BYTES });
  decipher.setAAD(bytesOf(place));
  decipher.setAuthTag(tagOf(sealed));
  try {
    return Buffer.concat([decipher.update(sealed.subarray(1 + NONCE_BYTES, -TAG_BYTES)), decipher.final()]);
  } catch {
    return undefined;
  }
}

/** What tells one sealed value from every other: the end of it, which is made of the key, the place and each bit of it. */
export function tagOf(sealed: Uint8Array): Uint8Array {
  return sealed.subarray(-TAG_BYTES);
}

/** Each call of the random number generator takes as long as sealing itself, however little is asked of it. */
const randomness = { bytes: Buffer.alloc(NONCE_BYTES * 256), used: Infinity };

function freshNonce(): Buffer {
  if (randomness.used >= randomness.bytes.length) {
    randomness.bytes = randomFillSync(Buffer.alloc(randomness.bytes.length));
    randomness.used = 0;
  }
  randomness.used += NONCE_BYTES;
  return randomness.bytes.subarray(randomness.used - NONCE_BYTES, randomness.used);
}

function bytesOf(place: Place): Buffer {
  return Buffer.from(JSON.stringify(place));
}
