import { join } from 'node:path';
import { readFileSync } from 'node:fs';
import { setTimeout } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import type { CaseToken } from '../../src-main/contract/leak.ts';
import type { RunningDemo } from '../../src-main/demo/start-demo.ts';
import { createCaseBooks } from '../../src-main/wallet/leaks/cases/case-books.ts';
import { keepEndings } from '../../src-main/wallet/leaks/revoke/keep-endings.ts';
import type { Clock } from '../../src-main/wallet/ports.ts';
import { systemClock } from '../../src-main/wallet/system-clock.ts';
import { createGroupCommit } from '../../src-main/wallet/vault/group-commit.ts';
import { WalletError } from '../../src-main/wallet/wallet-error.ts';
import { createLeakWorld, openCaseOf } from '../support/leak-world.ts';
import { openLeak } from '../support/open-leak.ts';
import { runningDemo } from '../support/running-demo.ts';
import { gitHubToken } from '../support/sample-tokens.ts';
import { temporaryFolder } from '../support/vault-folder.ts';
import { createWalletUnderTest, type WalletUnderTest } from '../support/wallet-under-test.ts';

/** Everything that waits does so a tenth of its time. */
const quickClock: Clock = { ...systemClock, after: (ms, work) => systemClock.after(ms / 10, work) };
/** To it a lease that was taken a moment ago has run out. */
const laterClock: Clock = { ...systemClock, now: () => systemClock.now() + 60_000 };

describe('Two wallets on one case', () => {
  it('add nothing to it once one of them has closed it', async () => {
    await using one = await createWalletUnderTest();
    await using other = await createWalletUnderTest({ folder: one.folder, keychain: one.keychain });
    await openLeak(one, `GITHUB_TOKEN=${gitHubToken(1)}`);
    await other.do['leaks.show']({ case: 1 });
    await one.do['leaks.close']({ case: 1, by: 'Vera', force: true });
    const added = openLeak(other, `access_token=${'k9Zs'.repeat(10)}`, { case: 1 });
    await expect(added).rejects.toMatchObject({ code: 'case-closed' });
    expect(await one.do['leaks.show']({ case: 1 })).toMatchObject({ state: 'closed', tokens: 1 });
  });

  it('tell the same of it when one closes what the other is revoking', async () => {
    await using demo = await runningDemo();
    await using one = await createWalletUnderTest();
    await using other = await createWalletUnderTest({ folder: one.folder, keychain: one.keychain });
    await revokeSlowly(demo, one, 60);
    await other.do['leaks.close']({ case: 1, by: 'Igor', force: true });
    await one.wallet.leaks.settled(1);

    const closed = await other.do['leaks.show']({ case: 1 });
    const tokens = other.wallet.leaks.tokens(1);
    expect(countOf(tokens)).toEqual(closed.byState);
    expect(new Set(tokens.map(({ state }) => state))).toEqual(new Set(['confirmed', 'failed']));
    const notTried = tokens.filter(({ state }) => state === 'failed');
    expect(notTried.every(({ detail }) => detail.includes('closed before it was revoked'))).toBe(true);
    const living = demo.truth.living().filter(({ clientId }) => clientId === 'demo-app');
    expect(living.length).toBeGreaterThan(0);
    // An access token may have died with its refresh token, and nobody has asked about it.
    expect(living.length).toBeLessThanOrEqual(notTried.length);
  });

  it('end it together when one has slept and the other has taken it over', async () => {
    await using demo = await runningDemo();
    await using one = await createWalletUnderTest({ clock: quickClock });
    const beside = { folder: one.folder, keychain: one.keychain, clock: laterClock };
    await using other = await createWalletUnderTest(beside);
    await revokeSlowly(demo, one, 60);
    demo.trouble.clear();
    await other.do['leaks.revoke']({ case: 1, typedCount: await leftOf(other) });
    await Promise.all([one.wallet.leaks.settled(1), other.wallet.leaks.settled(1)]);

    const { byState } = await other.do['leaks.show']({ case: 1 });
    expect(byState).toMatchObject({ waiting: 0, revoking: 0, queued: 0, failed: 0 });
    expect(demo.truth.living().filter(({ clientId }) => clientId === 'demo-app')).toEqual([]);
  });

  it('keep a proof, whatever the one that has not got it found out', async () => {
    const world = await createLeakWorld(() => Promise.reject(new Error('nothing is asked')));
    await openCaseOf(world, `GITHUB_TOKEN=${gitHubToken(1)}`);
    const books = createCaseBooks(world.vault);
    const group = createGroupCommit(() => world.vault.opened());
    const [row] = [...books.get(1).rows.values()];
    const fingerprint = row?.fingerprint ?? '';
    books.write(1, (change) => {
      change.putRow(fingerprint, (present) => ({ ...present, state: 'confirmed' }));
    });
    const failure = new WalletError('service-unreachable', { host: 'api.github.com' });
    await keepEndings(
      { books, group, clock: world.clock },
      1,
      new Map([[fingerprint, { state: 'again', failure }]]),
    );
    expect(createCaseBooks(world.vault).get(1).rows.get(fingerprint)?.state).toBe('confirmed');
  });
});

/** Opens a case of so many tokens and begins to revoke them; some are dead and most are not when this resolves. */
async function revokeSlowly(demo: RunningDemo, wallet: WalletUnderTest, tokens: number): Promise<void> {
  await wallet.connected(demo.issuer);
  const { file } = await demo.leak({ tokens, out: join(temporaryFolder(), 'leak.log') });
  const opened = await openLeak(wallet, readFileSync(file, 'utf8'), { service: demo.issuer });
  demo.trouble.add('slow');
  await wallet.do['leaks.revoke']({ case: 1, typedCount: opened.tokens });
  while ((await wallet.do['leaks.show']({ case: 1 })).byState['confirmed'] === 0) {
    await setTimeout(10);
  }
}

async function leftOf(wallet: WalletUnderTest): Promise<number> {
  return (await wallet.do['leaks.preview']({ case: 1 })).count;
}

function countOf(tokens: readonly CaseToken[]): unknown {
  const counts: Record<string, number> = {};
  for (const { state } of tokens) {
    counts[state] = (counts[state] ?? 0) + 1;
  }
  return expect.objectContaining(counts);
}
