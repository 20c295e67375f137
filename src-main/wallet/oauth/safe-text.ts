const longestText = 200;

/** Twenty characters or more that look like a token rather than like words, such as those of `token_endpoint`. */
const tokenLike = /(?![a-z_]+(?![\w.~+/=-]))[\w.~+/=-]{20,}/g;

/**
 * A text that a stranger wrote, fit to be shown: on one line, not too long, and without what looks like a token.
 *
 * Services repeat the refused token or code in `error_description` now and then.
 */
export function safeText(text: string): string {
  const oneLine = text
    .replace(/[\p{C}\p{Z}]+/gu, ' ')
    .replace(tokenLike, '…')
    .trim();
  return oneLine.length > longestText ? `${oneLine.slice(0, longestText)}…` : oneLine;
}
