import { describe, expect, it } from 'vitest';
import { parseCommandLine, WrongUse } from '../../src-main/cli/arguments.ts';

describe('the command line', () => {
  it('finds the command after options that take a value', () => {
    const line = parseCommandLine(['--home', '/data', '--json', 'show', 'some-id']);
    expect(line.command).toBe('show');
    expect(line.words).toEqual(['some-id']);
    expect(line.text('home')).toBe('/data');
    expect(line.given('json')).toBe(true);
  });

  it('takes - as a file that stands for standard input', () => {
    expect(parseCommandLine(['list', '--passphrase-file', '-']).text('passphrase-file')).toBe('-');
  });

  it('takes several connections to revoke', () => {
    expect(parseCommandLine(['revoke', 'a', 'b', 'c']).words).toEqual(['a', 'b', 'c']);
  });

  it('answers --help whatever else is said', () => {
    expect(parseCommandLine(['nonsense', '--help']).command).toBe('help');
  });

  it.each([
    [[], 'Which command?'],
    [['nonsense'], 'no command “nonsense”'],
    [['show'], 'got 0 words'],
    [['list', 'extra'], 'got 1 words'],
    [['list', '--nonsense'], '--nonsense'],
    [['show', 'id', '--all'], '--all'],
    [['list', '--home'], '--home'],
  ])('refuses %j and says why', (argv, reason) => {
    expect(() => parseCommandLine(argv)).toThrow(WrongUse);
    expect(() => parseCommandLine(argv)).toThrow(reason);
  });
});
