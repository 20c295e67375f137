import { expect, test, type Browser, type Page } from '@playwright/test';
import { createFakeWallet, type FakeWallet } from '../support/fake-wallet.ts';
import { openRenderer } from '../support/renderer-window.ts';
import { emptyScene, fullScene } from '../support/scenes.ts';

const UPLOADER = 'Photo Uploader at Demo photo service as anna@demo.example';
const CALENDAR = 'Calendar Sync at Work SSO as anna.sommer@work.example';

let wallet: FakeWallet;
let page: Page;

async function open(browser: Browser, opened: FakeWallet): Promise<void> {
  wallet = opened;
  ({ page } = await openRenderer(browser, wallet));
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Apps');
}

function row(name: string) {
  return page.getByRole('listitem').filter({ has: page.getByRole('button', { name, exact: true }) });
}

test.afterEach(async () => {
  await page.context().close();
});

test.describe('with a full list', () => {
  test.beforeEach(async ({ browser }) => {
    await open(browser, createFakeWallet(fullScene()));
    await expect(row(UPLOADER)).toBeVisible();
  });

  test('the arrows walk the list, Enter opens the details and Escape closes them', async () => {
    await page.keyboard.press('ArrowDown');
    await expect(page.getByRole('button', { name: UPLOADER })).toBeFocused();
    await page.keyboard.press('ArrowDown');
    await expect(page.getByRole('button', { name: CALENDAR })).toBeFocused();

    await page.keyboard.press('Enter');
    await expect(page.getByRole('complementary', { name: 'Details of Calendar Sync' })).toBeVisible();
    await page.keyboard.press('ArrowUp');
    await expect(page.getByRole('complementary', { name: 'Details of Photo Uploader' })).toBeVisible();

    await page.keyboard.press('Escape');
    await expect(page.getByRole('complementary')).toHaveCount(0);
    await expect(page.getByRole('button', { name: UPLOADER })).toBeFocused();
  });

  test('Delete revokes the row with the focus, and the row tells the outcome', async () => {
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Delete');

    await expect(row(UPLOADER)).toContainText('Revoked and confirmed');
    await expect(page.getByRole('button', { name: UPLOADER })).toBeFocused();
  });

  test('Delete revokes nothing while no row has the focus', async () => {
    await page.keyboard.press('Delete');
    await page.keyboard.press('ArrowDown');

    await expect(page.getByRole('button', { name: UPLOADER })).toBeFocused();
    expect(wallet.bridge.asked).not.toContain('connections.revoke');
  });

  test('what was forgotten comes back with Ctrl+Z', async () => {
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Shift+Delete');
    await expect(row(UPLOADER)).toHaveCount(0);
    await expect(page.getByText('Forgot Photo Uploader. The access may still work.')).toBeVisible();
    await expect(page.getByRole('button', { name: CALENDAR })).toBeFocused();

    await page.keyboard.press('Control+z');
    await expect(row(UPLOADER)).toBeVisible();
    await expect(page.getByText('Forgot Photo Uploader')).toHaveCount(0);
  });

  test('the way back is offered for twenty seconds', async () => {
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Shift+Delete');
    await expect(page.getByRole('button', { name: 'Undo' })).toBeVisible();

    await page.clock.fastForward(20_000);
    await expect(page.getByRole('button', { name: 'Undo' })).toHaveCount(0);
  });

  test('several rows are picked with Space and Shift, and Delete leads to the button that counts them', async () => {
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Space');
    await page.keyboard.press('Shift+ArrowDown');
    await page.keyboard.press('Shift+ArrowDown');
    await page.keyboard.press('Delete');
    await expect(page.getByRole('button', { name: 'Revoke 3' })).toBeFocused();
    expect(wallet.bridge.asked).not.toContain('connections.revoke');

    await page.keyboard.press('Enter');
    await expect(page.getByText('3 revoked and confirmed.')).toBeVisible();
    expect(wallet.connections().filter(({ state }) => state === 'revoked')).toHaveLength(6);
  });

  test('typing anywhere searches, and Escape shows all again', async () => {
    await page.keyboard.type('chat');
    await expect(page.getByRole('searchbox')).toHaveValue('chat');
    await expect(page.getByRole('checkbox')).toHaveCount(1);

    await page.keyboard.press('Escape');
    await expect(page.getByRole('checkbox')).toHaveCount(9);
  });

  test('a second click on Revoke does not forget what the first one has revoked', async () => {
    await row(UPLOADER).getByRole('button', { name: 'Revoke Photo Uploader' }).dblclick();

    await expect(row(UPLOADER)).toContainText('Revoked and confirmed');
    expect(wallet.bridge.asked).not.toContain('connections.forget');
  });

  test('the language changes without a restart', async () => {
    await page.keyboard.press('Control+3');
    await page.getByRole('radio', { name: 'Русский' }).check();

    await expect(page.getByRole('heading', { name: 'Настройки' })).toBeVisible();
    await expect(page.locator('html')).toHaveAttribute('lang', 'ru');
  });
});

test.describe('with an empty list', () => {
  test.beforeEach(async ({ browser }) => {
    await open(browser, createFakeWallet(emptyScene()));
  });

  test('the demo service is connected with two clicks and an answer in the browser', async () => {
    await page.getByRole('button', { name: 'Try it with the demo service' }).click();
    await expect(page.getByRole('checkbox', { name: 'Upload photos' })).toBeChecked();
    await expect(page.getByRole('checkbox', { name: 'Read your messages' })).not.toBeChecked();

    await page.getByRole('button', { name: 'Open the browser' }).click();
    await expect(page.getByRole('dialog', { name: 'Answer in your browser' })).toContainText('sunflower');

    wallet.answerInBrowser();
    await expect(page.getByRole('dialog', { name: 'Connected' })).toContainText('anna@demo.example');
    await page.keyboard.press('Enter');
    await expect(page.getByRole('complementary', { name: 'Details of Photo Uploader' })).toBeVisible();
  });

  test('closing the dialog lets the attempt go on, and the list says so', async () => {
    await page.getByRole('button', { name: 'Try it with the demo service' }).click();
    await page.getByRole('button', { name: 'Open the browser' }).click();
    await expect(page.getByRole('timer')).toHaveText(/^(10:00|9:5\d)$/);

    await page.keyboard.press('Escape');
    await expect(page.getByRole('dialog')).toHaveCount(0);
    await expect(page.getByText('Waiting for your answer in the browser')).toBeVisible();

    wallet.answerInBrowser();
    await expect(page.getByText('Connected: Demo photo service')).toBeVisible();
    await expect(row(UPLOADER)).toBeVisible();
  });
});
