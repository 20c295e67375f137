import { AxeBuilder } from '@axe-core/playwright';
import { expect, test, type Page } from '@playwright/test';
import type { UseCases } from '../../src-main/contract/contract.ts';
import type { Language } from '../../src-main/contract/status.ts';
import { toErrorValue, WalletError } from '../../src-main/wallet/wallet-error.ts';
import { createFakeWallet, type FakeWallet } from '../support/fake-wallet.ts';
import { openRenderer } from '../support/renderer-window.ts';
import { closedScene, emptyScene, fullScene, type Scene } from '../support/scenes.ts';

/** A state of the window that has been drawn on purpose, and the way to it. */
interface WindowStateCase {
  readonly name: string;
  readonly scene: Scene;
  readonly different?: Partial<UseCases>;
  readonly go?: (page: Page, wallet: FakeWallet) => Promise<void>;
}

const keychain = 'Secret Service';

function refuse(...failure: ConstructorParameters<typeof WalletError>): () => Promise<never> {
  return () => Promise.reject(new WalletError(...failure));
}

/** A question that is never answered. */
function wait(): Promise<never> {
  return new Promise(() => undefined);
}

async function startDemo(page: Page): Promise<void> {
  await page.getByRole('main').getByRole('button').last().click();
  await page.getByRole('dialog').locator('button[type=submit]').click();
}

/** Found by their order, so that the ways are the same in every language. */
const windowStates: readonly WindowStateCase[] = [
  { name: 'first run', scene: closedScene({ state: 'missing', method: null }) },
  {
    name: 'first run without a keychain',
    scene: closedScene({ state: 'missing', method: null, keychain: 'unavailable' }),
  },
  {
    name: 'locked by a passphrase, after wrong ones',
    scene: closedScene({ state: 'locked', method: 'passphrase' }),
    different: { 'vault.unlock': refuse('passphrase-throttled', { seconds: '8' }) },
    go: async (page) => {
      await page.getByRole('textbox').fill('wrong');
      await page.keyboard.press('Enter');
    },
  },
  {
    name: 'locked with the keychain',
    scene: closedScene({
      state: 'locked',
      keychain: 'locked',
      error: toErrorValue(new WalletError('keychain-locked', { keychain })),
    }),
  },
  {
    name: 'failed',
    scene: closedScene({
      state: 'failed',
      error: toErrorValue(new WalletError('vault-key-missing', { keychain, account: 'vault-7f3a' })),
    }),
  },
  { name: 'loading', scene: emptyScene(), different: { 'connections.list': wait } },
  { name: 'list unreadable', scene: emptyScene(), different: { 'connections.list': refuse('vault-busy') } },
  { name: 'empty', scene: emptyScene() },
  { name: 'many', scene: fullScene() },
  {
    name: 'nothing found',
    scene: fullScene(),
    go: async (page) => {
      await page.keyboard.type('nothing like it');
    },
  },
  {
    name: 'selected and revoking',
    scene: fullScene(),
    different: { 'connections.revoke': wait },
    go: async (page) => {
      await page.getByRole('checkbox').nth(1).check();
      await page.getByRole('listitem').first().getByRole('button').last().click();
    },
  },
  {
    name: 'details',
    scene: fullScene(),
    go: async (page) => {
      await page.keyboard.press('ArrowDown');
      await page.keyboard.press('Enter');
    },
  },
  {
    name: 'forgotten',
    scene: fullScene(),
    go: async (page) => {
      await page.keyboard.press('ArrowDown');
      await page.keyboard.press('Shift+Delete');
    },
  },
  {
    name: 'connecting to what is no service',
    scene: emptyScene(),
    different: { 'connect.inspect': refuse('metadata-not-json', { host: 'www.example' }) },
    go: async (page) => {
      await page.keyboard.press('Control+n');
      await page.getByRole('dialog').getByRole('textbox').fill('https://www.example');
      await page.keyboard.press('Enter');
    },
  },
  {
    name: 'choosing rights',
    scene: emptyScene(),
    go: async (page) => {
      await page.getByRole('main').getByRole('button').last().click();
      await page.getByRole('radio').last().check();
    },
  },
  { name: 'waiting for the browser', scene: emptyScene(), go: startDemo },
  {
    name: 'connected',
    scene: emptyScene(),
    go: async (page, wallet) => {
      await startDemo(page);
      await page.getByRole('timer').waitFor();
      wallet.answerInBrowser();
    },
  },
  {
    name: 'denied',
    scene: emptyScene(),
    go: async (page, wallet) => {
      await startDemo(page);
      await page.getByRole('timer').waitFor();
      wallet.failAttempt(new WalletError('access-denied'));
    },
  },
  {
    name: 'journal',
    scene: fullScene(),
    go: async (page) => {
      await page.keyboard.press('Control+2');
      await page.getByRole('main').getByRole('button').first().click();
    },
  },
  {
    name: 'settings, changing the lock',
    scene: fullScene(),
    go: async (page) => {
      await page.keyboard.press('Control+3');
      await page.getByRole('main').getByRole('button').first().click();
      await page.getByRole('radio').last().check();
    },
  },
  {
    name: 'keys',
    scene: fullScene(),
    go: async (page) => {
      await page.keyboard.press('F1');
    },
  },
];

const languages: readonly Language[] = ['en', 'ru'];
const narrow = { width: 460, height: 760 };
const wide = { width: 1080, height: 720 };

for (const language of languages) {
  for (const { name, scene, different, go } of windowStates) {
    test(`${name} can be read by everybody, in light and dark, wide and narrow (${language})`, async ({
      browser,
    }) => {
      const spoken = { ...scene, status: { ...scene.status, language } };
      const wallet = createFakeWallet(spoken, different);
      const { page, complaints } = await openRenderer(browser, wallet);
      await expect(page.getByRole('main')).toBeVisible();
      await expect(page.locator('html')).toHaveAttribute('lang', language);
      await go?.(page, wallet);

      for (const colorScheme of ['light', 'dark'] as const) {
        await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
        const { violations } = await new AxeBuilder({ page }).analyze();
        expect(
          violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`),
        ).toEqual([]);
      }
      for (const viewport of [narrow, wide]) {
        await page.setViewportSize(viewport);
        const cutOff = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
        expect(cutOff).toBeLessThanOrEqual(0);
      }
      expect(complaints).toEqual([]);
      await page.context().close();
    });
  }
}
