import { describe, expect, it } from 'vitest';
import { describeUnexpectedError } from '../../src-main/electron/unexpected-error.ts';

const TOKEN = 'canary-3f9a1c';

/** An error whose stack was written down, with its first message, before it got another one. */
function changed(first: string, later: string): Error {
  const error = new Error(first);
  expect(error.stack).toContain(first);
  error.message = later;
  return error;
}

describe('The description of an unexpected error', () => {
  it('says what kind it is and where it happened', () => {
    const error = Object.assign(new TypeError('fetch failed'), { code: 'ECONNRESET' });
    const line = describeUnexpectedError(error);
    expect(line).toMatch(
      /^Unexpected error: TypeError ECONNRESET at .*electron-unexpected-error\.test\.ts:\d+:\d+/,
    );
    expect(line).not.toContain('\n');
    expect(line).not.toContain('fetch failed');
  });

  it('follows the causes, and stops in a circle', () => {
    const inner = Object.assign(new Error('x'), { code: 'ENOTFOUND' });
    expect(describeUnexpectedError(new TypeError('y', { cause: inner }))).toContain(
      ', caused by Error ENOTFOUND',
    );
    inner.cause = inner;
    expect(describeUnexpectedError(inner).split('caused by')).toHaveLength(4);
  });

  it.each([
    ['in its message', new Error(TOKEN)],
    ['in a message of many lines', new Error(`first\n    at ${TOKEN} (file.ts:1:1)\n    at ${TOKEN}:1:1`)],
    ['in the message of a cause', new Error('x', { cause: new Error(TOKEN) })],
    ['in a message that was changed afterwards', changed(`a\n    at ${TOKEN}:1:1`, 'b')],
    ['in a message that was shortened afterwards', changed(`a${TOKEN}\n    at ${TOKEN}:1:1`, 'a')],
    ['in a message that was emptied afterwards', changed(`a\n    at ${TOKEN}:1:1`, '')],
    ['in its code', Object.assign(new Error('x'), { code: TOKEN })],
    ['in its name', Object.assign(new Error('x'), { name: TOKEN })],
    ['in other fields', Object.assign(new Error('x'), { response: { body: TOKEN } })],
    ['as a thrown text', TOKEN],
    ['in a thrown object', { token: TOKEN }],
  ])('never tells a token %s', (_, error) => {
    expect(describeUnexpectedError(error)).not.toContain(TOKEN);
  });
});
