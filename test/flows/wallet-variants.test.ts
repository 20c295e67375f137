import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Attempt } from '../../src-main/contract/attempt.ts';
import type { Connection } from '../../src-main/contract/connection.ts';
import { type BareProvider, startBareProvider } from '../support/bare-provider.ts';
import { confidential, serverVariants, startVariant } from '../support/server-variants.ts';
import { createTerminal } from '../support/terminal.ts';
import { createWalletUnderTest, type WalletUnderTest } from '../support/wallet-under-test.ts';

/*
 * One journey through servers that differ in what they demand. The wallet finds out by itself; nothing is configured.
 */

let wallet: WalletUnderTest;
let provider: BareProvider;

beforeEach(async () => {
  wallet = await createWalletUnderTest();
});
afterEach(async () => {
  await wallet[Symbol.asyncDispose]();
  await provider[Symbol.asyncDispose]();
});

describe('the whole journey at a server with', () => {
  it.each(Object.entries(serverVariants))('%s', async (_, row) => {
    provider = await startVariant(row);
    const resource = row.resource === undefined ? {} : { resource: row.resource };
    const connection = await connectInBrowser({ ...row.client, ...resource });
    expect(connection).toMatchObject({ account: { subject: 'alice' }, state: 'active', ...row.shows });
    const { id, refreshable } = connection;
    if (row.resource === undefined) {
      expect(await wallet.do['connections.check']({ id })).toMatchObject({ alive: true, subject: 'alice' });
    }
    if (refreshable) {
      await wallet.do['connections.refresh']({ id });
    }
    const outcome = row.outcome ?? 'confirmed';
    const revoked = await wallet.do['connections.revoke']({ ids: [id] });
    expect(revoked).toMatchObject([{ outcome }]);
  });
});

describe('other ways to connect', () => {
  const device = {
    features: { deviceFlow: { enabled: true, mask: '****-****', charset: 'base-20' } },
  } as const;

  it('a code on another device', async () => {
    provider = await startBareProvider([], device);
    const started = await start({ flow: 'device' });
    expect(started).toMatchObject({ state: 'waiting', flow: 'device' });
    expect(started.device?.userCode).toMatch(/^[A-Z]{4}-[A-Z]{4}$/);
    await provider.enterDeviceCode(new URL(started.device?.verificationUriComplete ?? ''), 'allow');
    expect((await wallet.attemptEnded(started.id)).state).toBe('done');
  }, 20_000);

  it('a code that is refused on the other device', async () => {
    provider = await startBareProvider([], device);
    const started = await start({ flow: 'device' });
    await provider.enterDeviceCode(new URL(started.device?.verificationUriComplete ?? ''), 'deny');
    expect(await wallet.attemptEnded(started.id)).toMatchObject({
      state: 'failed',
      error: { code: 'access-denied' },
    });
  }, 20_000);

  it('a browser on another machine, whose last address is pasted', async () => {
    provider = await startBareProvider();
    const started = await start({ flow: 'manual' });
    expect(started.state).toBe('waiting');
    expect(() => wallet.lastAddress()).toThrow();
    const answer = await provider.approve(new URL(started.address ?? ''));

    const wrong = wallet.do['connect.answer']({ id: started.id, address: 'https://example.com/nothing' });
    await expect(wrong).rejects.toMatchObject({ code: 'answer-not-understood' });
    await wallet.do['connect.answer']({ id: started.id, address: `  ${answer.href}  ` });
    expect((await wallet.attemptEnded(started.id)).state).toBe('done');
  });

  it('the app for itself, without a person', async () => {
    const client = {
      ...confidential,
      grant_types: ['client_credentials'],
      response_types: [],
      redirect_uris: [],
    };
    provider = await startBareProvider([client], {
      features: { clientCredentials: { enabled: true } },
    });
    const started = await start({
      flow: 'client-credentials',
      clientId: confidential.client_id,
      clientSecret: confidential.client_secret,
      scopes: ['photos'],
    });
    const { connectionId, state } = await wallet.attemptEnded(started.id);
    expect(state).toBe('done');
    const { connection } = await wallet.do['connections.show']({ id: connectionId ?? '' });
    expect(connection).toMatchObject({ account: { subject: null }, refreshable: false });
    expect(await wallet.do['connections.revoke']({ ids: [connection.id] })).toMatchObject([
      { outcome: 'confirmed' },
    ]);
  });

  it('a server that a person described in a file, since it publishes nothing', async () => {
    provider = await startBareProvider([
      {
        client_id: 'known',
        application_type: 'native',
        token_endpoint_auth_method: 'none',
        redirect_uris: confidential.redirect_uris,
      },
    ]);
    const file = join(wallet.folder, 'service.json');
    const at = (path: string): string => `${provider.issuer}${path}`;
    writeFileSync(
      file,
      JSON.stringify({
        id: 'company',
        name: 'The company',
        endpoints: { authorization: at('/auth'), token: at('/token'), revocation: at('/token/revocation') },
        client: { kinds: ['public'] },
        flows: ['browser'],
        scopes: {
          separator: ' ',
          used: true,
          known: [
            {
              scope: 'photos',
              risk: 'write',
              means: { en: 'do anything to photos', ru: 'делать с фото всё' },
            },
          ],
        },
        tokens: [],
        revocation: { style: 'rfc7009' },
        sources: ['the company'],
      }),
    );
    const passphrase = join(wallet.folder, 'passphrase');
    writeFileSync(passphrase, 'correct horse battery\n');
    const terminal = createTerminal(join(wallet.folder, 'terminal'), '--passphrase-file', passphrase);
    const command = terminal.start(
      ...['connect', '--service-file', file, '--client-id', 'known', '--scope', 'photos', '--print-url'],
    );
    const { authorizationUrl } = JSON.parse(await command.line()) as { authorizationUrl: string };
    await fetch(await provider.approve(new URL(authorizationUrl)));
    const connection = JSON.parse(await command.line()) as Connection;
    expect((await command.ended()).exitCode).toBe(0);
    expect(connection).toMatchObject({ service: { id: 'company', name: 'The company' }, risk: 'write' });

    const token = (await terminal.run('token', connection.id)).json() as { accessToken: string };
    expect(token.accessToken.length).toBeGreaterThan(20);
    // Without introspection or userinfo in its description nothing can be asked.
    expect((await terminal.run('revoke', connection.id)).json()).toMatchObject([{ outcome: 'accepted' }]);
  }, 40_000);
});

describe('what a connection can be given besides', () => {
  it('a name of its own', async () => {
    provider = await startBareProvider();
    const { id } = await connectInBrowser({});
    expect(await wallet.do['connections.rename']({ id, label: 'For the family' })).toMatchObject({
      label: 'For the family',
    });
    expect(await wallet.do['connections.rename']({ id, label: '' })).toMatchObject({ label: null });
  });

  it('the end of everything that the wallet registered at its server', async () => {
    provider = await startBareProvider();
    const { id } = await connectInBrowser({});
    expect(await wallet.do['servers.forget']({ issuer: provider.issuer })).toEqual({
      outcome: 'done',
      ids: [id],
    });
    const { connection } = await wallet.do['connections.show']({ id });
    expect(connection).toMatchObject({
      state: 'revoked',
      pending: null,
      revocation: { outcome: 'confirmed', cuts: 'app', askedWith: 'userinfo' },
    });
    expect(await wallet.do['servers.forget']({ issuer: provider.issuer })).toEqual({
      outcome: 'unsupported',
      ids: [],
    });
  });
});

function start(wish: object): Promise<Attempt> {
  const scopes = ['openid', 'offline_access', 'photos'];
  return wallet.do['connect.start']({ issuer: provider.issuer, scopes, ...wish });
}

async function connectInBrowser(wish: object): Promise<Connection> {
  const started = await start(wish);
  expect(started.error).toBeNull();
  await fetch(await provider.approve(wallet.lastAddress()));
  const { connectionId, error } = await wallet.attemptEnded(started.id);
  expect(error).toBeNull();
  await wallet.wallet.connectSettled();
  return (await wallet.do['connections.show']({ id: connectionId ?? '' })).connection;
}
