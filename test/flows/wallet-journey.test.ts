import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type RunningDemo, startDemo } from '../../src-main/demo/start-demo.ts';
import { readTokenSet } from '../support/read-token-set.ts';
import { isActiveAtDemo } from '../support/demo-introspection.ts';
import {
  anna,
  boris,
  createWalletUnderTest,
  PHOTO_SCOPES,
  type WalletUnderTest,
} from '../support/wallet-under-test.ts';

let demo: RunningDemo;
let wallet: WalletUnderTest;

beforeAll(async () => {
  demo = await startDemo();
});
afterAll(() => demo.stop());

beforeEach(async () => {
  wallet = await createWalletUnderTest();
  return () => wallet[Symbol.asyncDispose]();
});

async function list(): ReturnType<WalletUnderTest['do']['connections.list']> {
  return wallet.do['connections.list']({});
}

describe('connecting', () => {
  it('keeps what was granted, until when, and as whom', async () => {
    const { attempt, page } = await wallet.connectDemo(demo.issuer);
    expect(attempt).toMatchObject({ state: 'done', replaced: false, error: null });
    expect(page.text).toContain('Connected');
    const [connection] = await list();
    expect(connection).toMatchObject({
      service: { name: 'Demo service', issuer: demo.issuer },
      app: { name: 'Token Wallet', registeredByWallet: true },
      account: { subject: 'anna', name: 'Anna Sommer', email: 'anna@demo.example' },
      scopes: { requested: PHOTO_SCOPES, granted: PHOTO_SCOPES, stated: true },
      expiry: 'at',
      refreshable: true,
      state: 'active',
      notes: [],
    });
    const lifeMs = Date.parse(connection?.expiresAt ?? '') - Date.parse(connection?.issuedAt ?? '');
    expect(lifeMs).toBe(10 * 60_000);
  });

  it('knows that a token of the demo without an end never ends', async () => {
    const connection = await wallet.connected(demo.issuer, ['openid', 'photos.read', 'perpetual']);
    expect(connection).toMatchObject({ expiry: 'never', expiresAt: null });
  });

  it('takes a client id that was typed in', async () => {
    const { attempt } = await wallet.connectDemo(demo.issuer, { clientId: 'demo-app' });
    expect(attempt.state).toBe('done');
    expect((await list())[0]?.app).toMatchObject({ clientId: 'demo-app', registeredByWallet: false });
  });

  it('keeps two accounts of one service apart', async () => {
    await wallet.connected(demo.issuer, PHOTO_SCOPES, anna);
    await wallet.connected(demo.issuer, PHOTO_SCOPES, boris);
    expect((await list()).map(({ account }) => account.subject)).toEqual(['anna', 'boris']);
  });

  it('replaces the token set of the same account, then revokes the old one', async () => {
    const first = await wallet.connected(demo.issuer);
    const old = await readTokenSet(wallet, first.id);
    const { attempt } = await wallet.connectDemo(demo.issuer, { scopes: [...PHOTO_SCOPES] });
    expect(attempt).toMatchObject({ state: 'done', connectionId: first.id, replaced: true });
    expect(await list()).toHaveLength(1);

    const fresh = await readTokenSet(wallet, first.id);
    expect(fresh.accessToken.reveal()).not.toBe(old.accessToken.reveal());
    expect(await isActiveAtDemo(demo, first.app.clientId, old.accessToken)).toBe(false);
    expect(await isActiveAtDemo(demo, first.app.clientId, fresh.accessToken)).toBe(true);
    expect((await wallet.do['connections.check']({ id: first.id })).alive).toBe(true);
  });

  it('stores nothing when the person denies, and the page says so', async () => {
    const { attempt, page } = await wallet.connectDemo(demo.issuer, {}, { ...anna, decision: 'deny' });
    expect(attempt).toMatchObject({ state: 'failed', error: { code: 'access-denied' } });
    expect(page.text).toContain('Access denied');
    expect(page.text).not.toContain('Connected');
    expect(await list()).toEqual([]);
  });

  it('tells somebody who comes back after cancelling that it is too late', async () => {
    const started = await wallet.do['connect.start']({ issuer: demo.issuer, scopes: PHOTO_SCOPES });
    const cancelled = await wallet.do['connect.cancel']({ id: started.id });
    expect(cancelled.error?.code).toBe('attempt-cancelled');
    const { approveInDemo } = await import('../support/demo-browser.ts');
    const page = await approveInDemo(wallet.lastAddress(), anna);
    expect(page.text).toContain('Too late');
    expect(await list()).toEqual([]);
  });

  it('lets a new attempt take the place of an old one', async () => {
    const old = await wallet.do['connect.start']({ issuer: demo.issuer, scopes: PHOTO_SCOPES });
    const { attempt } = await wallet.connectDemo(demo.issuer);
    expect((await wallet.attemptEnded(old.id)).error?.code).toBe('attempt-replaced');
    expect(attempt.state).toBe('done');
  });

  it('asks nobody for a grant that it could not keep', async () => {
    await wallet.do['vault.lock']({});
    const start = wallet.do['connect.start']({ issuer: demo.issuer, scopes: [] });
    await expect(start).rejects.toMatchObject({ code: 'vault-locked' });
    expect(() => wallet.lastAddress()).toThrow();
  });
});

describe('checking and refreshing', () => {
  it('says alive, and whom the service recognises', async () => {
    const { id } = await wallet.connected(demo.issuer);
    expect(await wallet.do['connections.check']({ id })).toMatchObject({
      alive: true,
      subject: 'anna',
      askedWith: 'userinfo',
    });
  });

  it('brings a new token set, and the old refresh token is gone', async () => {
    const { id } = await wallet.connected(demo.issuer);
    const old = await readTokenSet(wallet, id);
    await wallet.do['connections.refresh']({ id });
    const fresh = await readTokenSet(wallet, id);
    expect(fresh.refreshToken?.reveal()).not.toBe(old.refreshToken?.reveal());
    expect((await wallet.do['connections.check']({ id })).alive).toBe(true);
  });

  it('shares one refresh between callers, so that rotation cannot end the family', async () => {
    const { id } = await wallet.connected(demo.issuer);
    await Promise.all([1, 2, 3].map(() => wallet.do['connections.refresh']({ id })));
    const { journal } = await wallet.do['connections.show']({ id });
    expect(journal.filter(({ action }) => action === 'refreshed')).toHaveLength(1);
    expect((await wallet.do['connections.check']({ id })).alive).toBe(true);
  });

  it('shares one refresh between processes through the lease in the vault', async () => {
    const { id } = await wallet.connected(demo.issuer);
    await using beside = await createWalletUnderTest({ folder: wallet.folder, keychain: wallet.keychain });
    await Promise.all([wallet, beside].map((one) => one.do['connections.refresh']({ id })));
    expect((await wallet.do['connections.check']({ id })).alive).toBe(true);
    expect((await beside.do['connections.check']({ id })).alive).toBe(true);
  });

  it('asks for the person when the service ended the access', async () => {
    const { id, app } = await wallet.connected(demo.issuer);
    const tokens = await readTokenSet(wallet, id);
    await revokeElsewhere(app.clientId, tokens.refreshToken?.reveal() ?? '');
    expect((await wallet.do['connections.check']({ id })).alive).toBe(false);
    expect((await list())[0]).toMatchObject({
      state: 'needs-attention',
      attention: { code: 'refresh-refused' },
    });
  });
});

describe('revoking', () => {
  it('is confirmed by the service, and the tokens leave the vault', async () => {
    const { id, app } = await wallet.connected(demo.issuer);
    const tokens = await readTokenSet(wallet, id);
    const [revocation] = await wallet.do['connections.revoke']({ ids: [id] });
    expect(revocation).toMatchObject({ id, outcome: 'confirmed', askedWith: 'introspection', error: null });
    expect(await isActiveAtDemo(demo, app.clientId, tokens.accessToken)).toBe(false);
    expect((await list())[0]).toMatchObject({ state: 'revoked', refreshable: false });
    await expect(readTokenSet(wallet, id)).rejects.toThrow();
  });

  it('answers the same when it is asked again', async () => {
    const { id } = await wallet.connected(demo.issuer);
    const once = await wallet.do['connections.revoke']({ ids: [id] });
    expect(await wallet.do['connections.revoke']({ ids: [id] })).toEqual(once);
  });

  it('of several gives each its own result, in order', async () => {
    const one = await wallet.connected(demo.issuer, PHOTO_SCOPES, anna);
    const other = await wallet.connected(demo.issuer, PHOTO_SCOPES, boris);
    const revocations = await wallet.do['connections.revoke']({ ids: [other.id, one.id] });
    expect(revocations.map(({ id, outcome }) => [id, outcome])).toEqual([
      [other.id, 'confirmed'],
      [one.id, 'confirmed'],
    ]);
  });

  it('wins against a refresh that is under way, and takes the late token too', async () => {
    const late = Promise.withResolvers<undefined>();
    const asked = Promise.withResolvers<undefined>();
    let hold = false;
    await using slow = await createWalletUnderTest({
      fetch: async (address, init) => {
        const response = await fetch(address, init);
        if (hold && address.endsWith('/token')) {
          hold = false;
          asked.resolve(undefined);
          await late.promise;
        }
        return response;
      },
    });
    const { id } = await slow.connected(demo.issuer);
    hold = true;
    const refreshed = slow.do['connections.refresh']({ id });
    await asked.promise;
    const revoked = slow.do['connections.revoke']({ ids: [id] });
    const [revocation] = await revoked;
    late.resolve(undefined);
    await expect(refreshed).rejects.toMatchObject({ code: 'connection-revoked' });
    expect(revocation?.outcome).toBe('confirmed');
    const [connection] = await slow.do['connections.list']({});
    expect(connection?.state).toBe('revoked');
  });

  it('keeps a connection from any other use when the service cannot be reached, until it is given up', async () => {
    let down = false;
    await using wallet = await createWalletUnderTest({
      fetch: (address, init) =>
        down
          ? Promise.reject(new TypeError('fetch failed', { cause: { code: 'ECONNREFUSED' } }))
          : fetch(address, init),
    });
    const before = await wallet.connected(demo.issuer);
    down = true;
    const [revocation] = await wallet.do['connections.revoke']({ ids: [before.id] });
    expect(revocation).toMatchObject({ outcome: 'queued', error: { code: 'service-unreachable' } });
    down = false;
    await expect(wallet.do['connections.refresh']({ id: before.id })).rejects.toMatchObject({
      code: 'revocation-pending',
    });
    await wallet.do['revocations.giveUp']({ ids: [before.id] });
    const [after] = await wallet.do['connections.list']({});
    expect(after).toMatchObject({ state: 'active', pending: null, revocation: { outcome: 'failed' } });
    expect((await wallet.do['connections.check']({ id: before.id })).alive).toBe(true);
  });
});

describe('forgetting', () => {
  it('takes a connection out of the list, and can be undone', async () => {
    const before = await wallet.connected(demo.issuer);
    await wallet.do['connections.forget']({ ids: [before.id] });
    expect(await list()).toEqual([]);
    expect(await wallet.do['connections.restore']({ ids: [before.id] })).toEqual([before]);
    expect(await list()).toEqual([before]);
  });

  it('can still be undone when another process ends meanwhile', async () => {
    const before = await wallet.connected(demo.issuer);
    await wallet.do['connections.forget']({ ids: [before.id] });
    const terminal = await createWalletUnderTest({ folder: wallet.folder, keychain: wallet.keychain });
    expect(await terminal.do['connections.list']({})).toEqual([]);
    terminal.wallet.close();
    expect(await wallet.do['connections.restore']({ ids: [before.id] })).toEqual([before]);
  });

  it('is final when the wallet ends', async () => {
    const { id } = await wallet.connected(demo.issuer);
    await wallet.do['connections.forget']({ ids: [id] });
    wallet.wallet.close();
    await using later = await createWalletUnderTest({ folder: wallet.folder, keychain: wallet.keychain });
    const restore = later.do['connections.restore']({ ids: [id] });
    await expect(restore).rejects.toMatchObject({ code: 'connection-not-found' });
  });
});

describe('the journal', () => {
  it('holds every act in a chain that verifies', async () => {
    const { id } = await wallet.connected(demo.issuer);
    await wallet.do['connections.check']({ id });
    await wallet.do['connections.refresh']({ id });
    await wallet.do['connections.revoke']({ ids: [id] });
    await wallet.do['connections.forget']({ ids: [id] });
    const entries = await wallet.do['journal.list']({ limit: 100 });
    expect(entries.map(({ action }) => action).reverse()).toEqual([
      'vault-created',
      'client-registered',
      'connected',
      'checked',
      'refreshed',
      'revocation-begun',
      'revoked',
      'forgotten',
    ]);
    expect(await wallet.do['journal.verify']({})).toEqual({ intact: true, entries: 8, brokenAt: null });
  });
});

async function revokeElsewhere(clientId: string, token: string): Promise<void> {
  const body = new URLSearchParams({ client_id: clientId, token });
  const response = await fetch(`${demo.issuer}/token/revocation`, { method: 'POST', body });
  expect(response.status).toBe(200);
}
