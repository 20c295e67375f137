import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, it } from 'vitest';
import { temporaryFolder } from '../support/vault-folder.ts';

const program = fileURLToPath(new URL('../../src-main/demo/serve.ts', import.meta.url));

describe('the demo service as a program', () => {
  let running: ChildProcess | undefined;

  afterEach(() => {
    running?.kill('SIGKILL');
  });

  function start(...options: string[]): {
    output: () => string;
    errors: () => string;
    process: ChildProcess;
  } {
    const child = spawn(process.execPath, [program, ...options], { stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    let errors = '';
    child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => (errors += chunk.toString()));
    running = child;
    return { output: () => output, errors: () => errors, process: child };
  }

  it.each(['SIGINT', 'SIGTERM'] as const)('prints one line of JSON and stays up until %s', async (signal) => {
    const demo = start('--json');
    await once(demo.process.stdout ?? demo.process, 'data');
    const { issuer, api, users } = JSON.parse(demo.output()) as Announcement;

    expect((await fetch(`${issuer}/.well-known/openid-configuration`)).status).toBe(200);
    expect((await fetch(`${api}/photos`)).status).toBe(401);
    expect(users).toContainEqual({ login: 'anna', password: 'sunflower' });

    demo.process.kill(signal);
    await expect(once(demo.process, 'close')).resolves.toEqual([0, null]);
    expect(demo.output().trimEnd().split('\n')).toHaveLength(1);
    expect(demo.errors()).toBe('');
  });

  it('prints its line when the leak is on the disk, and goes on serving', async () => {
    const out = join(temporaryFolder(), 'leak.log');
    const demo = start('--json', '--leak', '1000', '--out', out, '--trouble', 'slow,429');
    await once(demo.process.stdout ?? demo.process, 'data');

    const { api, leak } = JSON.parse(demo.output()) as Announcement;
    const [token = ''] = /(?<=access_token=)[\w-]{43}/.exec(readFileSync(out, 'utf8')) ?? [];

    expect(leak).toEqual({ file: out, tokens: 1000, clientId: 'demo-app' });
    const truth = await fetch(`${api}/truth?token=${token}`);
    await expect(truth.json()).resolves.toMatchObject({ known: true, alive: true });
  });

  it.each([
    [['--port', 'eighty'], 'eighty is not a port'],
    [['--leak', '10'], '--leak and --out belong together'],
    [['--leak', 'many', '--out', 'x'], 'many is not a number of tokens'],
    [['--trouble', 'rain'], 'rain is no trouble'],
  ])('refuses %j, and says how it is called', async (options, problem) => {
    const demo = start(...options);

    await expect(once(demo.process, 'close')).resolves.toEqual([1, null]);
    expect(demo.errors()).toContain(problem);
    expect(demo.errors()).toContain('Usage: ');
    expect(demo.output()).toBe('');
  });
});

interface Announcement {
  readonly issuer: string;
  readonly api: string;
  readonly users: readonly { readonly login: string; readonly password: string }[];
  readonly leak?: { readonly file: string; readonly tokens: number; readonly clientId: string };
}
