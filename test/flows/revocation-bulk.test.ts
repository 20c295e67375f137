import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { RevocationRun } from '../../src-main/contract/revocation.ts';
import { findConnection } from '../../src-main/wallet/connections/context.ts';
import { createFakeClock, type FakeClock } from '../support/fake-clock.ts';
import { keepConnections } from '../support/keep-connections.ts';
import { type ReplayServer, startReplayServer } from '../support/replay-server.ts';
import { createWalletUnderTest, type WalletUnderTest } from '../support/wallet-under-test.ts';
import { writeBeside } from '../support/write-beside.ts';

/* Two servers that know nothing but to revoke. What a token may do, and what becomes of it, is in its name. */

let first: ReplayServer;
let second: ReplayServer;
let clock: FakeClock;
let wallet: WalletUnderTest;
/** The tokens in the order in which they were asked for. */
let asked: string[];
let atOnce: number;
let mostAtOnce: number;
/** While it is there, no revocation is answered. */
let hold: PromiseWithResolvers<undefined> | undefined;
/** Those tokens that are called so reach nobody. */
let isDown: boolean;

beforeEach(async () => {
  [asked, atOnce, mostAtOnce, hold, isDown] = [[], 0, 0, undefined, false];
  [first, second] = [await startRevoker(), await startRevoker()];
  clock = createFakeClock();
  wallet = await createWalletUnderTest({ clock, host: 'electron' });
});

afterEach(async () => {
  await wallet[Symbol.asyncDispose]();
  await Promise.all([first[Symbol.asyncDispose](), second[Symbol.asyncDispose]()]);
});

async function startRevoker(): Promise<ReplayServer> {
  const server = await startReplayServer({
    '/revoke': ({ body }, response) => {
      const token = new URLSearchParams(body).get('token') ?? '';
      asked.push(token);
      atOnce += 1;
      mostAtOnce = Math.max(mostAtOnce, atOnce);
      const answer = (): void => {
        atOnce -= 1;
        response.writeHead(token.startsWith('refused') ? 403 : 200).end();
      };
      if (isDown && token.startsWith('token')) {
        response.destroy();
      } else if (hold === undefined) {
        answer();
      } else {
        hold.promise.then(answer, answer);
      }
    },
  });
  server.routes['/.well-known/oauth-authorization-server'] = {
    body: {
      issuer: server.origin,
      authorization_endpoint: `${server.origin}/authorize`,
      token_endpoint: `${server.origin}/token`,
      revocation_endpoint: `${server.origin}/revoke`,
    },
  };
  return server;
}

async function ended(): Promise<RevocationRun> {
  await expect
    .poll(async () => (await wallet.do['revocations.run']({})).state, { interval: 5, timeout: 10_000 })
    .not.toBe('running');
  return wallet.do['revocations.run']({});
}

describe('revoking many', () => {
  it('stops at no failure, and gives each its own outcome', async () => {
    const ids = await keepConnections(wallet, 200, (index) => ({
      issuer: (index % 2 === 0 ? first : second).origin,
      token: index % 20 === 0 ? `refused-${index}` : `token-${index}`,
    }));
    const begun = await wallet.do['revocations.start']({ ids });
    expect(begun).toMatchObject({ state: 'running', total: 200, done: 0 });
    expect(await ended()).toMatchObject({
      state: 'idle',
      total: 200,
      done: 200,
      byOutcome: { accepted: 190, failed: 10 },
      waiting: 0,
    });
    const connections = await wallet.do['connections.list']({});
    const failed = connections.filter(({ revocation }) => revocation?.outcome === 'failed');
    expect(failed.every(({ state, pending }) => state === 'active' && pending === null)).toBe(true);
    expect(new Set(asked).size).toBe(asked.length);

    // “Retry failed” is to begin with these only.
    asked = [];
    await wallet.do['revocations.start']({ ids: failed.map(({ id }) => id) });
    await ended();
    expect(asked.toSorted()).toEqual(
      Array.from({ length: 10 }, (_, index) => `refused-${index * 20}`).toSorted(),
    );
  });

  it('asks one service for eight at once at first, and holds up no other for it', async () => {
    hold = Promise.withResolvers();
    const ids = await keepConnections(wallet, 40, (index) => ({
      issuer: (index < 30 ? first : second).origin,
      token: `token-${index}`,
    }));
    await wallet.do['revocations.start']({ ids });
    await expect.poll(() => asked.length).toBe(16);
    expect(
      [first, second].map((server) => server.received.filter(({ path }) => path === '/revoke').length),
    ).toEqual([8, 8]);
    hold.resolve(undefined);
    hold = undefined;
    await ended();
  });

  it('asks a service for more at once while it keeps up, and never for more than sixty-four', async () => {
    const ids = await keepConnections(wallet, 250, (index) => ({
      issuer: first.origin,
      token: `token-${index}`,
    }));
    hold = Promise.withResolvers();
    await wallet.do['revocations.start']({ ids });
    for (const askedByThen of [8, 8 + 16, 8 + 16 + 32, 8 + 16 + 32 + 64, 8 + 16 + 32 + 64 + 64]) {
      await expect.poll(() => asked.length).toBe(askedByThen);
      const answered = hold;
      hold = Promise.withResolvers();
      answered.resolve(undefined);
    }
    hold.resolve(undefined);
    hold = undefined;
    await ended();
    expect(mostAtOnce).toBe(64);
  });

  it('stops when the person says so, also for the next start, and goes on when they say so', async () => {
    hold = Promise.withResolvers();
    const ids = await keepConnections(wallet, 30, (index) => ({
      issuer: first.origin,
      token: `token-${index}`,
    }));
    await wallet.do['revocations.start']({ ids });
    await expect.poll(() => asked.length).toBe(8);
    expect(await wallet.do['revocations.stop']({})).toMatchObject({ state: 'stopped', total: 30 });
    hold.resolve(undefined);
    hold = undefined;
    await expect.poll(async () => (await wallet.do['revocations.run']({})).done).toBe(8);

    wallet.wallet.close();
    wallet = await createWalletUnderTest({ ...wallet, clock, host: 'electron' });
    clock.advance(60_000);
    const stopped = (await wallet.do['connections.list']({})).filter(({ pending }) => pending?.isStopped);
    expect([stopped.length, asked.length]).toEqual([22, 8]);

    await wallet.do['revocations.resume']({});
    await ended();
    expect(asked.toSorted()).toEqual(ids.map((_, index) => `token-${index}`).toSorted());
  });

  it('goes on in one run with what was stopped and what a killed wallet left in the middle', async () => {
    hold = Promise.withResolvers();
    const ids = await keepConnections(wallet, 30, (index) => ({
      issuer: first.origin,
      token: `token-${index}`,
    }));
    await wallet.do['revocations.start']({ ids });
    await expect.poll(() => asked.length).toBe(8);
    await wallet.do['revocations.stop']({});
    wallet.wallet.close();
    // Who is killed has the batch until its lease runs out.
    await writeBeside(wallet, clock, (opened) => {
      opened.acquireLease(`revocations ${findConnection(opened, ids[0] ?? '').pending?.batch ?? ''}`, 15_000);
    });
    hold.resolve(undefined);
    hold = undefined;

    wallet = await createWalletUnderTest({ ...wallet, clock, host: 'electron' });
    clock.advance(5_000);
    expect(await wallet.do['revocations.resume']({})).toMatchObject({ state: 'running', total: 22, done: 0 });
    clock.advance(10_000);
    expect(await ended()).toMatchObject({ total: 30, done: 30, byOutcome: { accepted: 30 }, waiting: 0 });
  });

  it('has nothing to go on with once what was stopped is given up', async () => {
    hold = Promise.withResolvers();
    const ids = await keepConnections(wallet, 10, (index) => ({
      issuer: first.origin,
      token: `token-${index}`,
    }));
    await wallet.do['revocations.start']({ ids });
    await expect.poll(() => asked.length).toBe(8);
    await wallet.do['revocations.stop']({});
    hold.resolve(undefined);
    hold = undefined;
    await expect.poll(async () => (await wallet.do['revocations.run']({})).done).toBe(8);
    const stopped = (await wallet.do['connections.list']({})).filter(({ pending }) => pending?.isStopped);
    const run = await wallet.do['revocations.giveUp']({ ids: stopped.map(({ id }) => id) });
    expect(run).toMatchObject({ state: 'idle', total: 8, done: 8 });
  });

  it('tells the window how it goes on, but not of every single one', async () => {
    const ids = await keepConnections(wallet, 100, (index) => ({
      issuer: first.origin,
      token: `token-${index}`,
    }));
    const before = wallet.told.length;
    await wallet.do['revocations.start']({ ids });
    await ended();
    clock.advance(1_000);
    const told = wallet.told.slice(before);
    expect(told.length).toBeLessThan(20);
    expect(told.findLast(({ name }) => name === 'revocationsChanged')?.payload).toMatchObject({ done: 100 });
  });

  it('asks a service no further that nobody reaches, and tries all of it later', async () => {
    isDown = true;
    const ids = await keepConnections(wallet, 60, (index) => ({
      issuer: (index < 50 ? first : second).origin,
      token: index < 50 ? `token-${index}` : `elsewhere-${index}`,
    }));
    await wallet.do['revocations.start']({ ids });
    expect(await ended()).toMatchObject({ done: 60, byOutcome: { queued: 50, accepted: 10 }, waiting: 50 });
    expect(asked.filter((token) => token.startsWith('token')).length).toBeLessThan(20);
    isDown = false;
    clock.advance(30_000);
    const later = async (): Promise<RevocationRun['byOutcome']> => {
      clock.advance(1_000);
      return (await wallet.do['revocations.run']({})).byOutcome;
    };
    await expect.poll(later, { interval: 20, timeout: 10_000 }).toMatchObject({ queued: 0, accepted: 60 });
  });
});
