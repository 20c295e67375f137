/** How far a chain of causes is followed. */
const MOST_CAUSES = 4;

/**
 * One line about an error that nobody expected, for the log: names, codes of the system, and places in the code.
 *
 * Messages are left out, all of them: libraries put what they were working on into them, and that can be a token.
 */
export function describeUnexpectedError(error: unknown): string {
  return `Unexpected error: ${chainOf(error).map(describeOne).join(', caused by ')}`;
}

function chainOf(error: unknown): unknown[] {
  const chain = [error];
  for (let last = error; last instanceof Error && last.cause !== undefined && chain.length < MOST_CAUSES;) {
    last = last.cause;
    chain.push(last);
  }
  return chain;
}

function describeOne(error: unknown): string {
  if (!(error instanceof Error)) {
    return `a thrown ${typeof error}`;
  }
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  const named = [/^\w{1,60}$/.exec(error.name)?.[0] ?? 'Error', /^[A-Z][A-Z0-9_]{1,60}$/.exec(code)?.[0]];
  return [named.filter((part) => part !== undefined).join(' '), ...framesOf(error)].join(' ');
}

/** The frames of a stack. None where the message before them cannot be cut off exactly: it may look like frames. */
function framesOf({ stack = '', message }: Error): string[] {
  const start = stack.indexOf(message);
  const afterMessage = start === -1 ? '' : stack.slice(start + message.length);
  const frames = afterMessage.startsWith('\n    at ') ? afterMessage.match(/^ {4}at .+:\d+:\d+\)?$/gm) : null;
  return (frames ?? []).map((frame) => frame.trim());
}
