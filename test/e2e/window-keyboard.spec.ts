import { expect, test, type Browser, type Page } from '@playwright/test';
import { WalletError } from '../../src-main/wallet/wallet-error.ts';
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

  test('a connection is given a name of its own, and goes by it', async () => {
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: 'Rename' }).click();
    await page.keyboard.type('Holiday pictures');
    await page.keyboard.press('Enter');

    await expect(page.getByRole('complementary', { name: 'Details of Holiday pictures' })).toBeVisible();
    await expect(row('Holiday pictures at Demo photo service as anna@demo.example')).toContainText(
      'upload photos',
    );
  });

  test('the rows that may write are one filter away', async () => {
    await page.getByRole('button', { name: /^May delete or administer/ }).click();
    await expect(page.getByRole('checkbox')).toHaveCount(1);
    await expect(page.getByRole('listitem').filter({ hasText: 'Release Robot' })).toContainText('Administer');
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

  test('a service is found by typing, picked with the arrows and asked for its host', async () => {
    await page.keyboard.press('Control+n');
    const field = page.getByRole('combobox', { name: 'Name or address of the service' });
    await expect(field).toBeFocused();
    await page.keyboard.type('git');
    await expect(page.getByRole('option')).toHaveText([/^\s*G\s*GitHub/, /^\s*G\s*GitLab/]);
    await expect(page.getByRole('option', { name: 'GitHub' })).toHaveAttribute('aria-selected', 'true');

    await page.keyboard.press('ArrowDown');
    await expect(page.getByRole('option', { name: 'GitLab' })).toHaveAttribute('aria-selected', 'true');
    await page.keyboard.press('Enter');
    await expect(page.getByRole('textbox', { name: 'The address of your GitLab' })).toHaveValue('gitlab.com');

    await page.keyboard.press('Enter');
    await expect(page.getByRole('dialog', { name: 'Connect to GitLab' })).toContainText(
      'https://gitlab.com/-/user_settings/applications',
    );
  });

  test('what is no name of a service is taken as an address, of the service or of its API', async () => {
    await page.keyboard.press('Control+n');
    await page.keyboard.type('https://api.example/photos');
    await expect(page.getByRole('option')).toHaveCount(2);

    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await page.getByRole('radio', { name: 'https://partners.example' }).check();
    await page.keyboard.press('Enter');
    await expect(page.getByLabel('API that the token is for')).toHaveValue('https://api.example/photos');
  });

  test('when one way fails, the next one is offered', async () => {
    await page.getByRole('button', { name: 'Try it with the demo service' }).click();
    await page.getByRole('button', { name: 'Open the browser' }).click();
    await expect(page.getByRole('timer')).toBeVisible();
    wallet.failAttempt(new WalletError('loopback-failed'));
    await expect(page.getByText('Try with a browser on another machine instead?')).toBeVisible();

    await page.getByRole('button', { name: 'Try it', exact: true }).click();
    await expect(page.getByRole('dialog', { name: 'Answer in another browser' })).toContainText('/authorize');
  });

  test('no other way is offered to somebody who has said no', async () => {
    await page.getByRole('button', { name: 'Try it with the demo service' }).click();
    await page.getByRole('button', { name: 'Open the browser' }).click();
    await expect(page.getByRole('timer')).toBeVisible();
    wallet.failAttempt(new WalletError('access-denied'));

    await expect(page.getByRole('dialog', { name: 'Not connected' })).toBeVisible();
    await expect(page.getByRole('button', { name: 'Try it', exact: true })).toHaveCount(0);
  });

  test('the code for another device can be read, copied and scanned', async () => {
    await page.getByRole('button', { name: 'Try it with the demo service' }).click();
    await page.getByRole('radio', { name: 'With a code on another device' }).check();
    await page.getByRole('button', { name: 'Get a code' }).click();

    const dialog = page.getByRole('dialog', { name: 'Enter the code on another device' });
    await expect(dialog.getByRole('status').first()).toHaveText('WDJB-MJHT');
    await expect(dialog.getByRole('img', { name: 'QR code' })).toBeVisible();
    await expect(dialog.locator('strong')).toHaveText('127.0.0.1:41234');
    await dialog.getByRole('button', { name: 'Copy the code' }).click();
    expect(wallet.bridge.asked).toContain('clipboard.copy');
  });

  test('a token is added by keyboard alone, and its text leaves the window', async () => {
    await page.keyboard.press('Control+Shift+N');
    await expect(page.getByLabel('Token, or a file of tokens as text')).toBeFocused();
    await page.keyboard.insertText('ghp_canary');
    expect(wallet.bridge.asked).not.toContain('tokens.recognise');
    await page.clock.runFor(1_000);
    await expect(page.getByText('Personal access token (classic), GitHub')).toBeVisible();
    await expect(page.getByRole('combobox', { name: 'Service' })).toHaveValue('github');

    await page.keyboard.press('Tab');
    await page.keyboard.press('Tab');
    await page.keyboard.type('Nightly builds');
    await page.keyboard.press('Enter');
    await expect(page.getByRole('complementary', { name: 'Details of Nightly builds' })).toContainText(
      'Made elsewhere and added by hand.',
    );
    const left = await page.evaluate(() =>
      [...document.querySelectorAll('input, textarea')].map((field) => (field as HTMLInputElement).value),
    );
    expect(left.join()).not.toContain('canary');
    expect(await page.content()).not.toContain('canary');
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
