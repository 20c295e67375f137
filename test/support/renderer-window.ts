import { join } from 'node:path';
import type { Browser, BrowserContextOptions, Page } from '@playwright/test';
import { BRIDGE_NAME } from '../../src-main/contract/bridge.ts';
import { events, type EventName, type MethodName } from '../../src-main/contract/contract.ts';
import { readBuiltFiles } from '../../src-main/electron/built-files.ts';
import { ORIGIN } from '../../src-main/electron/origin.ts';
import { answerRequest } from '../../src-main/electron/scheme.ts';
import type { FakeWallet } from './fake-wallet.ts';
import { SCENE_NOW } from './scenes.ts';

/** An address that nobody can have (RFC 6761), in place of `app://wallet`, which only Electron knows. */
const STAND = 'https://token-wallet.invalid';

export const builtRenderer = join(import.meta.dirname, '..', '..', 'dist', 'renderer');

export interface RendererWindow {
  readonly page: Page;
  /** What the content policy forbade, and what went wrong in the page. Both must stay empty. */
  readonly complaints: string[];
}

/** Opens the built renderer in Chromium, under the window's own content policy, with a fake wallet behind it. */
export async function openRenderer(
  browser: Browser,
  wallet: FakeWallet,
  options: BrowserContextOptions & { readonly folder?: string } = {},
): Promise<RendererWindow> {
  const { folder = builtRenderer, ...contextOptions } = options;
  const context = await browser.newContext({
    viewport: { width: 1080, height: 720 },
    timezoneId: 'UTC',
    locale: 'en-GB',
    reducedMotion: 'reduce',
    ...contextOptions,
  });
  const files = readBuiltFiles(folder);
  await context.route('**/*', async (route) => {
    const { pathname } = new URL(route.request().url());
    const answer = answerRequest({ method: route.request().method(), url: `${ORIGIN}${pathname}` }, files);
    await route.fulfill({
      status: answer.status,
      headers: Object.fromEntries(answer.headers),
      body: Buffer.from(await answer.arrayBuffer()),
    });
  });

  const page = await context.newPage();
  await page.clock.install({ time: SCENE_NOW });
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(String(error)));
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') {
      complaints.push(message.text());
    }
  });

  // The page sends what it likes; the fake bridge holds it to the contract.
  await page.exposeFunction('askFakeWallet', (method: MethodName, input: never) =>
    wallet.bridge.invoke(method, input),
  );
  await page.addInitScript(putBridge, BRIDGE_NAME);
  for (const name of Object.keys(events) as EventName[]) {
    wallet.bridge.on(name, (payload) => {
      page
        .evaluate(([event, detail]) => window.dispatchEvent(new CustomEvent(`told:${event}`, { detail })), [
          name,
          payload,
        ] as const)
        .catch((error: unknown) => complaints.push(String(error)));
    });
  }
  await page.goto(`${STAND}/`);
  // As in Electron, where a page may close its window.
  await (await context.newCDPSession(page)).send('Page.resetNavigationHistory');
  return { page, complaints };
}

/** Runs in the page: the same two functions that the preload puts there. */
function putBridge(name: string): void {
  const ask = (method: unknown, input: unknown): unknown =>
    (window as unknown as { askFakeWallet: (...values: unknown[]) => unknown }).askFakeWallet(method, input);
  const on = (event: string, listener: (payload: unknown) => void): (() => void) => {
    const handler = (told: Event): void => {
      listener((told as CustomEvent).detail);
    };
    window.addEventListener(`told:${event}`, handler);
    return () => {
      window.removeEventListener(`told:${event}`, handler);
    };
  };
  Object.defineProperty(window, name, { value: Object.freeze({ invoke: ask, on }) });
  document.addEventListener('securitypolicyviolation', (violation) => {
    console.error(
      `content policy: ${violation.violatedDirective} ${violation.blockedURI} ${violation.sample}`,
    );
  });
}
