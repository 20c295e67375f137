import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from '@playwright/test';
import { startBareProvider } from '../support/bare-provider.ts';
import { test } from '../support/wallet-app.ts';
import { WalletWindow } from '../support/wallet-window.ts';

test('a notification tells of an end that nobody can prevent, and a click leads to the app', async ({
  home,
  launchWallet,
}, { project }) => {
  test.skip(project.name !== 'stand-in', 'Only in the stand-in can a test click a notification');
  // For the last five minutes of an hour or less an access is called expiring; this one has no more.
  await using provider = await startBareProvider([], {
    issueRefreshToken: () => false,
    ttl: { AccessToken: 240, Grant: 600, IdToken: 600, Interaction: 600, Session: 600 },
  });
  const clickFile = join(home, 'click');
  const app = await launchWallet({ env: { TOKEN_WALLET_STAND_IN_CLICK_FILE: clickFile } });
  const window = new WalletWindow(app.window);
  await window.begin();
  await app.window.keyboard.press('Escape');
  await app.window.getByRole('button', { name: 'Connect an app' }).first().click();
  await window.nameService(provider.issuer);
  await window.dialog.getByLabel('Name of the app').fill('Holiday prints');
  await window.chooseScopes('openid photos');
  await window.openBrowser();
  await fetch(await provider.approve(new URL(await app.nextBrowserAddress())));
  await expect(window.dialog).toContainText('recognised you as alice');
  await window.closeDialog();
  await expect(window.row('Holiday prints')).toContainText('Ends soon');

  await expect.poll(() => app.logs(), { timeout: 15_000 }).toContain('The access of Holiday prints');
  await app.window.keyboard.press('Escape');
  await expect(app.window.getByRole('heading', { name: 'Holiday prints' })).toBeHidden();
  writeFileSync(clickFile, '');
  await expect(app.window.getByRole('heading', { name: 'Holiday prints' })).toBeVisible();
  await app.close();
});
