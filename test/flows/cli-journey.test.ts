import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Connection, Revocation } from '../../src-main/contract/connection.ts';
import { type BareProvider, startBareProvider } from '../support/bare-provider.ts';
import { createTerminal, type Terminal } from '../support/terminal.ts';

let provider: BareProvider;
let folder: string;
let terminal: Terminal;

beforeAll(async () => {
  provider = await startBareProvider();
  folder = mkdtempSync(join(tmpdir(), 'token-wallet-cli-'));
  writeFileSync(join(folder, 'passphrase'), 'correct horse battery\n', { mode: 0o600 });
  writeFileSync(join(folder, 'wrong'), 'wrong horse battery\n', { mode: 0o600 });
  terminal = createTerminal(join(folder, 'home'), '--passphrase-file', join(folder, 'passphrase'));
});

afterAll(async () => {
  await provider[Symbol.asyncDispose]();
  rmSync(folder, { recursive: true, force: true });
});

async function connect(...options: readonly string[]): Promise<Connection> {
  const command = terminal.start('connect', provider.issuer, '--print-url', ...options);
  const { authorizationUrl } = JSON.parse(await command.line()) as { authorizationUrl: string };
  await fetch(await provider.approve(new URL(authorizationUrl)));
  const connection = JSON.parse(await command.line()) as Connection;
  expect((await command.ended()).exitCode).toBe(0);
  return connection;
}

describe('the whole journey in the terminal, at a server the wallet has never seen', () => {
  let connection: Connection;

  it('begins with nothing', async () => {
    expect((await terminal.run('list')).json()).toEqual([]);
    expect((await terminal.run('vault', 'status')).json()).toMatchObject({ state: 'missing', method: null });
    const show = await terminal.run('show', 'some-id');
    expect([show.exitCode, show.error().code, show.output]).toEqual([3, 'vault-missing', '']);
  });

  it('connects with nothing but an issuer address', async () => {
    connection = await connect('--scope', 'openid offline_access photos', '--name', 'Holiday prints');
    expect(connection).toMatchObject({
      service: { issuer: provider.issuer, name: new URL(provider.issuer).host },
      app: { name: 'Holiday prints', registeredByWallet: true },
      account: { subject: 'alice' },
      scopes: { granted: ['openid', 'offline_access', 'photos'], stated: true },
      expiry: 'at',
      state: 'active',
    });
    expect(Date.parse(connection.expiresAt ?? '')).toBeGreaterThan(Date.now());
  });

  it('lists and shows it', async () => {
    expect((await terminal.run('list')).json()).toEqual([connection]);
    expect((await terminal.run('show', connection.id)).json()).toMatchObject({
      ...connection,
      journal: [{ action: 'connected' }],
    });
  });

  it('checks and refreshes it', async () => {
    expect((await terminal.run('check', connection.id)).json()).toMatchObject({
      id: connection.id,
      alive: true,
      subject: 'alice',
      askedWith: 'userinfo',
    });
    const refreshed = (await terminal.run('refresh', connection.id)).json() as Connection;
    expect(Date.parse(refreshed.issuedAt)).toBeGreaterThan(Date.parse(connection.issuedAt));
  });

  it('revokes it, proved by asking the server', async () => {
    const ended = await terminal.run('revoke', connection.id);
    const [revocation] = ended.json() as [Revocation];
    expect(ended.exitCode).toBe(0);
    expect(revocation).toMatchObject({
      id: connection.id,
      outcome: 'confirmed',
      askedWith: 'introspection',
    });
    expect((await terminal.run('list')).json()).toMatchObject([{ state: 'revoked' }]);
  });

  it('has nothing left to revoke', async () => {
    const ended = await terminal.run('revoke', '--all');
    expect([ended.exitCode, ended.json()]).toEqual([0, []]);
  });

  it('forgets it, and the journal of it all verifies', async () => {
    expect((await terminal.run('forget', connection.id)).json()).toEqual({ ids: [connection.id] });
    expect((await terminal.run('list')).json()).toEqual([]);
    expect((await terminal.run('journal', '--verify')).json()).toMatchObject({ intact: true });
    const entries = (await terminal.run('journal')).json() as readonly { action: string }[];
    expect(entries[0]?.action).toBe('forgotten');
  });
});

describe('the terminal refuses', () => {
  it('a wrong passphrase, and says how long to wait', async () => {
    const other = createTerminal(join(folder, 'home'), '--passphrase-file', join(folder, 'wrong'));
    const ended = await other.run('list');
    expect([ended.exitCode, ended.output]).toEqual([3, '']);
    expect(ended.error()).toMatchObject({ code: 'passphrase-wrong', hint: 'Try again in 1 s.' });
  });

  it('to open a locked vault without its passphrase', async () => {
    const ended = await createTerminal(join(folder, 'home')).run('list');
    expect([ended.exitCode, ended.error().code]).toEqual([3, 'passphrase-required']);
  });

  it.each(['nonsense', 'show', 'revoke', 'revoke some-id --all', 'journal --limit many', 'vault nonsense'])(
    'wrong use: %s',
    async (words) => {
      const fresh = createTerminal(join(folder, 'home'), '--passphrase-file', join(folder, 'passphrase'));
      const ended = await fresh.run(...words.split(' '));
      expect([ended.exitCode, ended.error().code, ended.output]).toEqual([2, 'wrong-use', '']);
    },
  );

  it('an address that is none, and stores nothing', async () => {
    const ended = await terminal.run('connect', 'not a service', '--print-url');
    expect([ended.exitCode, ended.error().code, ended.output]).toEqual([1, 'issuer-not-a-url', '']);
    expect((await terminal.run('list')).json()).toEqual([]);
  });

  it('to wait for ever', async () => {
    const ended = await terminal.run('connect', provider.issuer, '--print-url', '--timeout', '1');
    expect([ended.exitCode, ended.error().code]).toEqual([1, 'attempt-expired']);
  });
});
