import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Connection } from '../../src-main/contract/connection.ts';
import { type RunningDemo, startDemo } from '../../src-main/demo/start-demo.ts';
import { approveInDemo } from '../support/demo-browser.ts';
import { createTerminal, type Terminal } from '../support/terminal.ts';
import { anna } from '../support/wallet-under-test.ts';

let demo: RunningDemo;
let folder: string;
let terminal: Terminal;
let connection: Connection;

beforeAll(async () => {
  demo = await startDemo();
  folder = mkdtempSync(join(tmpdir(), 'token-wallet-cli-'));
  writeFileSync(join(folder, 'passphrase'), 'correct horse battery\n', { mode: 0o600 });
  terminal = createTerminal(join(folder, 'home'), '--passphrase-file', join(folder, 'passphrase'));
  const scopes = 'openid profile offline_access photos.read';
  const command = terminal.start('connect', demo.issuer, '--print-url', '--scope', scopes);
  const { authorizationUrl } = JSON.parse(await command.line()) as { authorizationUrl: string };
  await approveInDemo(authorizationUrl, anna);
  connection = JSON.parse(await command.line()) as Connection;
  await command.ended();
});

afterAll(async () => {
  await demo.stop();
  rmSync(folder, { recursive: true, force: true });
});

describe('revoking in the terminal while the service is out of reach', () => {
  it('first says what it would cut, and asks nobody', async () => {
    demo.trouble.add('offline');
    const ended = await terminal.run('revoke', '--service', demo.issuer, '--dry-run');
    expect(ended.exitCode).toBe(0);
    expect(ended.json()).toMatchObject([{ id: connection.id, outcome: 'confirmed' }]);
  });

  it('queues what it cannot do now, and fails', async () => {
    const ended = await terminal.run('revoke', connection.id);
    expect(ended.exitCode).toBe(1);
    expect(ended.json()).toMatchObject([
      { id: connection.id, outcome: 'queued', attempts: 1, nextAttemptAt: expect.any(String) as string },
    ]);
  });

  it('gives the token to nobody any more', async () => {
    const given = await terminal.run('token', connection.id);
    expect([given.exitCode, given.error().code]).toEqual([1, 'revocation-pending']);
  });

  it('shows the queue, and does not work it off by itself', async () => {
    const waiting = {
      id: connection.id,
      service: 'Demo service',
      app: 'Token Wallet',
      step: 'revoke',
      outcome: 'queued',
      attempts: 1,
      isStopped: false,
    };
    const ended = await terminal.run('queue');
    expect(ended.exitCode).toBe(0);
    expect(ended.json()).toMatchObject([waiting]);
  });

  it('tries the queue when it is told to, and fails while something waits', async () => {
    const ended = await terminal.run('queue', '--run');
    expect(ended.exitCode).toBe(1);
    expect(ended.json()).toMatchObject([{ id: connection.id, step: 'revoke', attempts: 2 }]);
  });

  it('finishes when the service can be reached', async () => {
    demo.trouble.delete('offline');
    const ended = await terminal.run('queue', '--run');
    expect(ended.json()).toMatchObject([
      { id: connection.id, step: null, outcome: 'confirmed', attempts: 3 },
    ]);
    expect(ended.exitCode).toBe(0);
    expect(demo.truth.living().filter(({ clientId }) => clientId === connection.app.clientId)).toEqual([]);
  });

  it('proves it', async () => {
    const ended = await terminal.run('proof', connection.id);
    expect(ended.exitCode).toBe(0);
    expect(ended.json()).toMatchObject({
      revocations: [{ id: connection.id, revocation: { outcome: 'confirmed', attempts: 3 } }],
      chain: { intact: true },
    });
  });

  it('refuses to guess what is meant', async () => {
    expect((await terminal.run('revoke', connection.id, '--all')).exitCode).toBe(2);
  });

  it('calls a mistyped service unknown, and one at which nothing is connected an empty list', async () => {
    const mistyped = await terminal.run('revoke', '--service', 'demo servise');
    expect([mistyped.exitCode, mistyped.error().code]).toEqual([1, 'service-unknown']);
    expect(mistyped.error().hint).toContain('Demo service');
    for (const service of ['gitlab', 'Demo service']) {
      const ended = await terminal.run('revoke', '--service', service);
      expect([ended.exitCode, ended.json()]).toEqual([0, []]);
    }
  });
});
