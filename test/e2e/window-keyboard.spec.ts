import { expect, test, type Browser, type Page } from '@playwright/test';
import type { Connection } from '../../src-main/contract/connection.ts';
import { WalletError } from '../../src-main/wallet/wallet-error.ts';
import { createFakeWallet, type FakeWallet } from '../support/fake-wallet.ts';
import { openRenderer } from '../support/renderer-window.ts';
import { connectionByHand, queueScene } from '../support/scene-revocations.ts';
import { emptyScene, fullScene, makeConnection } from '../support/scenes.ts';
import { WalletWindow } from '../support/wallet-window.ts';

const UPLOADER = 'Photo Uploader at Demo photo service as anna@demo.example';
const CALENDAR = 'Calendar Sync at Work SSO as anna.sommer@work.example';

let wallet: FakeWallet;
let page: Page;

async function open(browser: Browser, opened: FakeWallet): Promise<void> {
  wallet = opened;
  ({ page } = await openRenderer(browser, wallet));
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Apps');
  if (wallet.connections().length > 0) {
    await expect(page.getByRole('checkbox').first()).toBeVisible();
  }
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

    await expect(
      page.getByText('1 with confirmation · 1 without confirmation · 1 to do by hand'),
    ).toBeVisible();
    await page.keyboard.press('Enter');
    await expect(page.getByRole('progressbar', { name: 'Revoking: 0 of 3' })).toBeVisible();
    wallet.advanceRun('confirmed', 'confirmed', 'confirmed');
    await expect(page.getByRole('progressbar', { name: 'Over: 3 of 3 revoked' })).toBeVisible();
    expect(wallet.connections().filter(({ state }) => state === 'revoked')).toHaveLength(6);
  });

  test('typing anywhere searches, and Escape shows all again', async () => {
    await page.keyboard.type('chat');
    await expect(page.getByRole('searchbox')).toHaveValue('chat');
    await expect(page.getByRole('checkbox')).toHaveCount(1);

    await page.keyboard.press('Escape');
    await expect(page.getByRole('checkbox')).toHaveCount(9);
  });

  test('a dialog gives the focus back to where it was', async () => {
    const connect = page.getByRole('button', { name: 'Connect an app' });
    await connect.focus();
    await page.keyboard.press('Enter');
    await expect(page.getByRole('dialog')).toBeVisible();
    await page.keyboard.press('Escape');
    await expect(connect).toBeFocused();

    await row(CALENDAR).getByRole('button', { name: CALENDAR }).focus();
    await page.keyboard.press('F1');
    await expect(page.getByRole('dialog')).toBeVisible();
    await page.keyboard.press('Escape');
    await expect(page.getByRole('button', { name: CALENDAR })).toBeFocused();
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
    await page.keyboard.press('Control+4');
    await page.getByRole('radio', { name: 'Русский' }).check();

    await expect(page.getByRole('heading', { name: 'Настройки' })).toBeVisible();
    await expect(page.locator('html')).toHaveAttribute('lang', 'ru');
  });
});

test.describe('taking access back', () => {
  /** The strip that tells how the revocation of many goes. */
  function run() {
    return new WalletWindow(page).run;
  }

  test('what a click would cut is told while the pointer or the keyboard is on Revoke', async ({
    browser,
  }) => {
    await open(browser, createFakeWallet(fullScene()));
    await row('Release Robot at Git Forge as 1742').getByRole('button', { name: 'Revoke' }).hover();
    await expect(page.getByRole('tooltip')).toContainText(
      'Everything that this account allowed the app ends',
    );
    await expect(page.getByRole('tooltip')).toContainText('Git Forge tells the owner by e-mail.');

    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Tab');
    await expect(page.getByRole('button', { name: 'Revoke Photo Uploader' })).toBeFocused();
    await expect(page.getByRole('button', { name: 'Revoke Photo Uploader' })).toHaveAccessibleDescription(
      'The token dies, and whatever was issued with it.',
    );
  });

  test('everything is revoked with Ctrl+Delete and a second decision, stopped, gone on with and retried', async ({
    browser,
  }) => {
    await open(browser, createFakeWallet(fullScene()));
    await page.keyboard.press('Control+Delete');
    const dialog = page.getByRole('dialog', { name: 'Revoke everything: 6 accesses?' });
    await expect(dialog.getByRole('row', { name: 'Git Forge 1 1 without confirmation' })).toBeVisible();
    await expect(dialog.getByRole('button', { name: 'Cancel' })).toBeFocused();
    expect(wallet.bridge.asked).not.toContain('revocations.start');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');

    await expect(run()).toHaveAccessibleName('Revoking: 0 of 6');
    wallet.advanceRun('confirmed', 'failed');
    await expect(run()).toContainText('1 confirmed · 1 failed');
    await run().getByRole('button', { name: 'Stop' }).click();
    await expect(run()).toHaveAccessibleName('Stopped: 1 of 6 revoked');
    await expect(page.getByRole('listitem').filter({ hasText: 'It goes on when you say so.' })).toHaveCount(
      4,
    );

    await run().getByRole('button', { name: 'Go on' }).click();
    wallet.advanceRun('accepted', 'unsupported', 'confirmed', 'failed');
    await expect(run()).toHaveAccessibleName('Over: 3 of 6 revoked');
    await run().getByRole('button', { name: '1 by hand…' }).click();
    await expect(page.getByRole('dialog', { name: 'Left to do by hand' })).toContainText(
      'The app in the list there.',
    );
    await page.keyboard.press('Escape');

    await run().getByRole('button', { name: 'Retry 2 failed' }).click();
    await expect(run()).toHaveAccessibleName('Revoking: 0 of 2');
    wallet.advanceRun('confirmed', 'confirmed');
    await expect(run()).toHaveAccessibleName('Over: 2 of 2 revoked');
  });

  test('the question about everything may be asked before the list is there, and follows it', async ({
    browser,
  }) => {
    const list = Promise.withResolvers<Connection[]>();
    wallet = createFakeWallet(fullScene(), { 'connections.list': () => list.promise });
    ({ page } = await openRenderer(browser, wallet));
    await page.getByRole('button', { name: 'Revoke all…' }).click();
    await expect(page.getByRole('dialog')).toContainText('Loading…');
    list.resolve([...wallet.connections()]);
    const dialog = page.getByRole('dialog', { name: 'Revoke everything: 6 accesses?' });
    await expect(dialog.getByRole('row', { name: 'Git Forge 1 1 without confirmation' })).toBeVisible();
    await expect(dialog.getByRole('button', { name: 'Revoke 6' })).toBeEnabled();
  });

  test('what waits is tried at once, or given up after a question', async ({ browser }) => {
    await open(browser, createFakeWallet(queueScene()));
    await expect(
      page.getByText('1 revocation waits for the service. Next try in 3', { exact: false }),
    ).toBeVisible();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: 'Give up…' }).click();
    await expect(page.getByText('the access may still work', { exact: false })).toBeVisible();
    expect(wallet.bridge.asked).not.toContain('revocations.giveUp');
    await page.getByRole('button', { name: 'Cancel' }).click();
    await page.getByRole('complementary').getByRole('button', { name: 'Try now' }).click();

    await expect(page.getByRole('listitem').filter({ hasText: 'Photo Frame' })).toContainText(
      'Revoked and confirmed',
    );
    await expect(page.getByText('waits for the service')).toHaveCount(0);
  });

  test('what only a person can end leads to the page, and says that the wallet checks', async ({
    browser,
  }) => {
    await open(browser, createFakeWallet({ ...emptyScene(), connections: [connectionByHand()] }));
    await page.getByRole('button', { name: 'Open page to end Notes Exporter' }).click();

    await expect(page.getByRole('list', { name: 'Connected apps' })).toContainText(
      'The wallet checks by itself.',
    );
    expect(wallet.bridge.asked).toContain('revocations.openPage');
  });

  test('a notification leads to its row, whatever hides it', async ({ browser }) => {
    await open(browser, createFakeWallet(fullScene()));
    const id = wallet.connections().find(({ app }) => app.name === 'Backup')?.id ?? '';
    await page.keyboard.press('Control+4');
    wallet.bridge.tell('connectionPointedAt', { id });

    await expect(page.getByRole('complementary', { name: 'Details of Backup' })).toBeVisible();
  });

  test('a proof is opened from a selection, copied as text, and left with Escape', async ({ browser }) => {
    await open(browser, createFakeWallet(fullScene()));
    await page.getByRole('checkbox', { name: 'Select Slideshow' }).check();
    await page.getByRole('button', { name: 'Proof of 1 revocation' }).click();
    await expect(page.getByRole('article')).toContainText('Revoked and confirmed');
    await expect(page.getByRole('article')).toContainText('9f2c9f2c');
    await page.getByRole('button', { name: 'Copy as text' }).click();
    await expect(page.getByRole('button', { name: 'Copied' })).toBeVisible();

    await page.keyboard.press('Escape');
    await expect(page.getByRole('list', { name: 'Connected apps' })).toBeVisible();
  });

  test('closing the window tells once what is not finished, and closes when that is wanted', async ({
    browser,
  }) => {
    await open(browser, createFakeWallet(queueScene()));
    const window = new WalletWindow(page);
    await page.keyboard.press('ArrowDown');
    await window.leave();
    const dialog = page.getByRole('dialog', { name: 'Quit with revocations not finished?' });
    await expect(dialog).toContainText('Photo Frame');
    await page.keyboard.press('Enter');
    await expect(dialog).toHaveCount(0);

    await window.leave();
    const closed = page.waitForEvent('close');
    await dialog.getByRole('button', { name: 'Quit' }).click();
    await closed;
  });

  test('a window with nothing unfinished closes at once', async ({ browser }) => {
    await open(browser, createFakeWallet(fullScene()));
    await page.keyboard.press('ArrowDown');
    const closed = page.waitForEvent('close');
    await page.close({ runBeforeUnload: true });
    await closed;
  });
});

test.describe('with a thousand rows', () => {
  test('the keyboard walks to the last one and back, and only what is seen is drawn', async ({ browser }) => {
    const connections = Array.from({ length: 1_000 }, (_, index) =>
      makeConnection({ app: { name: `App ${index}`, clientId: 'c', registeredByWallet: false } }),
    );
    await open(browser, createFakeWallet({ ...emptyScene(), connections }));
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('End');
    await expect(page.getByRole('button', { name: /^App 999 at/ })).toBeFocused();
    await expect(page.locator('[aria-posinset="1000"]')).toHaveAttribute('aria-setsize', '1000');
    expect(await page.getByRole('checkbox').count()).toBeLessThan(30);

    await page.keyboard.press('Home');
    await expect(page.getByRole('button', { name: /^App 0 at/ })).toBeFocused();
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
