import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type RunningDemo, startDemo } from '../../src-main/demo/start-demo.ts';
import { retryAfterSeconds } from '../../src-main/wallet/oauth/retry-after.ts';
import type { Fetch } from '../../src-main/wallet/ports.ts';
import { systemClock } from '../../src-main/wallet/system-clock.ts';
import { openLeak } from '../support/open-leak.ts';
import { temporaryFolder } from '../support/vault-folder.ts';
import { createWalletUnderTest } from '../support/wallet-under-test.ts';

/* What a service says of time may be any number; the demo is real but for that. */

const FOR_EVER_SECONDS = Number.MAX_SAFE_INTEGER;
const MONTH_SECONDS = 30 * 24 * 60 * 60;

let demo: RunningDemo;

beforeAll(async () => {
  demo = await startDemo();
});
afterAll(() => demo.stop());

describe('A token that lives longer than any calendar', () => {
  it('has no end that could be told, and hides no other connection', async () => {
    await using wallet = await createWalletUnderTest({ fetch: forEver });
    await wallet.connected(demo.issuer);
    const [connection] = await wallet.do['connections.list']({});
    expect(connection).toMatchObject({ expiresAt: null, expiry: 'never', state: 'active' });

    const { id = '' } = connection ?? {};
    await wallet.do['connections.refresh']({ id });
    expect(await wallet.do['connections.list']({})).toMatchObject([{ expiresAt: null }]);
  });
});

describe('A service that wants to be left alone for a month', () => {
  it('is asked about no other leaked token, and nobody waits for it', async () => {
    let isBusy = false;
    let asked = 0;
    await using wallet = await createWalletUnderTest({
      fetch: (address, init) => {
        asked += isBusy ? 1 : 0;
        const headers = { 'retry-after': String(MONTH_SECONDS) };
        return isBusy ? Promise.resolve(new Response(null, { status: 429, headers })) : fetch(address, init);
      },
    });
    await wallet.connected(demo.issuer);
    const { file } = await demo.leak({ tokens: 40, out: join(temporaryFolder(), 'leak.log') });
    await openLeak(wallet, readFileSync(file, 'utf8'), { service: demo.issuer });
    isBusy = true;
    const answers = await wallet.wallet.leaks.ask(1);
    expect(answers).toMatchObject({ asked: 40, answered: 0, problems: [expect.any(String)] });
    expect(asked).toBeLessThan(20);
  });

  it('is not asked about one leaked token after the other, nor waited for', async () => {
    const revocations: string[] = [];
    const busy: Fetch = (address, init) => {
      if (!address.endsWith('/token/revocation')) {
        return fetch(address, init);
      }
      revocations.push(address);
      const headers = { 'retry-after': String(MONTH_SECONDS) };
      return Promise.resolve(new Response(null, { status: 429, headers }));
    };
    await using wallet = await createWalletUnderTest({ fetch: busy });
    await wallet.connected(demo.issuer);
    const { file } = await demo.leak({ tokens: 40, out: join(temporaryFolder(), 'leak.log') });
    const { tokens } = await openLeak(wallet, readFileSync(file, 'utf8'), { service: demo.issuer });

    await wallet.do['leaks.revoke']({ case: 1, typedCount: tokens });
    await wallet.wallet.leaks.settled(1);

    const { byState, run } = await wallet.do['leaks.show']({ case: 1 });
    expect(byState).toMatchObject({ queued: tokens });
    expect(Date.parse(run?.nextAttemptAt ?? '') - Date.now()).toBeLessThan(26 * 60 * 60 * 1000);
    // Those that were on their way together when the first answer came.
    expect(revocations.length).toBeLessThanOrEqual(8);
  });

  it('is asked again after a day', () => {
    const waitOf = (retryAfter: string): number | undefined =>
      retryAfterSeconds(new Response(null, { headers: { 'retry-after': retryAfter } }), systemClock);
    expect([String(MONTH_SECONDS), '9'.repeat(400), 'Fri, 31 Dec 9999 23:59:59 GMT'].map(waitOf)).toEqual(
      Array<number>(3).fill(24 * 60 * 60),
    );
  });
});

describe('A clock', () => {
  it('waits as long as it can where it is to wait longer', async () => {
    let isOver = false;
    const cancel = systemClock.after(MONTH_SECONDS * 1000, () => {
      isOver = true;
    });
    await setTimeout(20);
    cancel();
    expect(isOver).toBe(false);
  });
});

/** The demo's answers, with the largest number that some programs have for a lifetime. */
const forEver: Fetch = async (address, init) => {
  const response = await fetch(address, init);
  if (!address.endsWith('/token')) {
    return response;
  }
  const text = (await response.text()).replace(/"expires_in":\d+/, `"expires_in":${FOR_EVER_SECONDS}`);
  return new Response(text, { status: response.status, headers: { 'content-type': 'application/json' } });
};
