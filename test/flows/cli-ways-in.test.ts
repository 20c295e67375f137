import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Connection } from '../../src-main/contract/connection.ts';
import { type BareProvider, startBareProvider } from '../support/bare-provider.ts';
import { createTerminal, type Terminal } from '../support/terminal.ts';

let provider: BareProvider;
let folder: string;
let terminal: Terminal;

const client = {
  client_id: 'robot',
  client_secret: 'a-secret-of-more-than-thirty-two-bytes-in-length',
  grant_types: ['client_credentials'],
  response_types: [],
  redirect_uris: [],
};

beforeAll(async () => {
  provider = await startBareProvider([client], {
    features: { deviceFlow: { enabled: true }, clientCredentials: { enabled: true } },
  });
  folder = mkdtempSync(join(tmpdir(), 'token-wallet-ways-'));
  writeFileSync(join(folder, 'passphrase'), 'correct horse battery\n', { mode: 0o600 });
  writeFileSync(join(folder, 'secret'), `${client.client_secret}\n`, { mode: 0o600 });
  terminal = createTerminal(join(folder, 'home'), '--passphrase-file', join(folder, 'passphrase'));
});

afterAll(async () => {
  await provider[Symbol.asyncDispose]();
  rmSync(folder, { recursive: true, force: true });
});

describe('the terminal connects', () => {
  it('by a code on another device', async () => {
    const command = terminal.start('connect', provider.issuer, '--device', '--scope', 'openid photos');
    const code = JSON.parse(await command.line()) as { userCode: string; verificationUriComplete: string };
    expect(code.userCode.length).toBeGreaterThan(7);
    await provider.enterDeviceCode(new URL(code.verificationUriComplete), 'allow');
    expect(JSON.parse(await command.line())).toMatchObject({ account: { subject: 'alice' } });
    expect((await command.ended()).exitCode).toBe(0);
  }, 30_000);

  it('by the last address of a browser on another machine, pasted', async () => {
    const command = terminal.start('connect', provider.issuer, '--manual', '--scope', 'openid photos');
    const { authorizationUrl } = JSON.parse(await command.line()) as { authorizationUrl: string };
    command.type((await provider.approve(new URL(authorizationUrl))).href);
    expect(JSON.parse(await command.line())).toMatchObject({ scopes: { granted: ['openid', 'photos'] } });
    expect((await command.ended()).exitCode).toBe(0);
  });

  it('as the app itself', async () => {
    const ended = await terminal.run(
      ...['connect', provider.issuer, '--as-app', '--client-id', client.client_id, '--scope', 'photos'],
      ...['--client-secret-file', join(folder, 'secret')],
    );
    expect(ended.exitCode).toBe(0);
    expect(ended.json()).toMatchObject({ app: { clientId: 'robot' }, account: { subject: null } });
  });
});

describe('the terminal', () => {
  it('lists every service that the wallet knows, without a vault', async () => {
    const ended = await createTerminal(join(folder, 'nowhere')).run('services');
    const services = ended.json() as readonly Record<string, unknown>[];
    expect(services).toHaveLength(45);
    for (const service of services) {
      expect(service).toEqual(
        expect.objectContaining({
          id: expect.stringMatching(/^[a-z0-9-]+$/) as unknown,
          name: expect.any(String) as unknown,
          flows: expect.any(Array) as unknown,
          revocation: expect.objectContaining({ style: expect.any(String) as unknown }) as unknown,
          sources: expect.any(Array) as unknown,
        }),
      );
    }
  });

  it('names the nearest services for one that it does not know', async () => {
    const ended = await terminal.run('connect', 'gitlub');
    expect([ended.exitCode, ended.error().code]).toEqual([1, 'service-unknown']);
    expect(ended.error().hint).toContain('GitLab');
  });

  it('asks for the host of a service that runs in many places', async () => {
    const ended = await terminal.run('connect', 'keycloak', '--client-id', 'app');
    expect([ended.exitCode, ended.error().code]).toEqual([1, 'host-required']);
  });

  it('says what rights mean, and gives scripts a token that is still good', async () => {
    const [connection] = (await terminal.run('list')).json() as readonly Connection[];
    const id = connection?.id ?? '';
    const scopes = (await terminal.run('scopes', id)).json() as Connection['scopes'];
    expect(scopes.known.map(({ scope, risk }) => [scope, risk])).toEqual([['openid', 'identity']]);
    const { accessToken } = (await terminal.run('token', id, '--min-validity', '60')).json() as {
      accessToken: string;
    };
    const userinfo = await fetch(`${provider.issuer}/me`, {
      headers: { authorization: `Bearer ${accessToken}` },
    });
    expect(userinfo.status).toBe(200);
    const entries = (await terminal.run('journal', '--limit', '1')).json() as readonly { action: string }[];
    expect(entries[0]?.action).toBe('token-given');
  });

  it('keeps a token that was made elsewhere, and sends it nowhere unless asked to', async () => {
    const file = join(folder, 'token');
    writeFileSync(file, 'some-token-of-a-service-nobody-knows-0123456789\n');
    const refused = await terminal.run('add', '--token-file', file);
    expect([refused.exitCode, refused.error().code]).toEqual([1, 'token-unknown-service']);
    const kept = await terminal.run(
      'add',
      '--token-file',
      file,
      '--service',
      '',
      '--unchecked',
      '--name',
      'Old',
    );
    expect(kept.json()).toMatchObject([{ label: 'Old', origin: 'added', lastCheck: null }]);
  });
});
