import { expect } from '@playwright/test';
import { DemoBrowser } from '../support/demo-browser.ts';
import { type DemoProcess, startDemoProcess } from '../support/demo-process.ts';
import { filesIn, findSecrets, insideOf } from '../support/secret-hunt.ts';
import { test } from '../support/wallet-app.ts';
import { WalletWindow } from '../support/wallet-window.ts';

const anna = { login: 'anna', password: 'sunflower', decision: 'allow' } as const;

test.describe('the ways in, through the window', () => {
  let demo: DemoProcess;

  test.beforeAll(async () => {
    demo = await startDemoProcess();
  });
  test.afterAll(() => demo[Symbol.asyncDispose]());

  test('a code on another device', async ({ launchWallet }) => {
    const app = await launchWallet();
    const window = new WalletWindow(app.window);
    await window.begin();
    await window.nameService(demo.issuer);
    await window.dialog.getByRole('radio', { name: 'With a code on another device' }).check();
    await window.dialog.getByRole('button', { name: 'Get a code' }).click();
    const code = await window.dialog.locator('output').innerText();
    await expect(window.dialog.getByRole('img', { name: 'QR code that leads there' })).toBeVisible();
    await expect(window.dialog.locator('strong')).toHaveText(new URL(demo.issuer).host);

    const address = new URL('/device', demo.issuer);
    address.searchParams.set('user_code', code.replace(/\s/g, ''));
    await new DemoBrowser().walk(address, anna);
    await expect(window.dialog.getByText('The service recognised you as anna@demo.example')).toBeVisible({
      timeout: 20_000,
    });
    await app.close();
  });

  test('a browser on another machine', async ({ launchWallet }) => {
    const app = await launchWallet();
    const window = new WalletWindow(app.window);
    await window.begin();
    await window.nameService(demo.issuer);
    await window.dialog.getByRole('radio', { name: 'In a browser on another machine' }).check();
    await window.dialog.getByRole('button', { name: 'Show the address' }).click();
    const address = await window.dialog.getByText(`${demo.issuer}/auth`).innerText();
    const ending = await new DemoBrowser().walk(address, anna);
    if (!('leftTo' in ending)) {
      throw new Error('The demo service kept the browser.');
    }
    const answer = window.dialog.getByLabel('Address at which the browser ended');
    await answer.fill('https://example.com/somewhere-else');
    await window.dialog.getByRole('button', { name: 'Continue' }).click();
    await expect(window.dialog).toContainText('does not begin with');
    await answer.fill(ending.leftTo.href);
    await window.dialog.getByRole('button', { name: 'Continue' }).click();
    await expect(window.dialog.getByText('The service recognised you as anna@demo.example')).toBeVisible();
    expect(await app.browserAddresses()).toEqual([]);
    await app.close();
  });

  test('a token that was made elsewhere, kept without asking anybody', async ({ home, launchWallet }) => {
    const token = `canary_${'x7Qw'.repeat(8)}`;
    const app = await launchWallet();
    const window = new WalletWindow(app.window);
    await window.begin();
    await app.window.keyboard.press('Escape');
    await app.window.getByRole('button', { name: 'Add a token' }).first().click();
    await window.dialog.getByLabel('Token, or a file of tokens as text').fill(token);
    await expect(window.dialog).toContainText('The form of this token is known of no service');
    await window.dialog
      .getByLabel('Service', { exact: true })
      .selectOption({ label: 'I do not know, keep it unchecked' });
    await window.dialog.getByLabel('Name', { exact: true }).fill('Old robot');
    await window.dialog.getByRole('button', { name: 'Add', exact: true }).click();
    await expect(window.row('Old robot')).toBeVisible();
    const places = [...filesIn(home), ...(await insideOf(app.window))];
    expect(findSecrets({ token }, places)).toEqual([]);
    await app.close();
  });
});
