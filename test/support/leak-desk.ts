import { expect, type Locator, type Page } from '@playwright/test';

/** The leak desk as a person uses it, in English: what it shows by role and name, and what is done in it, as verbs. */
export class LeakDesk {
  readonly page: Page;

  constructor(page: Page) {
    this.page = page;
  }

  get table(): Locator {
    return this.page.getByRole('grid', { name: 'Leaked tokens' });
  }

  get dialog(): Locator {
    return this.page.getByRole('dialog');
  }

  get details(): Locator {
    return this.page.getByRole('complementary', { name: /^Details of / });
  }

  get progress(): Locator {
    return this.page.getByRole('progressbar', { name: 'How far the revocation is' });
  }

  /** The row of a token; of very many only those in sight are there. */
  row(masked: string): Locator {
    return this.table.getByRole('row').filter({ hasText: masked });
  }

  /** The button that shows only the tokens of a state, with their number: `Dead, confirmed 1,000`. */
  stateFilter(state: string): Locator {
    return this.page.getByRole('group', { name: 'Filters' }).getByRole('button', { name: state });
  }

  async open(): Promise<void> {
    await this.page.getByRole('navigation').getByRole('button', { name: 'Leak desk' }).click();
    await expect(this.page.getByRole('heading', { level: 1, name: 'Leak desk' })).toBeVisible();
  }

  /** Pastes as Ctrl+V does, without the clipboard of this computer, of which there is only one. */
  async paste(text: string): Promise<void> {
    await this.page.evaluate((pasted) => {
      const clipboardData = new DataTransfer();
      clipboardData.setData('text/plain', pasted);
      const target = document.activeElement ?? document.body;
      target.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }));
    }, text);
  }

  /** Waits for the sum of what was found and answers it. */
  async readSum(): Promise<string> {
    await expect(this.page.getByRole('heading', { level: 1, name: 'What was found' })).toBeVisible();
    return this.page.getByRole('main').getByRole('status').first().innerText();
  }

  /** From what was found to the case that is made of it. */
  async openCase(wish: {
    readonly title: string;
    readonly person: string;
    readonly service?: string;
    readonly needsApproval?: boolean;
  }): Promise<void> {
    await this.page.getByRole('button', { name: 'Open a case…' }).click();
    await this.dialog.getByLabel('Title').fill(wish.title);
    await this.dialog.getByLabel('Your name').fill(wish.person);
    if (wish.service !== undefined) {
      await this.dialog.getByLabel('Tokens without a mark belong to').selectOption(wish.service);
    }
    await this.dialog
      .getByRole('checkbox', { name: 'Somebody else has to look' })
      .setChecked(wish.needsApproval === true);
    await this.dialog.getByRole('button', { name: 'Open the case' }).click();
    await expect(this.page.getByRole('heading', { level: 1, name: wish.title })).toBeVisible();
  }

  /** Gives a service to what the filter shows: an id of the catalog, or an issuer. */
  async assign(service: string): Promise<void> {
    await this.page.getByRole('button', { name: 'Whose are these?…' }).click();
    await this.dialog.getByLabel('Service').selectOption(service);
    await this.dialog.getByRole('button', { name: 'They are its' }).click();
    await expect(this.dialog).toHaveCount(0);
  }

  async leaveOut(reason: string): Promise<void> {
    await this.page.getByRole('button', { name: 'Leave out…' }).click();
    await this.dialog.getByLabel('Why').fill(reason);
    await this.dialog.getByRole('button', { name: 'Leave out' }).click();
    await expect(this.dialog).toHaveCount(0);
  }

  /** Revokes what is picked, or what the filter shows; types the number where it has to be typed. */
  async revoke(): Promise<void> {
    await this.page
      .getByRole('toolbar')
      .getByRole('button', { name: /^Revoke [\d,]+…/ })
      .click();
    const confirm = this.dialog.getByRole('button', { name: /^Revoke [\d,]+$/ });
    await expect(this.dialog.getByRole('listitem').first()).toBeVisible();
    const count = (await confirm.innerText()).replaceAll(/\D/g, '');
    if (Number(count) > 20) {
      await this.dialog.getByLabel(`Type ${count} to confirm`).fill(count);
    }
    await confirm.click();
    await expect(this.dialog).toHaveCount(0);
  }

  /** Writes the evidence and answers the folder it is in. */
  async exportEvidence(): Promise<string> {
    await this.page.getByRole('button', { name: 'Export evidence' }).click();
    const told = this.page.getByRole('status').filter({ hasText: 'The evidence was written.' });
    return told.getByRole('code').innerText();
  }

  async closeCase(person: string): Promise<void> {
    await this.page.getByRole('button', { name: 'Close case…' }).click();
    await this.dialog.getByLabel('Your name').fill(person);
    await this.dialog.getByRole('button', { name: 'Close the case' }).click();
    await expect(this.dialog).toHaveCount(0);
  }
}
