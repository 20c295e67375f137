import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Connection } from '../../src-main/contract/connection.ts';
import { confidential, serverVariants, startVariant } from '../support/server-variants.ts';
import { createTerminal, type Terminal } from '../support/terminal.ts';

let folder: string;
let terminal: Terminal;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'token-wallet-variants-'));
  writeFileSync(join(folder, 'passphrase'), 'correct horse battery\n', { mode: 0o600 });
  writeFileSync(join(folder, 'secret'), `${confidential.client_secret}\n`, { mode: 0o600 });
  terminal = createTerminal(join(folder, 'home'), '--passphrase-file', join(folder, 'passphrase'));
});
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

describe('the terminal connects to and revokes at a server with', () => {
  it.each(Object.entries(serverVariants))(
    '%s',
    async (_, row) => {
      await using provider = await startVariant(row);
      const client =
        row.client === undefined
          ? []
          : ['--client-id', row.client.clientId, '--client-secret-file', join(folder, 'secret')];
      const resource = row.resource === undefined ? [] : ['--resource', row.resource];
      const command = terminal.start(
        ...['connect', provider.issuer, '--print-url', '--scope', 'openid offline_access photos'],
        ...[...client, ...resource],
      );
      const { authorizationUrl } = JSON.parse(await command.line()) as { authorizationUrl: string };
      await fetch(await provider.approve(new URL(authorizationUrl)));
      const connection = JSON.parse(await command.line()) as Connection;
      expect((await command.ended()).exitCode).toBe(0);
      expect(connection).toMatchObject({ account: { subject: 'alice' }, state: 'active', ...row.shows });
      if (connection.refreshable) {
        expect((await terminal.run('refresh', connection.id)).exitCode).toBe(0);
      }
      const revoked = await terminal.run('revoke', connection.id);
      expect(revoked.json()).toMatchObject([{ outcome: row.outcome ?? 'confirmed' }]);
    },
    40_000,
  );
});
