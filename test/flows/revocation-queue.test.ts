import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Connection } from '../../src-main/contract/connection.ts';
import { type RunningDemo, startDemo } from '../../src-main/demo/start-demo.ts';
import { findConnection } from '../../src-main/wallet/connections/context.ts';
import { markedForRevocation, newlyPending } from '../../src-main/wallet/vault/pending-revocation.ts';
import type { Fetch } from '../../src-main/wallet/ports.ts';
import type { Secret } from '../../src-main/wallet/secret.ts';
import { createFakeClock, type FakeClock } from '../support/fake-clock.ts';
import { readTokenSet } from '../support/read-token-set.ts';
import { writeBeside } from '../support/write-beside.ts';
import { createWalletUnderTest, type WalletUnderTest } from '../support/wallet-under-test.ts';

/* The demo is real, the vault is real; the way between wallet and service is what a test makes of it. */

const MINUTE_MS = 60_000;
const YEAR_MS = 365 * 24 * 60 * MINUTE_MS;
const REVOCATION = '/token/revocation';

let demo: RunningDemo;
let clock: FakeClock;
let wallet: WalletUnderTest;
/** What comes back instead of the service's answer; undefined: the service is asked. */
let instead: ((address: string) => Promise<Response> | undefined) | undefined;
let calls: string[];

const unreachable = (): Promise<never> =>
  Promise.reject(new TypeError('fetch failed', { cause: { code: 'ECONNREFUSED' } }));

const way: Fetch = async (address, init) => {
  calls.push(new URL(address).pathname);
  return instead?.(address) ?? fetch(address, init);
};

beforeAll(async () => {
  demo = await startDemo();
});
afterAll(() => demo.stop());

beforeEach(async () => {
  instead = undefined;
  calls = [];
  clock = createFakeClock(new Date().toISOString());
  wallet = await open();
  return () => wallet[Symbol.asyncDispose]();
});

/** The window's wallet, which works off by itself what waits; a second one on the same folder is another process. */
function open(place?: Pick<WalletUnderTest, 'folder' | 'keychain'>): Promise<WalletUnderTest> {
  return createWalletUnderTest({ ...place, fetch: way, clock, host: 'electron' });
}

/** Ends the wallet and starts it again on the same vault. */
async function restart(): Promise<void> {
  wallet.wallet.close();
  wallet = await open(wallet);
}

async function only(): Promise<Connection> {
  const [connection] = await wallet.do['connections.list']({});
  if (connection === undefined) {
    throw new Error('There is no connection.');
  }
  return connection;
}

async function until(isSo: (connection: Connection) => boolean): Promise<Connection> {
  const look = async (): Promise<boolean> => {
    // What was set for a moment that has passed meanwhile is due, as on any clock that goes on.
    clock.advance(0);
    return isSo(await only());
  };
  await expect.poll(look, { interval: 5, timeout: 5_000 }).toBe(true);
  return only();
}

async function revokeOffline(): Promise<Connection> {
  const { id } = await wallet.connected(demo.issuer);
  instead = unreachable;
  const [revocation] = await wallet.do['connections.revoke']({ ids: [id] });
  expect(revocation).toMatchObject({
    outcome: 'queued',
    attempts: 1,
    error: { code: 'service-unreachable' },
  });
  return only();
}

/** The connection as a wallet leaves it that is killed while it revokes. */
async function leftByAKilledOne(id: string): Promise<void> {
  await writeBeside(wallet, clock, (opened) => {
    opened.acquireLease('revocations of-the-dead', 15_000);
    const record = findConnection(opened, id);
    opened.write((writer) => {
      writer.put('connection', markedForRevocation(record, newlyPending(clock.now(), 'of-the-dead')));
    });
  });
}

function isAlive(token: Secret | null | undefined): boolean {
  return token !== null && token !== undefined && demo.truth.isAlive(token.reveal());
}

describe('a revocation that could not be finished', () => {
  it('waits through a restart and is confirmed when the service can be reached', async () => {
    const { id, state, pending } = await revokeOffline();
    expect({ state, step: pending?.step }).toEqual({ state: 'revoking', step: 'revoke' });
    const tokens = await readTokenSet(wallet, id);
    await restart();
    instead = undefined;
    clock.advance(6_000);
    const { revocation } = await until((connection) => connection.pending === null);
    expect(revocation).toMatchObject({ outcome: 'confirmed', attempts: 2, nextAttemptAt: null });
    expect([tokens.accessToken, tokens.refreshToken].map(isAlive)).toEqual([false, false]);
  });

  it('is tried with longer and longer waits, and never more than an hour apart', async () => {
    const { pending } = await revokeOffline();
    let nextAtMs = Date.parse(pending?.nextAttemptAt ?? '');
    for (let attempts = 2; attempts < 14; attempts += 1) {
      expect(nextAtMs - clock.now()).toBeLessThanOrEqual(
        Math.min(5_000 * 2 ** (attempts - 2), 60 * MINUTE_MS),
      );
      const tried = await until(({ pending: present }) => {
        // Where a service is known to be out of reach, a turn may be put off without a try.
        const dueAtMs = Date.parse(present?.nextAttemptAt ?? '');
        clock.advance(present?.attempts === attempts ? 0 : Math.max(0, dueAtMs - clock.now() + 1));
        return present?.attempts === attempts;
      });
      nextAtMs = Date.parse(tried.pending?.nextAttemptAt ?? '');
    }
  });

  it('is not tried before the service wants it', async () => {
    const { id } = await wallet.connected(demo.issuer);
    instead = (address) =>
      address.includes(REVOCATION)
        ? Promise.resolve(new Response('later', { status: 429, headers: { 'retry-after': '600' } }))
        : undefined;
    const [revocation] = await wallet.do['connections.revoke']({ ids: [id] });
    expect(revocation).toMatchObject({ outcome: 'queued', error: { code: 'service-busy' } });
    instead = undefined;
    calls = [];
    clock.advance(600_000 - 1);
    expect(calls).not.toContain(REVOCATION);
    clock.advance(6_000);
    expect((await until(({ pending }) => pending === null)).revocation?.outcome).toBe('confirmed');
  });

  it('waits in line for a service that wants only a moment', async () => {
    const { id } = await wallet.connected(demo.issuer);
    let isBusy = true;
    instead = (address) => {
      if (!address.includes(REVOCATION) || !isBusy) {
        return undefined;
      }
      isBusy = false;
      return Promise.resolve(new Response('later', { status: 429, headers: { 'retry-after': '2' } }));
    };
    const revoked = wallet.do['connections.revoke']({ ids: [id] });
    await expect.poll(() => isBusy, { interval: 5 }).toBe(false);
    await expect
      .poll(() => {
        clock.advance(500);
        return calls.filter((path) => path === REVOCATION).length;
      })
      .toBeGreaterThan(1);
    expect((await revoked)[0]).toMatchObject({ outcome: 'confirmed', attempts: 1 });
  });

  it('is not put off by a clock that is set back a year, nor by a lease from before', async () => {
    const { id } = await revokeOffline();
    wallet.wallet.close();
    await writeBeside(wallet, clock, (opened) => {
      opened.acquireLease(`revocations ${findConnection(opened, id).pending?.batch ?? ''}`, 15_000);
    });
    instead = undefined;
    clock = createFakeClock(new Date(clock.now() - YEAR_MS).toISOString());
    wallet = await open(wallet);
    clock.advance(1_000);
    expect((await until(({ pending }) => pending === null)).revocation?.outcome).toBe('confirmed');
  });

  it('is tried now when the person says so', async () => {
    const { id } = await revokeOffline();
    instead = undefined;
    await wallet.do['revocations.tryNow']({ ids: [id] });
    expect((await until(({ pending }) => pending === null)).revocation?.outcome).toBe('confirmed');
  });

  it('is given up when the person says so, and what may still work is told', async () => {
    const { id } = await revokeOffline();
    const run = await wallet.do['revocations.giveUp']({ ids: [id] });
    expect(run.waiting).toBe(0);
    expect(await only()).toMatchObject({
      state: 'active',
      pending: null,
      revocation: { outcome: 'failed', detail: expect.stringContaining('it may still work') as string },
    });
    instead = undefined;
    expect((await wallet.do['connections.check']({ id })).alive).toBe(true);
    const [entry] = await wallet.do['journal.list']({ limit: 2 }).then((all) =>
      all.filter(({ action }) => action === 'revocation-given-up'),
    );
    expect(entry?.connectionId).toBe(id);
  });

  it('is not given up together with one that nobody knows', async () => {
    const { id } = await revokeOffline();
    await expect(wallet.do['revocations.giveUp']({ ids: [id, 'nope'] })).rejects.toMatchObject({
      code: 'connection-not-found',
    });
    expect((await only()).pending).not.toBeNull();
  });

  it('is not said to be given up, and to work perhaps, when it was over before', async () => {
    const { id } = await wallet.connected(demo.issuer);
    const [revocation] = await wallet.do['connections.revoke']({ ids: [id] });
    expect(revocation?.outcome).toBe('confirmed');
    await wallet.do['revocations.giveUp']({ ids: [id] });
    const { journal } = await wallet.do['connections.show']({ id });
    expect(journal.map(({ action }) => action)).not.toContain('revocation-given-up');
  });

  it('is tried past the end of its token too, which may be told by a clock that is wrong', async () => {
    const { id } = await wallet.connected(demo.issuer, ['openid', 'photos.read']);
    const { accessToken } = await readTokenSet(wallet, id);
    instead = unreachable;
    await wallet.do['connections.revoke']({ ids: [id] });
    clock.advance(30 * MINUTE_MS);
    await until(({ pending }) => pending !== null && pending.attempts > 1);
    expect(isAlive(accessToken)).toBe(true);
    instead = undefined;
    clock.advance(60 * MINUTE_MS);
    await until(({ pending }) => pending === null);
    expect(isAlive(accessToken)).toBe(false);
  });

  it('is forgotten by nobody, not even when the connection is', async () => {
    const { id } = await revokeOffline();
    const tokens = await readTokenSet(wallet, id);
    await wallet.do['connections.forget']({ ids: [id] });
    await restart();
    instead = undefined;
    clock.advance(6_000);
    await expect.poll(() => isAlive(tokens.refreshToken)).toBe(false);
  });

  it.each([
    ['a page', () => new Response('<html>Sign in to the network</html>', { status: 502 })],
    ['a redirect', () => new Response(null, { status: 302, headers: { location: REVOCATION } })],
    ['10 MB', () => new Response('x'.repeat(10_000_000))],
  ])('waits where the service answers with %s', async (_, answer) => {
    const { id } = await wallet.connected(demo.issuer);
    instead = (address) => (address.includes(REVOCATION) ? Promise.resolve(answer()) : undefined);
    const [revocation] = await wallet.do['connections.revoke']({ ids: [id] });
    expect(revocation?.outcome).toBe('queued');
  });
});

describe('two wallets on one vault', () => {
  it('do not both work on what was begun', async () => {
    const { id } = await wallet.connected(demo.issuer);
    const held = Promise.withResolvers<undefined>();
    instead = (address) =>
      address.includes(REVOCATION) ? held.promise.then(() => fetch('data:,done')) : undefined;
    calls = [];
    const revoked = wallet.do['connections.revoke']({ ids: [id] });
    await expect.poll(() => calls.filter((path) => path === REVOCATION).length).toBe(1);
    await using beside = await open(wallet);
    clock.advance(10_000);
    const begun = await beside.do['revocations.tryNow']({ ids: [] });
    expect(begun).toMatchObject({ state: 'running', total: 1, done: 0 });
    expect(calls.filter((path) => path === REVOCATION)).toHaveLength(1);
    instead = undefined;
    held.resolve(undefined);
    await revoked;
    // What the other has ended is no longer waited for.
    const stateBeside = async (): Promise<string> => {
      clock.advance(1_000);
      return (await beside.do['revocations.run']({})).state;
    };
    await expect.poll(stateBeside, { interval: 20, timeout: 5_000 }).toBe('idle');
  });

  it('go on with what a killed one has begun, once its lease has run out', async () => {
    const { id } = await wallet.connected(demo.issuer);
    await leftByAKilledOne(id);
    await restart();
    calls = [];
    clock.advance(10_000);
    expect(calls).not.toContain(REVOCATION);
    clock.advance(10_000);
    expect((await until(({ pending }) => pending === null)).revocation?.outcome).toBe('confirmed');
  });
});

describe('a terminal waits for what a killed one has begun, since it does not stay to look again', () => {
  it.each([
    [
      'revoke',
      async (terminal: WalletUnderTest, id: string) => {
        await terminal.do['connections.revoke']({ ids: [id] });
      },
    ],
    [
      'queue --run',
      async (terminal: WalletUnderTest) => {
        await terminal.do['revocations.tryNow']({ ids: [] });
        await terminal.wallet.revocations.settled();
      },
    ],
  ])('%s', async (_, work) => {
    const { id } = await wallet.connected(demo.issuer);
    await leftByAKilledOne(id);
    await using terminal = await createWalletUnderTest({
      ...{ folder: wallet.folder, keychain: wallet.keychain, fetch: way, clock },
    });
    wallet.wallet.close();
    let hasEnded = false;
    const ended = work(terminal, id).then(() => {
      hasEnded = true;
    });
    const hasEndedLater = (): boolean => {
      clock.advance(1_000);
      return hasEnded;
    };
    await expect.poll(hasEndedLater, { interval: 10, timeout: 5_000 }).toBe(true);
    await ended;
    const [connection] = await terminal.do['connections.list']({});
    expect(connection?.revocation?.outcome).toBe('confirmed');
  });
});

describe('tokens that came too late', () => {
  /** A refresh whose answer is held up while something else happens; answers with the connection. */
  async function refreshDuring(work: (id: string) => Promise<unknown>): Promise<Connection> {
    const connection = await wallet.connected(demo.issuer);
    const asked = Promise.withResolvers<undefined>();
    const late = Promise.withResolvers<undefined>();
    await using slow = await createWalletUnderTest({
      ...{ folder: wallet.folder, keychain: wallet.keychain, clock },
      fetch: async (address, init) => {
        const answer = await way(address, init);
        if (new URL(address).pathname === '/token') {
          asked.resolve(undefined);
          await late.promise;
        }
        return answer;
      },
    });
    const refreshed = slow.do['connections.refresh']({ id: connection.id });
    await asked.promise;
    await work(connection.id);
    late.resolve(undefined);
    await expect(refreshed).rejects.toMatchObject({ code: 'connection-revoked' });
    return connection;
  }

  function livingTokensOf({ app }: Connection): readonly object[] {
    return demo.truth.living().filter(({ clientId }) => clientId === app.clientId);
  }

  it('are dead too when the revocation is over', async () => {
    const connection = await refreshDuring((id) => wallet.do['connections.revoke']({ ids: [id] }));
    expect((await until(({ pending }) => pending === null)).revocation?.outcome).toBe('confirmed');
    expect(livingTokensOf(connection)).toEqual([]);
  });

  it('wait for the service as everything else does, and nothing is confirmed before', async () => {
    const connection = await refreshDuring(async (id) => {
      instead = unreachable;
      await wallet.do['connections.revoke']({ ids: [id] });
    });
    expect(await only()).toMatchObject({ state: 'revoking', revocation: { outcome: 'queued' } });
    expect(livingTokensOf(connection)).not.toEqual([]);
    await restart();
    instead = undefined;
    clock.advance(30_000);
    expect((await until(({ pending }) => pending === null)).revocation?.outcome).toBe('confirmed');
    expect(livingTokensOf(connection)).toEqual([]);
  });

  it('are cut even where the connection is gone', async () => {
    const connection = await refreshDuring((id) =>
      writeBeside(wallet, clock, (opened) => {
        opened.write((writer) => {
          writer.remove('connection', id);
          writer.remove('tokenSet', id);
        });
      }),
    );
    expect(livingTokensOf(connection)).toEqual([]);
  });

  it('are also those that a new grant took the place of', async () => {
    const { id } = await wallet.connected(demo.issuer);
    const old = await readTokenSet(wallet, id);
    instead = (address) => (address.includes(REVOCATION) ? unreachable() : undefined);
    await wallet.connected(demo.issuer);
    expect(isAlive(old.refreshToken)).toBe(true);
    expect((await only()).state).toBe('active');
    expect(await wallet.do['revocations.run']({})).toMatchObject({ waiting: 1 });
    await restart();
    instead = undefined;
    clock.advance(6_000);
    await expect.poll(() => isAlive(old.refreshToken)).toBe(false);
    expect(isAlive((await readTokenSet(wallet, id)).refreshToken)).toBe(true);
  });
});
