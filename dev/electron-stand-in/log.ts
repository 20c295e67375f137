/** One line on standard error, so that standard output stays the program's own. */
export function log(line: string): void {
  process.stderr.write(`Electron stand-in: ${line}\n`);
}
