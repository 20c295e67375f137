/**
 * The pairs of letters that five of six pairs in the names of ordinary programs consist of, counted over the sources of
 * this project, of TypeScript and of undici. A random text has one in five of them.
 */
const commonPairs =
  're er on in te en at es ti or nt de st le et ed io me co pe ec se ar ra al it ro ge ta is ng ct ty si ea ex rt to ' +
  'ns li an ri nd ce pa ch th tr ss fi pr ac em la na di ne yp ve he am as od ts no po il ca el nc ef cl lo op ma om ' +
  'ke un rs mp ur ic ol fo so ll ou ad ha ul sp tt ag ut ck cr im tc oc ie os ig rr xp ep mo pt sc id ni tu mi xt pl ' +
  'bl ia ai us do ab ho fe va ev hi of ld ee bo rc vi da ue gn ow ot nf ap be ry lt su ir sy mb sa wi rn au ds';

/** By the codes of two characters, 7 bits each: whether they occur side by side in words, in any case but "aB". */
const isCommon = new Uint8Array(1 << 14);
for (const [first = '', second = ''] of commonPairs.split(' ')) {
  const capitals = [first.toUpperCase(), second.toUpperCase()] as const;
  for (const pair of [first + second, capitals[0] + second, capitals[0] + capitals[1]]) {
    isCommon[(pair.charCodeAt(0) << 7) | pair.charCodeAt(1)] = 1;
  }
}

/**
 * The share of neighbours in a part of a text that occur in words: about 0.8 in names, 0.1 in tokens. Made to be asked of
 * every long word of a large text.
 */
export function wordinessOf(bytes: Uint8Array, from: number, to: number): number {
  let pairs = 0;
  let before = (bytes[from] ?? 0) & 0x7f;
  for (let at = from + 1; at < to; at++) {
    const code = (bytes[at] as number) & 0x7f;
    pairs += isCommon[(before << 7) | code] as number;
    before = code;
  }
  return pairs / Math.max(1, to - from - 1);
}

/** From here on a text is a name, made of words. */
export const WORDY = 0.5;

/** Whether a text may be a token where something calls it one: anything but a name, a word or a placeholder. */
export function mayBeToken(text: string): boolean {
  const { wordiness, distinct, lower, upper, digits } = composition(Buffer.from(text, 'latin1'));
  const isRandom = wordiness < WORDY && distinct >= 8 && (digits > 0 || (lower > 2 && upper > 2));
  return isRandom && !isPlaceholder(text);
}

/** Whether a text is random enough to be offered where nothing calls it a token. Hashes and UUIDs are not. */
export function looksSecret(bytes: Buffer): boolean {
  if (bytes.length < 24 || bytes.length > 128) {
    return false;
  }
  const { wordiness, distinct, lower, upper } = composition(bytes);
  return (
    wordiness < 0.3 && distinct >= 14 && lower > 2 && upper > 2 && !isPlaceholder(bytes.toString('latin1'))
  );
}

/** Whether a text goes on at random, where a line was broken. */
export function looksBroken(text: string): boolean {
  const { wordiness, lower, upper, digits } = composition(Buffer.from(text, 'latin1'));
  return wordiness < WORDY && (digits > 0 || (lower > 1 && upper > 1));
}

interface Composition {
  readonly wordiness: number;
  readonly distinct: number;
  readonly lower: number;
  readonly upper: number;
  readonly digits: number;
}

function composition(bytes: Buffer): Composition {
  const seen = new Uint8Array(256);
  let [distinct, lower, upper, digits] = [0, 0, 0, 0];
  for (const code of bytes) {
    distinct += seen[code] === 0 ? 1 : 0;
    seen[code] = 1;
    lower += code >= 97 && code <= 122 ? 1 : 0;
    upper += code >= 65 && code <= 90 ? 1 : 0;
    digits += code >= 48 && code <= 57 ? 1 : 0;
  }
  return { wordiness: wordinessOf(bytes, 0, bytes.length), distinct, lower, upper, digits };
}

/** What documentation and scrubbed logs put in the place of a token. */
function isPlaceholder(text: string): boolean {
  return /([xX*#.])\1{5}|([0aA1])\2{9}|your[_-]|example|placeholder|redacted|change-?me|0123456789|abcdefghij/i.test(
    text,
  );
}
