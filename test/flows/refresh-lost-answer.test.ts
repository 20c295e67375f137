import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Connection } from '../../src-main/contract/connection.ts';
import { type RunningDemo, startDemo } from '../../src-main/demo/start-demo.ts';
import { systemClock } from '../../src-main/wallet/system-clock.ts';
import { createVault } from '../../src-main/wallet/vault/create-vault.ts';
import { createFastClock, type FastClock } from '../support/fast-clock.ts';
import { readTokenSet } from '../support/read-token-set.ts';
import {
  answerStatus,
  createFaultyNetwork,
  type FaultyNetwork,
  holdAnswer,
  loseAnswer,
  refuseConnection,
  truncateAnswer,
} from '../support/refresh-faults.ts';
import { boris, createWalletUnderTest, type WalletUnderTest } from '../support/wallet-under-test.ts';

const DAY_MS = 24 * 60 * 60 * 1000;

let demo: RunningDemo;

beforeAll(async () => {
  demo = await startDemo();
});
afterAll(() => demo.stop());

interface Scene extends AsyncDisposable {
  readonly wallet: WalletUnderTest;
  readonly network: FaultyNetwork;
  readonly clock: FastClock;
  readonly id: string;
  readonly clientId: string;
  connection(): Promise<Connection>;
}

/** A wallet with one connection to the demo, which rotates refresh tokens and ends all when it sees one twice. */
async function enter(service: { readonly isGraceful: boolean } = { isGraceful: false }): Promise<Scene> {
  const network = createFaultyNetwork(service);
  const clock = createFastClock();
  const wallet = await createWalletUnderTest({ fetch: network.fetch, clock });
  const { id, app } = await wallet.connected(demo.issuer);
  return {
    ...{ wallet, network, clock, id, clientId: app.clientId },
    connection: async () => (await wallet.do['connections.show']({ id })).connection,
    [Symbol.asyncDispose]: () => wallet[Symbol.asyncDispose](),
  };
}

/** Out of order for so long that it is no use to wait. */
const closed = answerStatus(503, { 'retry-after': '3600' });

/** Every refresh token that the service holds valid is in the vault: says which it is, undefined for none. */
async function theOneAlive({ wallet, id, clientId }: Scene): Promise<string | undefined> {
  const alive = demo.truth
    .living()
    .filter((token) => token.kind === 'refresh' && token.clientId === clientId)
    .map(({ token }) => token);
  const kept = (await readTokenSet(wallet, id)).refreshToken?.reveal();
  expect(alive.filter((token) => token !== kept)).toEqual([]);
  return alive[0];
}

function refreshing({ wallet, id }: Scene): Promise<Connection> {
  return wallet.do['connections.refresh']({ id });
}

describe('an answer that was lost', () => {
  it.each([
    ['lost', loseAnswer],
    ['truncated', truncateAnswer],
  ])('is had again at once from a service with a grace time (%s)', async (_, fault) => {
    await using scene = await enter({ isGraceful: true });
    scene.network.faults.push(fault);
    await refreshing(scene);
    expect(scene.network.count()).toBe(2);
    expect(await theOneAlive(scene)).toBeDefined();
    expect((await scene.connection()).state).toBe('active');
  });

  it('leaves no living token behind at a service that sees it twice, and is told as what it was', async () => {
    await using scene = await enter();
    scene.network.faults.push(loseAnswer);
    await expect(refreshing(scene)).rejects.toMatchObject({ code: 'refresh-answer-lost' });
    expect(await theOneAlive(scene)).toBeUndefined();
    expect(await scene.connection()).toMatchObject({
      state: 'needs-attention',
      attention: { code: 'refresh-answer-lost' },
    });
  });

  it('is asked for by the next wallet that opens the vault in a window, without being told to', async () => {
    await using scene = await enter({ isGraceful: true });
    const { wallet, network, clock, id } = scene;
    network.faults.push(loseAnswer, closed);
    await expect(refreshing(scene)).rejects.toMatchObject({ code: 'service-busy' });
    wallet.wallet.close();

    const { folder, keychain } = wallet;
    await using window = await createWalletUnderTest({
      ...{ folder, keychain, clock, fetch: network.fetch, host: 'stand-in' },
    });
    await expect
      .poll(async () => (await window.do['connections.show']({ id })).journal[0]?.action)
      .toBe('refreshed');
    expect(await theOneAlive({ ...scene, wallet: window })).toBeDefined();
  });

  it('is asked for again when the connection is used in a terminal', async () => {
    await using scene = await enter({ isGraceful: true });
    const { wallet, network, id } = scene;
    network.faults.push(loseAnswer, closed, closed);
    await expect(refreshing(scene)).rejects.toMatchObject({ code: 'service-busy' });
    // The present token is good for some minutes: it is given although the service is out of order.
    await wallet.wallet.freshToken(id, 60_000);
    const token = await wallet.wallet.freshToken(id, 60_000);
    expect(demo.truth.isAlive(token.reveal())).toBe(true);
    expect(await theOneAlive(scene)).toBeDefined();
  });

  it('is waited for when the vault is locked meanwhile', async () => {
    await using scene = await enter();
    const { wallet, network } = scene;
    const answer = holdAnswer();
    network.faults.push(answer);
    const refreshed = refreshing(scene);
    await answer.isHeld;
    const locked = wallet.do['vault.lock']({});
    answer.letGo();
    await Promise.all([refreshed, locked]);
    expect((await wallet.do['app.status']({})).vault.state).toBe('locked');
    expect(await theOneAlive(scene)).toBeDefined();
  });
});

describe('locking', () => {
  it('begins no refresh that nobody could store the answer of', async () => {
    await using scene = await enter();
    const { wallet, network } = scene;
    const { id: other } = await wallet.connected(demo.issuer, undefined, boris);
    const answer = holdAnswer();
    network.faults.push(answer);
    const refreshed = refreshing(scene);
    await answer.isHeld;
    const locked = wallet.do['vault.lock']({});
    const late = wallet.do['connections.refresh']({ id: other });
    await expect(late).rejects.toMatchObject({ code: 'vault-locked' });
    answer.letGo();
    await Promise.all([refreshed, locked]);
    expect(network.count()).toBe(1);
    await wallet.do['vault.unlock']({});
    expect(await wallet.do['connections.refresh']({ id: other })).toMatchObject({ state: 'active' });
  });

  it('tries none again that waits to be tried again', async () => {
    await using scene = await enter();
    const { wallet, network, clock } = scene;
    network.faults.push(answerStatus(503, { 'retry-after': '20' }));
    const after = clock.after.bind(clock);
    const resting = Promise.withResolvers<undefined>();
    clock.after = (delayMs, work) => {
      if (delayMs < 20_000) {
        return after(delayMs, work);
      }
      resting.resolve(undefined);
      return () => undefined;
    };
    const refreshed = refreshing(scene);
    await resting.promise;
    await wallet.wallet.settle();
    await expect(refreshed).rejects.toMatchObject({ code: 'service-busy' });
    expect(network.count()).toBe(1);
  });

  it('does not keep an answer from the vault that comes once it is open again', async () => {
    await using scene = await enter();
    const { wallet, network } = scene;
    const answer = holdAnswer();
    network.faults.push(answer);
    const refreshed = refreshing(scene);
    await answer.isHeld;
    // As long as a service may take is no time on this clock.
    await wallet.do['vault.lock']({});
    await wallet.do['vault.unlock']({});
    answer.letGo();
    expect(await refreshed).toMatchObject({ state: 'active' });
    expect(await theOneAlive(scene)).toBeDefined();
  });
});

describe('a refusal', () => {
  it('of a token whose answers all came is told as what it may be', async () => {
    await using scene = await enter();
    const { wallet, network, id } = scene;
    // A request that never left has lost nothing.
    network.faults.push(refuseConnection);
    await expect(refreshing(scene)).rejects.toMatchObject({ code: 'service-unreachable' });
    expect(network.count()).toBe(1);
    const old = await readTokenSet(wallet, id);
    await fetch(`${demo.issuer}/token`, {
      method: 'POST',
      body: new URLSearchParams({
        grant_type: 'refresh_token',
        client_id: scene.clientId,
        refresh_token: old.refreshToken?.reveal() ?? '',
      }),
    });
    await expect(refreshing(scene)).rejects.toMatchObject({ code: 'refresh-refused' });
    expect((await scene.connection()).attention?.hint).toMatch(/copy of this wallet.*stole it/);
    expect(await theOneAlive(scene)).toBeUndefined();
  });
});

describe('a service that is out of order', () => {
  it('is left alone for as long as it wishes', async () => {
    await using scene = await enter();
    const { network, clock } = scene;
    network.faults.push(answerStatus(429, { 'retry-after': '10' }));
    const beganAtMs = clock.now();
    await refreshing(scene);
    expect(network.count()).toBe(2);
    expect(clock.now() - beganAtMs).toBeGreaterThanOrEqual(10_000);
  });

  it('is given up after half a minute, and nothing is different from before', async () => {
    await using scene = await enter();
    const { network, clock, wallet, id } = scene;
    const before = await scene.connection();
    network.faults.push(...Array.from({ length: 200 }, () => answerStatus(500)));
    const beganAtMs = clock.now();
    await expect(refreshing(scene)).rejects.toMatchObject({ code: 'service-busy' });
    expect(clock.now() - beganAtMs).toBeLessThan(60_000);
    expect(network.count()).toBeGreaterThan(3);
    expect(await scene.connection()).toEqual(before);
    const { journal } = await wallet.do['connections.show']({ id });
    expect(journal.filter(({ action }) => action === 'refresh-failed')).toHaveLength(1);
    expect(await theOneAlive(scene)).toBeDefined();
  });

  it('alarms nobody before a day has passed, and no longer than it lasts', async () => {
    await using scene = await enter();
    const { network, clock } = scene;
    network.faults.push(closed, closed);
    clock.jump(DAY_MS / 2);
    await expect(refreshing(scene)).rejects.toMatchObject({ code: 'service-busy' });
    expect((await scene.connection()).state).toBe('active');
    clock.jump(DAY_MS);
    await expect(refreshing(scene)).rejects.toMatchObject({ code: 'service-busy' });
    expect((await scene.connection()).attention).toMatchObject({ code: 'refresh-failing' });
    await refreshing(scene);
    expect(await scene.connection()).toMatchObject({ state: 'active', attention: null });
  });
});

describe('two processes', () => {
  it('that refresh at once ask the service once', async () => {
    await using scene = await enter();
    const { wallet, network, clock, id } = scene;
    const { folder, keychain } = wallet;
    await using beside = await createWalletUnderTest({ folder, keychain, clock, fetch: network.fetch });
    await Promise.all([wallet, beside].map((one) => one.do['connections.refresh']({ id })));
    expect(network.count()).toBe(1);
    expect(await theOneAlive(scene)).toBeDefined();
  });

  it('of which one was killed in the middle do not wait long for it', async () => {
    await using scene = await enter();
    const { wallet, clock, id } = scene;
    const killed = createVault({ folder: wallet.folder, keychain: wallet.keychain, clock });
    await killed.unlock();
    expect(killed.opened().acquireLease(`refresh ${id}`, 10_000)).toBeDefined();
    killed.close();
    const beganAtMs = clock.now();
    await refreshing(scene);
    expect(clock.now() - beganAtMs).toBeGreaterThan(9_000);
    expect(await theOneAlive(scene)).toBeDefined();
  });

  it('of which one slept over its lease keep what the other got meanwhile', async () => {
    await using scene = await enter({ isGraceful: true });
    const { wallet, network, id } = scene;
    const { folder, keychain } = wallet;
    const answer = holdAnswer();
    network.faults.push(answer);
    const slept = refreshing(scene);
    await answer.isHeld;
    // For the other process the lease ran out an hour ago.
    const later = { ...systemClock, now: () => Date.now() + 60 * 60_000 };
    await using beside = await createWalletUnderTest({
      folder,
      keychain,
      clock: later,
      fetch: network.fetch,
    });
    const renewed = await beside.do['connections.refresh']({ id });
    answer.letGo();
    expect((await slept).issuedAt).toBe(renewed.issuedAt);
    expect(await theOneAlive(scene)).toBeDefined();
  });
});
