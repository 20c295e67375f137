import { crc32 } from 'node:zlib';

const DIGITS = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';

/** The `index`th text of that length that looks random and is the same in every run. */
export function randomLooking(index: number, length: number, digits = DIGITS): string {
  let seed = crc32(`sample ${index}`);
  return Array.from({ length }, () => {
    seed = (Math.imul(seed, 1_664_525) + 1_013_904_223) >>> 0;
    return digits[(seed >>> 8) % digits.length];
  }).join('');
}

/** A token of the form that GitHub documents, with a checksum that fits; nobody ever issued it. */
export function gitHubToken(index: number, prefix = 'ghp_'): string {
  const body = randomLooking(index, 30);
  let rest = crc32(body);
  let checksum = '';
  for (let digit = 0; digit < 6; digit += 1) {
    checksum = (DIGITS[rest % 62] ?? '') + checksum;
    rest = Math.floor(rest / 62);
  }
  return `${prefix}${body}${checksum}`;
}
