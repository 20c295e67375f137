/** Letters, digits, `_` and `-`: what nearly every token consists of for at least 16 characters in a row. */
export const isWord = tableOf(/[A-Za-z0-9_-]/);

/** What stands in a bearer token (RFC 6750 section 2.1) before its padding. */
export const isOpaque = tableOf(/[A-Za-z0-9_.~+/-]/);

/** What some tokens have between their parts, whole or as an escape: `ya29.`, `1//0`, `123|abc`, `00D...!`, `%7C`, `\/`. */
export const isJoint = tableOf(/[.|!/%\\]/);

export const isBase64 = tableOf(/[A-Za-z0-9+/=]/);

/** What can stand between a name and its value; the digits and letters are the ends of escapes. */
export const isAfterName = tableOf(/[\s=:"'`>([,\dA-Fa-f]/);

function tableOf(characters: RegExp): Uint8Array {
  return Uint8Array.from({ length: 256 }, (_, code) => (characters.test(String.fromCharCode(code)) ? 1 : 0));
}
