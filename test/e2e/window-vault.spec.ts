import { expect, test, type Browser, type Page } from '@playwright/test';
import type { UseCases } from '../../src-main/contract/contract.ts';
import type { VaultStatus } from '../../src-main/contract/status.ts';
import { WalletError } from '../../src-main/wallet/wallet-error.ts';
import { createFakeWallet, type FakeWallet } from '../support/fake-wallet.ts';
import { openRenderer } from '../support/renderer-window.ts';
import { closedScene } from '../support/scenes.ts';

let wallet: FakeWallet;
let page: Page;

async function open(
  browser: Browser,
  vault: Partial<VaultStatus>,
  different: Partial<UseCases> = {},
): Promise<void> {
  wallet = createFakeWallet(closedScene(vault), different);
  ({ page } = await openRenderer(browser, wallet));
}

test.afterEach(async () => {
  await page.context().close();
});

test.describe('the first run', () => {
  test('leads to the first connection in two clicks, and the keychain locks the vault', async ({
    browser,
  }) => {
    await open(browser, { state: 'missing', method: null });
    await expect(page.getByText('locked by the Secret Service of this computer')).toBeVisible();
    await page.getByRole('button', { name: 'Try it with the demo service' }).click();
    await page.getByRole('button', { name: 'Open the browser' }).click();
    await expect(page.getByRole('timer')).toBeVisible();
    wallet.answerInBrowser();

    await expect(page.getByRole('dialog', { name: 'Connected' })).toBeVisible();
    expect(wallet.bridge.asked).toContain('vault.create');
  });

  test('makes no vault before the passphrase has been typed twice alike', async ({ browser }) => {
    const created: unknown[] = [];
    await open(
      browser,
      { state: 'missing', method: null, keychain: 'unavailable' },
      {
        'vault.create': (input) => {
          created.push(input);
          return Promise.reject(new WalletError('passphrase-too-short', { least: '12' }));
        },
      },
    );
    const first = page.getByLabel('Passphrase', { exact: true });
    const again = page.getByLabel('Passphrase once more');
    await first.fill('correct horse');
    await again.fill('correct hose');
    await page.getByRole('button', { name: 'Connect an app' }).click();
    await expect(page.getByText('The two passphrases are different.')).toBeVisible();
    expect(created).toEqual([]);

    await again.fill('correct horse');
    await page.getByRole('button', { name: 'Connect an app' }).click();
    await expect(page.getByText('A passphrase needs at least 12 characters.')).toBeVisible();
    expect(created).toEqual([{ method: 'passphrase', passphrase: 'correct horse' }]);
    await expect(first).toHaveValue('');
    await expect(again).toHaveValue('');
  });
});

test.describe('a locked vault', () => {
  test('takes the passphrase, says why not, and keeps nothing of it', async ({ browser }) => {
    await open(
      browser,
      { state: 'locked', method: 'passphrase' },
      {
        'vault.unlock': () => Promise.reject(new WalletError('passphrase-wrong', { seconds: '2' })),
      },
    );
    const field = page.getByLabel('Passphrase');
    await expect(field).toBeFocused();
    await page.keyboard.type('open sesame');
    await page.keyboard.press('Enter');

    await expect(page.getByText('That is not the passphrase of this vault.')).toBeVisible();
    await expect(field).toHaveValue('');
    expect(await page.content()).not.toContain('sesame');
  });

  test('opens the list once it is unlocked, and Ctrl+L locks it again', async ({ browser }) => {
    await open(browser, { state: 'locked', method: 'passphrase' });
    await page.getByLabel('Passphrase').fill('open sesame');
    await page.getByRole('button', { name: 'Unlock' }).click();
    await expect(page.getByText('No app is connected yet')).toBeVisible();

    await page.keyboard.press('Control+l');
    await expect(page.getByRole('heading', { name: 'The vault is locked' })).toBeVisible();
  });
});

test('a vault that cannot be opened says why, and that nothing was deleted', async ({ browser }) => {
  const error = new WalletError('vault-newer', { found: '9', known: '1' });
  await open(browser, {
    state: 'failed',
    error: { code: error.code, message: error.message, hint: error.hint, detail: { ...error.detail } },
  });

  await expect(page.getByRole('alert')).toContainText('written by a newer version');
  await expect(page.getByText('Nothing was changed or deleted.')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Try again' })).toBeVisible();
});
