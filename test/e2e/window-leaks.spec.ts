import { AxeBuilder } from '@axe-core/playwright';
import { expect, test, type Browser, type Page } from '@playwright/test';
import type { Language } from '../../src-main/contract/status.ts';
import { createFakeLeakDesk, run, type FakeLeakDesk } from '../support/fake-leak-desk.ts';
import { createFakeWallet, type FakeWallet } from '../support/fake-wallet.ts';
import { LeakDesk } from '../support/leak-desk.ts';
import { caseToken, leakCase, leakedToken, oneOfMany, tenTokens } from '../support/leak-scenes.ts';
import { openRenderer } from '../support/renderer-window.ts';
import { fullScene } from '../support/scenes.ts';

const MANY = 100_000;
const narrow = { width: 460, height: 760 };
const wide = { width: 1080, height: 720 };

let desk: FakeLeakDesk;
let wallet: FakeWallet;
let page: Page;
let complaints: string[];
let leaks: LeakDesk;

async function open(
  browser: Browser,
  opened = createFakeLeakDesk(),
  language: Language = 'en',
): Promise<void> {
  desk = opened;
  const scene = fullScene();
  wallet = createFakeWallet({ ...scene, status: { ...scene.status, language } }, desk.useCases);
  desk.attach(wallet.bridge.tell);
  ({ page, complaints } = await openRenderer(browser, wallet));
  leaks = new LeakDesk(page);
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  await page.keyboard.press('Control+2');
}

/** A case of the ten tokens, with its table in sight. */
async function openCase(browser: Browser, opened = createFakeLeakDesk()): Promise<void> {
  await open(browser, opened);
  await leaks.paste('a token');
  await leaks.openCase({ title: 'Build cache', person: 'Anna' });
  await expect(leaks.table).toBeVisible();
}

/** Everything in one look at each state: the page has no frames, which the faster way of axe does not see. */
async function expectReadable(language: Language): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).setLegacyMode().analyze();
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`)).toEqual([]);
  if (language === 'en') {
    await page.emulateMedia({ colorScheme: 'dark' });
    const dark = await new AxeBuilder({ page }).setLegacyMode().withRules(['color-contrast']).analyze();
    expect(dark.violations.flatMap(({ nodes }) => nodes.map(({ html }) => html))).toEqual([]);
    await page.emulateMedia({ colorScheme: 'light' });
  }
  for (const viewport of [narrow, wide]) {
    await page.setViewportSize(viewport);
    const cutOff = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
    expect(cutOff).toBeLessThanOrEqual(0);
  }
}

test.afterEach(async () => {
  expect(complaints).toEqual([]);
  await page.context().close();
});

/** Found by their order, so that the way is the same in every language. */
for (const language of ['en', 'ru'] as const) {
  test(`the whole way can be read by everybody, in light and dark, wide and narrow (${language})`, async ({
    browser,
  }) => {
    await open(browser, createFakeLeakDesk(), language);
    await page.getByRole('textbox').waitFor();
    await expectReadable(language);

    await page.getByRole('textbox').fill('a token');
    await page.keyboard.press('Control+Enter');
    await page.getByRole('grid').waitFor();
    await expectReadable(language);

    await page.keyboard.press('Control+Enter');
    await page.getByRole('dialog').locator('input[required]').fill('Anna');
    await page.getByRole('dialog').getByRole('checkbox').check();
    await expectReadable(language);
    await page.keyboard.press('Enter');
    await page.getByRole('toolbar').waitFor();
    await expectReadable(language);

    await page.getByRole('main').getByRole('button').nth(5).click();
    await page.getByRole('dialog').getByRole('textbox').fill('Boris');
    await page.keyboard.press('Enter');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await page.getByRole('grid').focus();
    await page.keyboard.press('Delete');
    await page.getByRole('dialog').getByRole('listitem').first().waitFor();
    await expectReadable(language);
    await page.getByRole('dialog').locator('button[type=submit]').click();
    await page.getByRole('progressbar').waitFor();
    await page.getByRole('grid').focus();
    await page.keyboard.press('End');
    await page.keyboard.press('Enter');
    await page.getByRole('complementary').waitFor();
    await expectReadable(language);

    await page.keyboard.press('Escape');
    await page.keyboard.press('Control+p');
    await page.getByRole('table').waitFor();
    await expectReadable(language);
  });
}

test('a leak is walked from the paste to the closed case by keyboard alone', async ({ browser }) => {
  await open(browser);
  await leaks.paste('a log with a token in it');
  expect(await leaks.readSum()).toBe(
    '10 tokens of 6 services in 1 source; 1 without a known service; 1 not whole',
  );

  await page.keyboard.press('Control+Enter');
  await page.keyboard.type('Build cache');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Tab');
  await page.keyboard.type('Anna');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { level: 1, name: 'Case 1: Build cache' })).toBeVisible();

  // The one without a service: found by its state, left out with a reason.
  await page.keyboard.press('/');
  await page.keyboard.type('b41c');
  await page.clock.runFor(500);
  await expect(leaks.table).toHaveAttribute('aria-rowcount', '2');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Space');
  await expect(leaks.row('b41c')).toHaveAttribute('aria-selected', 'true');
  await page.getByRole('button', { name: 'Leave out…' }).focus();
  await page.keyboard.press('Enter');
  await page.keyboard.type('An example');
  await page.keyboard.press('Enter');
  await expect(leaks.row('b41c')).toContainText('Left out');
  await page.keyboard.press('Escape');
  await expect(leaks.table).toHaveAttribute('aria-rowcount', '11');

  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('F5');
  await expect(leaks.dialog).toContainText('Its owner may see that in a log.');
  await page.keyboard.press('Enter');
  await expect(leaks.row('ghp_')).toContainText('anna · repo workflow');

  await page.keyboard.press('Control+a');
  await expect(page.getByRole('toolbar')).toContainText('10 tokens selected');
  await page.keyboard.press('Delete');
  await expect(leaks.dialog).toContainText('1 token cannot be ended by a call');
  await leaks.dialog.getByRole('button', { name: 'Revoke 8' }).focus();
  await page.keyboard.press('Enter');
  await expect(leaks.progress).toBeVisible();
  desk.settle();
  await expect(leaks.stateFilter('Dead, confirmed')).toContainText('7');

  await page.getByRole('button', { name: 'Close case…' }).focus();
  await page.keyboard.press('Enter');
  await expect(leaks.dialog.getByLabel('Your name')).toHaveValue('Anna');
  await expect(leaks.dialog).toContainText('2 tokens in it are not dealt with');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Space');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('main')).toContainText('closed by Anna');
  await expect(page.getByRole('toolbar')).toHaveCount(0);

  await page.keyboard.press('Escape');
  await expect(page.getByRole('main').getByRole('listitem')).toContainText('Closed');
});

test('a hundred thousand rows are walked to their end while few of them are drawn', async ({ browser }) => {
  const tokens = Array.from({ length: MANY }, (_, index) => oneOfMany(index));
  await open(
    browser,
    createFakeLeakDesk([], {
      leakCase: leakCase(tokens, { state: 'revoking', run: run('running', 38_211, MANY) }),
      rowAt: (index) => tokens[index] ?? oneOfMany(index),
    }),
  );
  await page.getByRole('main').getByRole('listitem').getByRole('button').click();
  await expect(leaks.table).toHaveAttribute('aria-rowcount', String(MANY + 1));
  await expect(page.getByRole('main')).toContainText('38,211 of 100,000 tokens done');

  await leaks.table.focus();
  await page.keyboard.press('End');
  const last = leaks.table.locator(`[aria-rowindex="${MANY + 1}"]`);
  await expect(last).toContainText(oneOfMany(MANY - 1).masked);
  await expect(last).toBeInViewport();
  await expect(leaks.table).toHaveAttribute('aria-activedescendant', `leaked-tokens-${MANY - 1}`);
  expect(await leaks.table.getByRole('row').count()).toBeLessThan(60);

  for (let presses = 0; presses < 20; presses += 1) {
    await page.keyboard.press('PageUp');
  }
  await page.keyboard.press('Home');
  await expect(leaks.row(oneOfMany(0).masked).first()).toBeInViewport();
  // Of a thousand pages only the ones that came into sight were asked for.
  expect(wallet.bridge.asked.filter((method) => method === 'leaks.rows').length).toBeLessThan(40);
});

test('how far the asking is stands where the revocation will, until that begins', async ({ browser }) => {
  const desk = createFakeLeakDesk();
  await openCase(browser, desk);
  const asking = { ...run('running', 0, 1_000), looking: { done: 120, total: 1_000 } };
  desk.become({ state: 'revoking', run: asking });
  await expect(page.getByRole('main')).toContainText('Asking first: 120 of 1,000 tokens');
  await expect(leaks.progress).toHaveAttribute('aria-valuenow', '12');

  desk.become({ run: { ...asking, looking: null } });
  await expect(page.getByRole('main')).toContainText('0 of 1,000 tokens done');
});

test('above twenty tokens nothing is revoked before the number is typed', async ({ browser }) => {
  const tokens = Array.from({ length: 21 }, (_, index) => leakedToken('gitlab', index));
  await openCase(browser, createFakeLeakDesk(tokens));
  await leaks.table.focus();
  await page.keyboard.press('Delete');
  const confirm = leaks.dialog.getByRole('button', { name: 'Revoke 21' });
  await expect(leaks.dialog.getByLabel('Type 21 to confirm')).toBeFocused();
  await expect(confirm).toBeDisabled();
  await page.keyboard.type('20');
  await page.keyboard.press('Enter');
  expect(wallet.bridge.asked).not.toContain('leaks.revoke');

  await page.keyboard.press('Backspace');
  await page.keyboard.type('1');
  await page.keyboard.press('Enter');
  await expect(leaks.progress).toBeVisible();
});

test('a case that needs a second look cannot be revoked before a second name stands in it', async ({
  browser,
}) => {
  await open(browser);
  await leaks.paste('a token');
  await leaks.openCase({ title: 'Build cache', person: 'Anna', needsApproval: true });
  await expect(page.getByRole('button', { name: /^Revoke 8/ })).toHaveCount(0);

  await page.getByRole('button', { name: 'Approve…' }).click();
  await leaks.dialog.getByLabel('Name of the second person').fill('Boris');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('main')).toContainText('approved by Boris');
  await expect(page.getByRole('button', { name: /^Revoke 8/ })).toBeVisible();
});

test('an unfinished case is closed only deliberately', async ({ browser }) => {
  await openCase(browser);
  await page.getByRole('button', { name: 'Close case…' }).click();
  await expect(leaks.dialog).toContainText('10 tokens in it are not dealt with, and may still work.');
  await expect(leaks.dialog.getByRole('button', { name: 'Close the case' })).toBeDisabled();
  await leaks.dialog.getByRole('checkbox').check();
  await leaks.dialog.getByRole('button', { name: 'Close the case' }).click();
  await expect(page.getByRole('main')).toContainText('closed by Anna');
});

test('waits are told by service, with the limit that they are for', async ({ browser }) => {
  await openCase(browser);
  await leaks.revoke();
  const { byService } = leakCase(tenTokens().map((token) => caseToken(token)));
  desk.become({
    byService: byService.map((entry) =>
      entry.service === 'github'
        ? {
            ...entry,
            waiting: 940,
            nextAttemptAt: '2026-11-22T16:20:00.000Z',
            limit: { requests: 60, seconds: 3_600 },
          }
        : entry,
    ),
  });
  await expect(
    page.getByText('GitHub takes 60 requests an hour: 940 tokens waiting, next at 16:20'),
  ).toBeVisible();
});

test('files are handed over in pieces of their text, and what is no text is only named', async ({
  browser,
}) => {
  await open(browser);
  const line = 'a token in a log\n';
  const long = line.repeat(150_000);
  await page
    .locator('input[type=file]')
    .first()
    .setInputFiles([
      { name: 'app.log', mimeType: 'text/plain', buffer: Buffer.from(long) },
      { name: 'windows.txt', mimeType: 'text/plain', buffer: Buffer.from(`\uFEFFtoken ключ`, 'utf16le') },
      { name: 'photo.bin', mimeType: 'application/octet-stream', buffer: Buffer.from([137, 80, 0, 13]) },
    ]);
  await expect(page.getByText('No text, only counted: photo.bin')).toBeVisible();
  expect(desk.read.get('app.log') === long).toBe(true);
  expect(desk.read.get('windows.txt')).toBe('token ключ');
  expect(wallet.bridge.asked.filter((method) => method === 'leaks.feed')).toHaveLength(5);
});

test('what is dropped is read too, and the window stays', async ({ browser }) => {
  await open(browser);
  await page.evaluate(() => {
    const dataTransfer = new DataTransfer();
    dataTransfer.items.add(new File(['a token'], 'chat.txt'));
    const target = document.querySelector('main') ?? document.body;
    for (const type of ['dragover', 'drop']) {
      target.dispatchEvent(new DragEvent(type, { dataTransfer, bubbles: true, cancelable: true }));
    }
  });
  expect(await leaks.readSum()).toContain('10 tokens of 6 services in 1 source');
  expect([...desk.read.keys()]).toEqual(['chat.txt']);
});

test('what was pasted stays nowhere in the page', async ({ browser }) => {
  await open(browser);
  await leaks.paste('token canary-1');
  await leaks.readSum();
  await page.getByRole('button', { name: 'Forget it' }).click();
  await page.getByLabel('What leaked').fill('token canary-2');
  await page.getByRole('button', { name: 'Find tokens' }).click();
  await leaks.readSum();

  const left = await page.evaluate(() =>
    [...document.querySelectorAll('input, textarea')].map((field) => (field as HTMLInputElement).value),
  );
  expect(left.join()).not.toContain('canary');
  expect(await page.content()).not.toContain('canary');
});
