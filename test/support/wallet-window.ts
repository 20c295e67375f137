import type { Locator, Page } from '@playwright/test';

/** The window as a person uses it: what it shows by role and name, and what is done in it, as verbs. */
export class WalletWindow {
  readonly page: Page;

  constructor(page: Page) {
    this.page = page;
  }

  /** The row of an app in the list. */
  row(app: string): Locator {
    return this.page
      .getByRole('list', { name: 'Connected apps' })
      .getByRole('listitem')
      .filter({ hasText: app });
  }

  get dialog(): Locator {
    return this.page.getByRole('dialog');
  }

  /** In the first step of the dialog: takes a name to search for, or an address. */
  get serviceField(): Locator {
    return this.dialog.getByRole('combobox', { name: 'Name or address of the service' });
  }

  get details(): Locator {
    return this.page.getByRole('complementary', { name: /^Details of / });
  }

  /** How the revocation of many goes, above the list. */
  get run(): Locator {
    return this.page.getByRole('region', { name: /^(Revoking|Stopped|Over): / });
  }

  /** What waits for its service, above the list. */
  get queue(): Locator {
    return this.page.getByText(/revocations? waits? for the service/);
  }

  /** One click, without a question. */
  async revoke(app: string): Promise<void> {
    await this.row(app)
      .getByRole('button', { name: `Revoke ${app}` })
      .click();
  }

  /** Everything in the wallet: the question, and the second click. */
  async revokeEverything(): Promise<void> {
    await this.page.getByRole('button', { name: /^Revoke all…/ }).click();
    await this.dialog.getByRole('button', { name: /^Revoke \d/ }).click();
  }

  async tryNow(): Promise<void> {
    await this.page.getByRole('main').getByRole('button', { name: 'Try now', exact: true }).click();
  }

  /** As a person closes the window: it may ask back. */
  async leave(): Promise<void> {
    // Electron shows no dialog of the browser; to dismiss the one of Chromium is the same.
    this.page.once('dialog', (dialog) => {
      dialog.dismiss().catch(() => undefined);
    });
    await this.page.close({ runBeforeUnload: true });
  }

  /** Opens the printable proof of an app's revocation from its details. */
  async openProof(app: string): Promise<void> {
    await this.openDetails(app);
    await this.details.getByRole('button', { name: 'Proof…' }).click();
    await this.page.getByRole('heading', { name: /^Proof of/ }).waitFor();
  }

  /** From the first page: makes the vault, locked by the keychain. */
  async begin(): Promise<void> {
    await this.page.getByRole('button', { name: 'Connect an app' }).click();
    await this.serviceField.waitFor();
  }

  /** From the first page: makes the vault, locked by a passphrase. */
  async beginWithPassphrase(passphrase: string): Promise<void> {
    await this.page.getByRole('button', { name: 'Change' }).click();
    await this.page.getByRole('radio', { name: 'A passphrase' }).check();
    await this.page.getByLabel('Passphrase', { exact: true }).fill(passphrase);
    await this.page.getByLabel('Passphrase once more').fill(passphrase);
    await this.begin();
  }

  /** In the second step of the dialog: an app that a person registered there. */
  async enterClient(
    client: { readonly clientId: string; readonly clientSecret: string },
    appName = 'Photo Club',
  ): Promise<void> {
    await this.dialog.getByRole('radio', { name: 'An app that you registered there' }).check();
    await this.dialog.getByRole('textbox', { name: 'Client id' }).fill(client.clientId);
    await this.dialog.getByLabel('Client secret', { exact: true }).fill(client.clientSecret);
    await this.dialog.getByLabel('Name of the app').fill(appName);
  }

  /** Opens the details of an app. */
  async openDetails(app: string): Promise<void> {
    await this.row(app)
      .getByRole('button', { name: new RegExp(`^${app} at `) })
      .click();
  }

  /** From the first step of the dialog up to the browser: the wallet registers itself under that name. */
  async askFor(wish: {
    readonly issuer: string;
    readonly appName: string;
    readonly scopes: string;
  }): Promise<void> {
    await this.nameService(wish.issuer);
    await this.dialog.getByLabel('Name of the app').fill(wish.appName);
    await this.chooseScopes(wish.scopes);
    await this.openBrowser();
  }

  async nameService(issuer: string): Promise<void> {
    await this.serviceField.fill(issuer);
    await this.dialog.getByRole('button', { name: 'Continue' }).click();
    await this.dialog.getByRole('button', { name: 'Open the browser' }).waitFor();
  }

  /** Ticks exactly these rights. */
  async chooseScopes(scopes: string): Promise<void> {
    const wanted = new Set(scopes.split(' '));
    for (const choice of await this.dialog.getByRole('checkbox').all()) {
      const scope = await choice.locator('xpath=..').locator('code').innerText();
      await choice.setChecked(wanted.has(scope));
    }
  }

  async openBrowser(): Promise<void> {
    await this.dialog.getByRole('button', { name: 'Open the browser' }).click();
  }

  async closeDialog(): Promise<void> {
    await this.dialog.getByRole('contentinfo').getByRole('button', { name: 'Close' }).click();
  }

  /** Tries everything once more that has failed, once the list tells of all of it. */
  async retryFailed(count: number): Promise<void> {
    await this.page.getByRole('button', { name: `Retry ${count} failed`, exact: true }).click();
  }
}
