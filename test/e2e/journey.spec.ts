import { expect } from '@playwright/test';
import { createOperatingSystemKeychain } from '../../src-main/wallet/vault/operating-system-keychain.ts';
import { isActiveAtDemo } from '../support/demo-introspection.ts';
import { allowInBrowser, type DemoProcess, startDemoProcess } from '../support/demo-process.ts';
import { readOnlyTokenSet } from '../support/read-token-set.ts';
import { test } from '../support/wallet-app.ts';
import { WalletWindow } from '../support/wallet-window.ts';

const SCOPES = 'openid profile email offline_access photos.read photos.write';

test.describe('the whole journey in the window', () => {
  let demo: DemoProcess;

  test.beforeAll(async () => {
    demo = await startDemoProcess();
  });
  test.afterAll(() => demo[Symbol.asyncDispose]());

  test('connects, survives a restart, checks and revokes with proof', async ({
    home,
    launchWallet,
    page,
  }) => {
    const first = await launchWallet();
    const window = new WalletWindow(first.window);

    await test.step('three clicks to the browser', async () => {
      await window.begin();
      await window.askFor({ issuer: demo.issuer, appName: 'Holiday Prints', scopes: SCOPES });
    });

    await test.step('the person allows it in a browser of their own', async () => {
      await allowInBrowser(page, await first.nextBrowserAddress());
      await expect(window.dialog.getByText('The service recognised you as anna@demo.example')).toBeVisible();
      await window.closeDialog();
    });

    await test.step('the list shows what was granted and until when', async () => {
      const row = window.row('Holiday Prints');
      await expect(row).toContainText('anna@demo.example · Demo service');
      await expect(row).toContainText('upload photos');
      await expect(row).toContainText(/Ends in (10|9) min/);
    });

    const { accessToken, refreshToken, clientId } = await readOnlyTokenSet({
      folder: home,
      keychain: createOperatingSystemKeychain(),
    });
    expect(await isActiveAtDemo(demo, clientId, accessToken)).toBe(true);

    await first.close();
    const second = await launchWallet();
    const again = new WalletWindow(second.window);

    await test.step('it is still there after a restart, and alive', async () => {
      await again.openDetails('Holiday Prints');
      await expect(again.details).toContainText('anna@demo.example');
      await again.details.getByRole('button', { name: 'Check now' }).click();
      await expect(again.details).toContainText('Alive, said the service');
    });

    await test.step('one click revokes it, and the row tells that it is proved', async () => {
      await again.row('Holiday Prints').getByRole('button', { name: 'Revoke Holiday Prints' }).click();
      await expect(again.row('Holiday Prints')).toContainText('Revoked and confirmed');
    });

    expect(await isActiveAtDemo(demo, clientId, accessToken)).toBe(false);
    expect(refreshToken).not.toBeNull();
    expect(refreshToken !== null && (await isActiveAtDemo(demo, clientId, refreshToken))).toBe(false);
    await second.close();
  });

  test('tries the demo from the first page', async ({ launchWallet, page }) => {
    const app = await launchWallet();
    const window = new WalletWindow(app.window);
    await app.window.getByRole('button', { name: 'Try it with the demo service' }).click();
    await window.openBrowser();
    await expect(window.dialog).toContainText('sunflower');
    await allowInBrowser(page, await app.nextBrowserAddress());
    await expect(window.dialog.getByText('The service recognised you as anna@demo.example')).toBeVisible();
    await app.close();
  });

  test('says in the dialog and in the browser that access was denied', async ({ launchWallet, page }) => {
    const app = await launchWallet();
    const window = new WalletWindow(app.window);
    await window.begin();
    await window.askFor({ issuer: demo.issuer, appName: 'Holiday Prints', scopes: SCOPES });
    await page.goto(await app.nextBrowserAddress());
    await page.getByRole('button', { name: 'Cancel' }).click();
    await expect(page.getByRole('heading', { name: 'Access denied' })).toBeVisible();
    await expect(window.dialog).toContainText('Access was denied in the browser');
    await expect(window.dialog).toContainText('Nothing was stored');
    await app.close();
  });

  test('shows what the terminal does beside it', async ({ home, launchWallet }) => {
    const app = await launchWallet();
    const window = new WalletWindow(app.window);
    await window.begin();
    await app.window.keyboard.press('Escape');
    await expect(app.window.getByText('No app is connected yet')).toBeVisible();

    const { createTerminal } = await import('../support/terminal.ts');
    const { approveInDemo } = await import('../support/demo-browser.ts');
    const command = createTerminal(home).start(
      'connect',
      demo.issuer,
      '--print-url',
      '--name',
      'From a script',
    );
    const { authorizationUrl } = JSON.parse(await command.line()) as { authorizationUrl: string };
    await approveInDemo(authorizationUrl, { login: 'boris', password: 'lighthouse', decision: 'allow' });
    expect((await command.ended()).exitCode).toBe(0);
    await expect(window.row('From a script')).toContainText('boris@demo.example');
    await app.close();
  });
});
