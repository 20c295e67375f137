import { join } from 'node:path';
import { writeFileSync } from 'node:fs';
import { expect, type Page } from '@playwright/test';
import { createOperatingSystemKeychain } from '../../src-main/wallet/vault/operating-system-keychain.ts';
import { registerConfidentialApp } from '../support/confidential-app.ts';
import { allowInBrowser, type DemoProcess, startDemoProcess } from '../support/demo-process.ts';
import { readOnlyTokenSet } from '../support/read-token-set.ts';
import { filesIn, findSecrets, findVerifier, type Haystack, insideOf, text } from '../support/secret-hunt.ts';
import { createTerminal } from '../support/terminal.ts';
import { test, type WalletApp } from '../support/wallet-app.ts';
import { WalletWindow } from '../support/wallet-window.ts';

/*
 * The canary: real secrets go through the whole journey, and are then searched for wherever they must not be. The hunt
 * is tested too: it finds what is planted for it.
 */

const PASSPHRASE = 'canary-passphrase-7f3a91c2';

test.describe('no secret is found anywhere', () => {
  let demo: DemoProcess;

  test.beforeAll(async () => {
    demo = await startDemoProcess();
  });
  test.afterAll(() => demo[Symbol.asyncDispose]());

  test('after the journey with the keychain and a client secret', async ({ home, launchWallet, page }) => {
    const client = await registerConfidentialApp(demo.issuer);
    const app = await launchWallet();
    const window = new WalletWindow(app.window);
    await window.begin();
    await window.nameService(demo.issuer);
    await window.enterClient(client);
    await window.openBrowser();
    const journey = await allow(app, page);
    await window.closeDialog();

    const keychain = createOperatingSystemKeychain();
    const before = await readOnlyTokenSet({ folder: home, keychain });
    const commandLines = [...journey.commandLines, ...app.commandLines()];
    await window.openDetails('Photo Club');
    await window.details.getByRole('button', { name: 'Renew' }).click();
    await window.details.getByRole('button', { name: 'Check now' }).click();
    await expect(window.details).toContainText('Alive, said the service');
    const after = await readOnlyTokenSet({ folder: home, keychain });
    const terminal = await createTerminal(home).run('journal');
    await window.details.getByRole('button', { name: /^Revoke/ }).click();
    await expect(window.row('Photo Club')).toContainText('Revoked and confirmed');

    const places = await placesOf(app, home, [...commandLines, ...app.commandLines()]);
    const all = [...places, text('the terminal', terminal.output + terminal.errorOutput)];
    const secrets = {
      clientSecret: client.clientSecret,
      code: journey.code,
      accessToken: before.accessToken.reveal(),
      refreshToken: before.refreshToken?.reveal() ?? '',
      idToken: before.idToken?.reveal() ?? '',
      renewedAccessToken: after.accessToken.reveal(),
      renewedRefreshToken: after.refreshToken?.reveal() ?? '',
    };
    expect(Object.values(secrets).every((secret) => secret.length > 10)).toBe(true);
    expect(new Set(Object.values(secrets)).size).toBe(7);
    expect([...findSecrets(secrets, all), ...findVerifier(journey.challenge, all)]).toEqual([]);
    await app.close();
  });

  test('after making, locking and unlocking a vault with a passphrase', async ({ home, launchWallet }) => {
    const app = await launchWallet();
    const window = new WalletWindow(app.window);
    await window.beginWithPassphrase(PASSPHRASE);
    await app.window.keyboard.press('Escape');
    await app.window.getByRole('button', { name: 'Lock' }).click();
    await app.window.getByLabel('Passphrase').fill(`${PASSPHRASE} but wrong`);
    await app.window.getByRole('button', { name: 'Unlock' }).click();
    await expect(app.window.getByText('That is not the passphrase of this vault')).toBeVisible();
    await expect(async () => {
      await app.window.getByLabel('Passphrase').fill(PASSPHRASE, { timeout: 1_000 });
      await app.window.getByRole('button', { name: 'Unlock' }).click({ timeout: 1_000 });
      await expect(app.window.getByText('No app is connected yet')).toBeVisible({ timeout: 3_000 });
    }).toPass();

    expect(findSecrets({ passphrase: PASSPHRASE }, await placesOf(app, home, app.commandLines()))).toEqual(
      [],
    );
    await app.close();
  });

  test('by a hunt that finds what is planted for it', async ({ home, launchWallet }) => {
    const app = await launchWallet();
    const planted = 'canary-that-is-there-51b0';
    await app.window.evaluate((secret) => {
      Object.assign(window, { kept: `(${secret})` });
    }, planted);
    writeFileSync(join(home, 'careless.log'), Buffer.from(planted).toString('base64'));
    const places = await placesOf(app, home, [`wallet --token ${planted}`]);
    expect(findSecrets({ planted }, places)).toEqual([
      'planted in careless.log',
      'planted in the command lines',
      'planted in the JavaScript heap',
    ]);
    expect(
      findVerifier('E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM', [
        text('a note', 'it was dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk, I think'),
      ]),
    ).toEqual(['verifier in a note']);
    await app.close();
  });
});

async function allow(
  app: WalletApp,
  page: Page,
): Promise<{ readonly code: string; readonly challenge: string; readonly commandLines: readonly string[] }> {
  const address = await app.nextBrowserAddress();
  const commandLines = app.commandLines();
  const answer = await allowInBrowser(page, address);
  return {
    code: answer.searchParams.get('code') ?? '',
    challenge: new URL(address).searchParams.get('code_challenge') ?? '',
    commandLines,
  };
}

async function placesOf(
  app: WalletApp,
  home: string,
  commandLines: readonly string[],
): Promise<readonly Haystack[]> {
  return [
    ...filesIn(home),
    text('the logs', app.logs()),
    text('the command lines', commandLines.join('\n')),
    ...(await insideOf(app.window)),
  ];
}
