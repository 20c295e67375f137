/** A code as people read it out: in the groups that the service made, else in fours or threes. */
export function readableCode(code: string): string {
  if (code.length < 6 || /[\s-]/.test(code)) {
    return code;
  }
  const size = code.length % 4 === 0 ? 4 : 3;
  return code.match(new RegExp(`.{1,${size}}`, 'gu'))?.join(' ') ?? code;
}
