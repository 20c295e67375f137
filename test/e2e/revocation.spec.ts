import { expect } from '@playwright/test';
import { type RunningDemo, startDemo } from '../../src-main/demo/start-demo.ts';
import { createOperatingSystemKeychain } from '../../src-main/wallet/vault/operating-system-keychain.ts';
import { readConnections } from '../support/read-token-set.ts';
import { seedConnections } from '../support/seed-connections.ts';
import { test } from '../support/wallet-app.ts';
import { WalletWindow } from '../support/wallet-window.ts';

test.describe('a revocation in the window', () => {
  let demo: RunningDemo;

  test.beforeEach(async () => {
    demo = await startDemo();
  });
  // Where Electron is missing, the test was skipped before there was a demo.
  test.afterEach(() => (demo as RunningDemo | undefined)?.stop());

  test('waits while the service is out of reach, survives a restart, and is confirmed in the end', async ({
    home,
    launchWallet,
  }) => {
    const place = { folder: home, keychain: createOperatingSystemKeychain() };
    const [seeded] = await seedConnections(place, demo, { count: 1, refreshable: true });
    const tokens = [seeded?.accessToken ?? '', seeded?.refreshToken ?? ''];
    demo.trouble.add('offline');

    const first = await launchWallet();
    const window = new WalletWindow(first.window);
    await window.row('App 001').getByRole('button', { name: 'Revoke App 001' }).click();
    await expect(window.row('App 001')).toContainText(/wait/i);
    await expect(first.window.getByText(/next try/i).first()).toBeVisible();
    expect(tokens.map((token) => demo.truth.isAlive(token))).toEqual([true, true]);
    await first.kill();

    const second = await launchWallet();
    const again = new WalletWindow(second.window);
    await expect(again.row('App 001')).toContainText(/wait/i);
    demo.trouble.delete('offline');
    await second.window
      .getByRole('button', { name: /try now/i })
      .first()
      .click();
    await expect(again.row('App 001')).toContainText('Revoked and confirmed');
    expect(tokens.map((token) => demo.truth.isAlive(token))).toEqual([false, false]);
    await second.close();
  });

  test('takes hundreds back, is stopped, outlives a crash, goes on, and tries what failed once more', async ({
    home,
    launchWallet,
  }) => {
    test.setTimeout(120_000);
    const place = { folder: home, keychain: createOperatingSystemKeychain() };
    const seeded = await seedConnections(place, demo, { count: 500 });
    const isAlive = (): readonly boolean[] =>
      seeded.map(({ accessToken }) => demo.truth.isAlive(accessToken));
    const aliveCount = (): number => isAlive().filter(Boolean).length;
    demo.trouble.add('slow').add('refuses');

    const first = await launchWallet();
    const window = new WalletWindow(first.window);
    await window.revokeEverything();
    await expect(window.run).toHaveAccessibleName(/^Revoking: [1-9]\d* of 500/);
    await first.window.getByRole('button', { name: 'Stop', exact: true }).click();
    await expect(window.run).toHaveAccessibleName(/^Stopped: \d+ of 500/);
    expect(aliveCount()).toBeGreaterThan(300);
    await first.kill();

    const second = await launchWallet();
    const again = new WalletWindow(second.window);
    demo.trouble.delete('slow');
    // What the person stopped does not go on by itself, not even after a restart.
    await expect(second.window.getByText(/are stopped/)).toBeVisible();
    expect(aliveCount()).toBeGreaterThan(300);
    await second.window.getByRole('button', { name: 'Go on', exact: true }).first().click();
    // All hundreds, in one run: not only the few that the crash left in the middle.
    await expect(again.run).toHaveAccessibleName(/^Over: \d{3} of \d{3} revoked/, { timeout: 60_000 });

    const refused = aliveCount();
    expect(refused).toBeGreaterThan(0);
    expect(await said(place, seeded, 'confirmed')).toEqual(isAlive().map((alive) => !alive));

    demo.trouble.clear();
    const failed = await said(place, seeded, 'failed');
    await again.retryFailed(failed.filter(Boolean).length);
    await expect.poll(() => said(place, seeded, 'failed')).not.toContain(true);
    // What the service refused to this app is left to do by hand; now it takes that back as well.
    await again.revokeEverything();
    await expect.poll(aliveCount, { timeout: 30_000 }).toBe(0);
    await expect.poll(() => said(place, seeded, 'confirmed')).toEqual(seeded.map(() => true));
    await second.close();
  });

  test('beats a refresh that is under way, and takes what it brings too', async ({ home, launchWallet }) => {
    const place = { folder: home, keychain: createOperatingSystemKeychain() };
    await seedConnections(place, demo, { count: 1, refreshable: true });
    demo.trouble.add('slow');
    const app = await launchWallet();
    const window = new WalletWindow(app.window);
    await window.openDetails('App 001');
    const refresh = window.details.getByRole('button', { name: 'Renew' });
    const revoke = window.details.getByRole('button', { name: /^Revoke/ });
    // In the same moment, as nobody could click: the service still thinks about the one when the other comes.
    await app.window.evaluate(
      (buttons) => {
        for (const button of buttons) {
          (button as HTMLElement).click();
        }
      },
      await Promise.all([refresh.elementHandle(), revoke.elementHandle()]),
    );
    await expect(window.row('App 001')).toContainText('Revoked and confirmed');
    expect(demo.truth.living()).toEqual([]);
    await app.close();
  });
});

/** Of which connections the vault says that outcome. */
async function said(
  place: Parameters<typeof readConnections>[0],
  seeded: readonly { readonly id: string }[],
  outcome: string,
): Promise<readonly boolean[]> {
  const records = new Map((await readConnections(place)).map((record) => [record.id, record]));
  return seeded.map(({ id }) => records.get(id)?.revocation?.outcome === outcome);
}
