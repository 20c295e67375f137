import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, it } from 'vitest';

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

  it('refuses a port that is none, and says how it is called', async () => {
    const demo = start('--port', 'eighty');

    await expect(once(demo.process, 'close')).resolves.toEqual([1, null]);
    expect(demo.errors()).toMatch(/eighty is not a port\nUsage: /);
    expect(demo.output()).toBe('');
  });
});

interface Announcement {
  readonly issuer: string;
  readonly api: string;
  readonly users: readonly { readonly login: string; readonly password: string }[];
}
