import { expect } from '@playwright/test';
import { serverVariants, startVariant } from '../support/server-variants.ts';
import { test } from '../support/wallet-app.ts';
import { WalletWindow } from '../support/wallet-window.ts';

const OUTCOMES: Readonly<Record<string, string>> = {
  confirmed: 'Revoked and confirmed',
  'alive-until': 'Revoked, alive until',
};

test('the window connects to and revokes at servers that differ in what they demand', async ({
  launchWallet,
}) => {
  test.setTimeout(180_000);
  const app = await launchWallet();
  const window = new WalletWindow(app.window);
  await window.begin();
  await app.window.keyboard.press('Escape');

  for (const [name, row] of Object.entries(serverVariants)) {
    await test.step(name, async () => {
      await using provider = await startVariant(row);
      await app.window.getByRole('button', { name: 'Connect an app' }).first().click();
      await window.nameService(provider.issuer);
      if (row.client === undefined) {
        await window.dialog.getByLabel('Name of the app').fill(name);
      } else {
        await window.enterClient(row.client, name);
      }
      if (row.resource !== undefined) {
        await window.dialog.getByText('More settings').click();
        await window.dialog.getByLabel('API that the token is for').fill(row.resource);
      }
      await window.chooseScopes('openid offline_access photos');
      await window.openBrowser();
      await fetch(await provider.approve(new URL(await app.nextBrowserAddress())));
      await expect(window.dialog).toContainText('recognised you as alice');
      await window.closeDialog();
      await window
        .row(name)
        .getByRole('button', { name: `Revoke ${name}` })
        .click();
      await expect(window.row(name)).toContainText(OUTCOMES[row.outcome ?? 'confirmed'] ?? '');
    });
  }
  await app.close();
});
