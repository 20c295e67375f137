import { AxeBuilder } from '@axe-core/playwright';
import { expect, test, type Page } from '@playwright/test';
import type { RevocationOutcome } from '../../src-main/contract/connection.ts';
import type { UseCases } from '../../src-main/contract/contract.ts';
import type { Language } from '../../src-main/contract/status.ts';
import { toErrorValue, WalletError } from '../../src-main/wallet/wallet-error.ts';
import { createFakeWallet, type FakeWallet } from '../support/fake-wallet.ts';
import { openRenderer } from '../support/renderer-window.ts';
import { connectionByHand, endingConnections, queueScene } from '../support/scene-revocations.ts';
import {
  addedConnection,
  closedScene,
  connectionWithEverything,
  emptyScene,
  fullScene,
  type Scene,
} from '../support/scenes.ts';
import { WalletWindow } from '../support/wallet-window.ts';

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

/** Resolves when the window has drawn what the keys are for: those that are pressed earlier go nowhere. */
async function takesKeys(page: Page, { connections }: Scene): Promise<void> {
  await page.getByRole('main').getByRole('button').first().waitFor();
  if (connections.length > 0) {
    await page.getByRole('main').getByRole('checkbox').first().waitFor();
  }
}

async function startDemo(page: Page): Promise<void> {
  await page
    .getByRole('main')
    .getByRole('button', { name: /demo|демо/i })
    .click();
  await page.getByRole('dialog').locator('button[type=submit]').click();
}

/** The first connection of the scene, with its details open. */
async function openDetails(page: Page): Promise<void> {
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await page.getByRole('complementary').waitFor();
}

/** In the dialog: the service that is found by a word, picked by Enter. */
async function pickService(page: Page, word: string): Promise<void> {
  await page.keyboard.press('Control+n');
  await page.getByRole('combobox').fill(word);
  await page.keyboard.press('Enter');
}

/** The demo service, connected in one of its ways. */
async function startDemoBy(page: Page, flow: 'manual' | 'device'): Promise<void> {
  await page
    .getByRole('main')
    .getByRole('button', { name: /demo|демо/i })
    .click();
  await page.locator(`input[type=radio][value=${flow}]`).check();
  await page.getByRole('dialog').locator('button[type=submit]').click();
  await page.getByRole('timer').waitFor();
}

async function askForEverything(page: Page): Promise<void> {
  await page.getByRole('checkbox').first().waitFor();
  await page.keyboard.press('Control+Delete');
}

/** Everything is being revoked, and so many have come to these outcomes. */
async function revokeEverything(
  page: Page,
  wallet: FakeWallet,
  ...outcomes: readonly RevocationOutcome[]
): Promise<void> {
  await askForEverything(page);
  await page.getByRole('dialog').getByRole('button').last().click();
  await page.getByRole('progressbar').waitFor();
  wallet.advanceRun(...outcomes);
  await page.locator('[role="progressbar"]:not([aria-valuenow="0"])').waitFor();
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
    go: openDetails,
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
      await page.getByRole('combobox').fill('https://www.example');
      await page.keyboard.press('Enter');
    },
  },
  {
    name: 'choosing rights',
    scene: emptyScene(),
    go: async (page) => {
      await page
        .getByRole('main')
        .getByRole('button', { name: /demo|демо/i })
        .click();
      await page.getByRole('radio').last().check();
      await page.getByRole('group').locator('summary').click();
    },
  },
  {
    name: 'which service',
    scene: emptyScene(),
    go: async (page) => {
      await page.keyboard.press('Control+n');
      await page.keyboard.press('ArrowDown');
      await page.getByRole('option', { selected: true }).waitFor();
    },
  },
  {
    name: 'which service, no such name',
    scene: emptyScene(),
    go: async (page) => {
      await page.keyboard.press('Control+n');
      await page.getByRole('combobox').fill('nothing like it');
    },
  },
  {
    name: 'which host',
    scene: emptyScene(),
    different: { 'connect.inspect': refuse('host-not-found', { host: 'gitlab.com' }) },
    go: async (page) => {
      await pickService(page, 'gitlab');
      await page.getByRole('dialog').getByRole('textbox').waitFor();
      await page.keyboard.press('Enter');
      await page.getByRole('dialog').getByRole('textbox').and(page.locator('[aria-invalid]')).waitFor();
    },
  },
  {
    name: 'which of the servers of an API',
    scene: emptyScene(),
    go: async (page) => {
      await page.keyboard.press('Control+n');
      await page.getByRole('combobox').fill('https://api.example/photos');
      await page.keyboard.press('ArrowDown');
      await page.keyboard.press('Enter');
      await page.getByRole('radio').first().waitFor();
    },
  },
  {
    name: 'a service that gives tokens by hand',
    scene: emptyScene(),
    go: (page) => pickService(page, 'notes'),
  },
  {
    name: 'registering an app by hand',
    scene: emptyScene(),
    go: async (page) => {
      await pickService(page, 'github');
      await page.getByRole('checkbox').first().waitFor();
    },
  },
  {
    name: 'waiting for a browser elsewhere, after a wrong answer',
    scene: emptyScene(),
    different: { 'connect.answer': refuse('answer-not-understood') },
    go: async (page) => {
      await startDemoBy(page, 'manual');
      await page.getByRole('dialog').getByRole('textbox').fill('what?');
      await page.keyboard.press('Enter');
      await page.locator('[aria-invalid]').waitFor();
    },
  },
  { name: 'waiting for a code', scene: emptyScene(), go: (page) => startDemoBy(page, 'device') },
  {
    name: 'failed, with another way',
    scene: emptyScene(),
    go: async (page, wallet) => {
      await startDemo(page);
      await page.getByRole('timer').waitFor();
      wallet.failAttempt(new WalletError('loopback-failed'));
    },
  },
  {
    name: 'adding a token',
    scene: emptyScene(),
    go: async (page) => {
      await page.keyboard.press('Control+Shift+n');
      await page.getByRole('dialog').getByRole('textbox').first().fill('a personal access token');
      await page.clock.runFor(1000);
      await page.getByRole('dialog').getByRole('strong').waitFor();
    },
  },
  {
    name: 'adding a token that is mistyped, and one that speaks for itself',
    scene: emptyScene(),
    different: {
      'tokens.recognise': () =>
        Promise.resolve({
          masked: 'eyJh…9fQa',
          candidates: [
            {
              serviceId: 'gitlab',
              serviceName: 'GitLab',
              kind: 'personal',
              name: 'glpat',
              checksum: 'fails',
              distinctive: false,
            },
          ],
          claims: {
            issuer: 'https://sso.work.example/realms/main',
            subject: '8f2c',
            clientId: null,
            scopes: ['openid', 'calendar'],
            expiresAt: '2026-11-23T16:00:00.000Z',
          },
        }),
    },
    go: async (page) => {
      await page.keyboard.press('Control+Shift+n');
      await page.getByRole('dialog').getByRole('textbox').first().fill('eyJ');
      await page.clock.runFor(1000);
      await page.getByRole('definition').first().waitFor();
    },
  },
  {
    name: 'details with everything, renaming and forgetting the server',
    scene: { ...fullScene(), connections: [connectionWithEverything()] },
    go: async (page) => {
      await openDetails(page);
      const panel = page.getByRole('complementary');
      await panel.getByRole('button', { name: /server…|сервер…/ }).click();
      await panel.getByRole('button', { expanded: false }).click();
    },
  },
  {
    name: 'details of a token that was added by hand',
    scene: { ...fullScene(), connections: [addedConnection()] },
    go: openDetails,
  },
  {
    name: 'what the wallet knows of services',
    scene: emptyScene(),
    go: async (page) => {
      await page.keyboard.press('Control+4');
      await page.getByRole('main').getByRole('button').last().click();
      await page.getByRole('row').nth(2).getByRole('button').click();
    },
  },
  {
    name: 'what a revocation would cut, told at the button',
    scene: fullScene(),
    go: async (page) => {
      await page
        .getByRole('button', { name: /Release Robot$/ })
        .last()
        .hover();
      await page.getByRole('tooltip').waitFor();
    },
  },
  {
    name: 'the question before everything is revoked',
    scene: fullScene(),
    go: async (page) => {
      await askForEverything(page);
      await page.getByRole('dialog').getByRole('row').nth(5).waitFor();
    },
  },
  {
    name: 'revoking many',
    scene: fullScene(),
    go: (page, wallet) => revokeEverything(page, wallet, 'confirmed', 'failed'),
  },
  {
    name: 'revoking many, stopped',
    scene: fullScene(),
    go: async (page, wallet) => {
      await revokeEverything(page, wallet, 'confirmed', 'failed');
      await page.getByRole('region').getByRole('button').click();
    },
  },
  {
    name: 'many revoked, and some not',
    scene: fullScene(),
    go: (page, wallet) =>
      revokeEverything(
        page,
        wallet,
        'confirmed',
        'failed',
        'accepted',
        'alive-until',
        'unsupported',
        'failed',
      ),
  },
  {
    name: 'what is left to do by hand, with one page open',
    scene: { ...fullScene(), connections: [connectionByHand(), ...queueScene().connections] },
    go: async (page) => {
      await page.getByRole('group').getByRole('button').nth(1).click();
      await page.getByRole('button', { name: /…$/ }).last().click();
      await page.getByRole('dialog').getByRole('listitem').first().getByRole('button').click();
      await page.getByRole('dialog').getByRole('status').nth(1).waitFor();
    },
  },
  {
    name: 'waiting revocations, one of them about to be given up',
    scene: queueScene(),
    go: async (page) => {
      await openDetails(page);
      await page.getByRole('complementary').getByRole('button', { name: /…$/ }).last().click();
    },
  },
  {
    name: 'ending soon, with the reason in the details',
    scene: { ...fullScene(), connections: [...endingConnections(), ...fullScene().connections] },
    go: openDetails,
  },
  {
    name: 'a proof',
    scene: fullScene(),
    go: async (page) => {
      await page.getByRole('group').getByRole('button').last().click();
      await page.getByRole('button', { name: /(revocations|: 3)$/ }).click();
      await page.getByRole('article').waitFor();
    },
  },
  {
    name: 'the question before a window with unfinished revocations closes',
    scene: queueScene(),
    go: async (page) => {
      await page.getByRole('checkbox').first().click();
      await new WalletWindow(page).leave();
      await page.getByRole('dialog').waitFor();
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
      await page.keyboard.press('Control+3');
      await page.getByRole('main').getByRole('button').first().click();
    },
  },
  {
    name: 'settings, changing the lock',
    scene: fullScene(),
    go: async (page) => {
      await page.keyboard.press('Control+4');
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

async function violationsOf(axe: AxeBuilder): Promise<string[]> {
  const { violations } = await axe.analyze();
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`);
}

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
      await takesKeys(page, scene);
      await expect(page.locator('html')).toHaveAttribute('lang', language);
      await go?.(page, wallet);

      await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' });
      expect(await violationsOf(new AxeBuilder({ page }))).toEqual([]);
      // Everything but the colours is the same in the dark, and the colours are the same in every language.
      if (language === 'en') {
        await page.emulateMedia({ colorScheme: 'dark', reducedMotion: 'reduce' });
        expect(await violationsOf(new AxeBuilder({ page }).withRules(['color-contrast']))).toEqual([]);
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
