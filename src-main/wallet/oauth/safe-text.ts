const longestText = 200;

/**
 * A text that a stranger wrote, fit to be shown: on one line, not too long, and without what looks like a token.
 *
 * Services repeat the refused token or code in `error_description` now and then.
 */
export function safeText(text: string): string {
  const oneLine = text
    .replace(/[\p{C}\p{Z}]+/gu, ' ')
    .replace(/[\w.~+/=-]{20,}/g, (run) => (isWord(run) ? run : '…'))
    .trim();
  return oneLine.length > longestText ? `${oneLine.slice(0, longestText)}…` : oneLine;
}

/** The long words of this field, such as `authorization_endpoint`; a token has capitals or digits too. */
function isWord(run: string): boolean {
  return /^[a-z_]+$/.test(run);
}
