/** One window of an installed Chromium, driven over a pipe, that no address leads out of. */
import { randomBytes } from 'node:crypto';
import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { chromium } from 'playwright-core';
import type { BrowserContext, CDPSession, Page, Request as PageRequest, Route } from 'playwright-core';
import { findChromium } from '../find-chromium.js';
import { toAppAddress } from './address.ts';
import { log } from './log.ts';
import { runPreloadInPage } from './preload-in-page.ts';
import type { FromPage, ToPage } from './preload-in-page.ts';
import { createProfile } from './profile.ts';
import { answerFor } from './protocol.ts';
import { requestIsAllowed } from './session.ts';

const TITLE_SUFFIX = ' (Electron stand-in)';

/** Where a window is, in Chromium's words. */
export interface Bounds {
  readonly left?: number;
  readonly top?: number;
  readonly width?: number;
  readonly height?: number;
  readonly windowState?: string;
}

/** The frame of the page that says something, in Chromium's own words. */
export interface SpeakingFrame {
  readonly origin: string;
  readonly isMain: boolean;
}

export interface WindowOptions {
  readonly title: string;
  readonly width: number;
  readonly height: number;
  /** Where the person had the window before; undefined: anywhere. */
  readonly position: { readonly x: number; readonly y: number } | undefined;
  /** The source of the built preload. */
  readonly preload: string;
  /** How far WebRTC may go. */
  readonly webRtcPolicy: string;
  /** Answers what the page asks. */
  readonly onInvocation: (
    frame: SpeakingFrame,
    channel: string,
    values: readonly unknown[],
  ) => Promise<unknown>;
  /** True: the page may not go there. */
  readonly onNavigation: (appAddress: string) => boolean;
  /** The page wanted another window, which is closed at once whatever the answer would be. */
  readonly onNewWindow: (address: string) => void;
  readonly onClosed: (byPerson: boolean) => void;
}

/** Opens a window without content yet. */
export async function openChromiumWindow(options: WindowOptions): Promise<ChromiumWindow> {
  const executablePath = findChromium();
  if (executablePath === undefined) {
    throw new Error('The Electron stand-in found no Chromium, Chrome or Edge on this computer');
  }
  const chromiumSandbox = process.getuid?.() !== 0;
  if (!chromiumSandbox) {
    log('Chromium refuses its sandbox to root, so the window runs without one (--no-sandbox).');
  }
  const debuggerFile = devToolsFile();
  const { position } = options;
  const profile = createProfile(debuggerFile && `${debuggerFile}.profile`);
  const context = await chromium.launchPersistentContext(profile, {
    executablePath,
    chromiumSandbox,
    headless: false,
    // The window follows the person's system, not a test's wishes.
    viewport: null,
    colorScheme: null,
    reducedMotion: null,
    forcedColors: null,
    contrast: null,
    acceptDownloads: false,
    handleSIGINT: false,
    handleSIGTERM: false,
    handleSIGHUP: false,
    ignoreDefaultArgs: ['--disable-popup-blocking', '--disable-ipc-flooding-protection'],
    args: [
      `--app=data:text/html,<title>${encodeURIComponent(options.title + TITLE_SUFFIX)}</title>`,
      `--window-size=${options.width},${options.height}`,
      ...(position === undefined ? [] : [`--window-position=${position.x},${position.y}`]),
      '--test-type',
      // A second wall behind the interception: here no host has an address.
      '--host-resolver-rules=MAP * ~NOTFOUND',
      `--webrtc-ip-handling-policy=${options.webRtcPolicy}`,
      ...(debuggerFile === undefined ? [] : ['--remote-debugging-port=0']),
    ],
  });
  const page = context.pages()[0] ?? (await context.waitForEvent('page'));
  // Grants none and refuses all others.
  await context.grantPermissions([]);
  const window = new ChromiumWindow(context, page, await context.newCDPSession(page), options, profile);
  await window.prepare();
  return window;
}

export class ChromiumWindow {
  /** No page can guess it, and none can see it: see runPreloadInPage. */
  readonly #bindingName = `binding${randomBytes(16).toString('hex')}`;
  /** By execution context: the frames that exist, and the function in each that hears the main side. */
  readonly #frames = new Map<number, SpeakingFrame>();
  readonly #receivers = new Map<number, string>();
  readonly #context: BrowserContext;
  readonly #page: Page;
  readonly #debugger: CDPSession;
  readonly #options: WindowOptions;
  readonly #profile: string;
  #closing = false;
  #ending: Promise<void> | undefined;
  #destination = '';
  #current = 0;

  constructor(
    context: BrowserContext,
    page: Page,
    session: CDPSession,
    options: WindowOptions,
    profile: string,
  ) {
    this.#context = context;
    this.#page = page;
    this.#debugger = session;
    this.#options = options;
    this.#profile = profile;
  }

  async prepare(): Promise<void> {
    const { frameTree } = await this.#debugger.send('Page.getFrameTree');
    this.#debugger.on('Runtime.executionContextCreated', ({ context }) => {
      const about = context.auxData as
        { readonly frameId?: string; readonly isDefault?: boolean } | undefined;
      if (about?.isDefault === true) {
        const isMain = about.frameId === frameTree.frame.id;
        this.#frames.set(context.id, { origin: context.origin, isMain });
      }
    });
    this.#debugger.on('Runtime.executionContextDestroyed', ({ executionContextId }) => {
      this.#frames.delete(executionContextId);
      this.#receivers.delete(executionContextId);
    });
    this.#debugger.on('Runtime.consoleAPICalled', ({ args, executionContextId }) => {
      const receiver = args[1]?.objectId;
      if (args[0]?.value === this.#bindingName && receiver !== undefined) {
        this.#receivers.set(executionContextId, receiver);
        this.#current = executionContextId;
      }
    });
    this.#debugger.on('Runtime.bindingCalled', ({ name, payload, executionContextId }) => {
      if (name === this.#bindingName) {
        this.#answer(executionContextId, JSON.parse(payload) as FromPage).catch(ignore);
      }
    });
    await this.#debugger.send('Runtime.enable');
    await this.#debugger.send('Page.enable');
    await this.#debugger.send('Runtime.addBinding', { name: this.#bindingName });
    await this.#debugger.send('Page.addScriptToEvaluateOnNewDocument', {
      source: `(${runPreloadInPage.toString()})(
        ${JSON.stringify(this.#bindingName)},
        ${JSON.stringify(TITLE_SUFFIX)},
        function (require, module, exports) { ${this.#options.preload}\n });`,
    });
    await this.#context.route('**/*', (route, request) => this.#serve(route, request));
    const browser = await this.#context.browser()?.newBrowserCDPSession();
    browser?.on('Target.targetCreated', ({ targetInfo: { targetId, type, url } }) => {
      if (type === 'page' && targetId !== frameTree.frame.id) {
        this.#options.onNewWindow(url === '' ? 'about:blank' : url);
        browser.send('Target.closeTarget', { targetId }).catch(ignore);
      }
    });
    await browser?.send('Target.setDiscoverTargets', { discover: true });
    // Where a page holds its closing up, Electron leaves the window open and shows nothing of its own.
    this.#page.on('dialog', (dialog) => {
      dialog.dismiss().catch(ignore);
    });
    this.#page.once('close', () => {
      this.#end().catch(ignore);
    });
    this.#context.once('close', () => {
      // Until Chromium's process has ended, it writes into its profile.
      this.#end()
        .catch(ignore)
        .finally(() => {
          this.#options.onClosed(!this.#closing);
        });
    });
  }

  async load(pageAddress: string): Promise<void> {
    this.#destination = pageAddress;
    await this.#page.goto(pageAddress);
    // Electron lets a page close its window; Chromium only one that has never shown anything else.
    await this.#debugger.send('Page.resetNavigationHistory');
    const file = devToolsFile();
    if (file !== undefined) {
      const [port, path] = readFileSync(join(this.#profile, 'DevToolsActivePort'), 'utf8').split('\n');
      writeFileSync(`${file}.part`, `ws://127.0.0.1:${port ?? ''}${path ?? ''}`);
      renameSync(`${file}.part`, file);
    }
  }

  get address(): string {
    return this.#page.url();
  }

  send(channel: string, values: readonly unknown[]): void {
    this.#say(this.#current, { kind: 'event', channel, values });
  }

  async bounds(): Promise<Bounds> {
    const { bounds } = await this.#debugger.send('Browser.getWindowForTarget');
    return bounds;
  }

  async reload(): Promise<void> {
    await this.#page.reload();
  }

  /** Before the person's eyes, and not minimized. */
  async focus(): Promise<void> {
    if ((await this.bounds()).windowState === 'minimized') {
      await this.setState('normal');
    }
    await this.#page.bringToFront();
  }

  async setState(windowState: 'normal' | 'minimized' | 'maximized'): Promise<void> {
    const { windowId } = await this.#debugger.send('Browser.getWindowForTarget');
    await this.#debugger.send('Browser.setWindowBounds', { windowId, bounds: { windowState } });
  }

  /** Evaluates in a world of its own, where the page's scripts see nothing of it; for the clipboard. */
  async evaluateApart(expression: string): Promise<unknown> {
    const { frameTree } = await this.#debugger.send('Page.getFrameTree');
    const { executionContextId } = await this.#debugger.send('Page.createIsolatedWorld', {
      frameId: frameTree.frame.id,
      worldName: 'clipboard',
    });
    const origin = new URL(this.address).origin;
    const names = ['clipboard-read', 'clipboard-write'];
    const permit = async (setting: 'granted' | 'denied'): Promise<void> => {
      for (const name of names) {
        await this.#debugger.send('Browser.setPermission', { permission: { name }, setting, origin });
      }
    };
    await permit('granted');
    try {
      const { result, exceptionDetails } = await this.#debugger.send('Runtime.evaluate', {
        expression,
        contextId: executionContextId,
        awaitPromise: true,
        returnByValue: true,
        userGesture: true,
      });
      if (exceptionDetails !== undefined) {
        throw new Error('Chromium refused the clipboard');
      }
      return result.value as unknown;
    } finally {
      await permit('denied');
    }
  }

  close(): void {
    this.#closing = true;
    this.#end().catch(ignore);
  }

  #end(): Promise<void> {
    return (this.#ending ??= this.#context.close());
  }

  async #answer(contextId: number, { id, channel, values }: FromPage): Promise<void> {
    const frame = this.#frames.get(contextId);
    if (frame === undefined) {
      return;
    }
    try {
      const value = await this.#options.onInvocation(frame, channel, values);
      this.#say(contextId, { kind: 'answer', id, value });
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      this.#say(contextId, { kind: 'failure', id, message });
    }
  }

  /** Says something to one page, if it is still there. */
  #say(contextId: number, message: ToPage): void {
    const objectId = this.#receivers.get(contextId);
    if (objectId === undefined) {
      return;
    }
    this.#debugger
      .send('Runtime.callFunctionOn', {
        objectId,
        functionDeclaration: 'function (text) { this(text); }',
        arguments: [{ value: JSON.stringify(message) }],
      })
      .catch(ignore);
  }

  /** Answers a request of the page from the main side's handler; nothing ever reaches a network. */
  async #serve(route: Route, request: PageRequest): Promise<void> {
    try {
      const address = toAppAddress(request.url());
      const isNavigation = request.isNavigationRequest();
      if (isNavigation && !this.#mayNavigate(request, address)) {
        await route.abort('aborted');
        return;
      }
      const kind = isNavigation ? 'mainFrame' : request.resourceType();
      const answer = (await requestIsAllowed(address, request.method(), kind))
        ? await answerFor(address, { method: request.method(), headers: request.headers() })
        : undefined;
      if (answer === undefined) {
        await route.abort('blockedbyclient');
        return;
      }
      const body = Buffer.from(await answer.arrayBuffer());
      await route.fulfill({ status: answer.status, headers: Object.fromEntries(answer.headers), body });
    } catch (error) {
      log(`a request of the page failed: ${String(error)}`);
      await route.abort('failed').catch(ignore);
    }
  }

  #mayNavigate(request: PageRequest, appAddress: string): boolean {
    if (request.serviceWorker() !== null || !belongsTo(request, this.#page)) {
      return false;
    }
    const isOwnLoad = request.url() === this.#destination || request.url() === this.#page.url();
    return isOwnLoad || !this.#options.onNavigation(appAddress);
  }
}

/** Whether the page itself navigates: neither a frame within it nor another window. */
function belongsTo(request: PageRequest, page: Page): boolean {
  try {
    return request.frame() === page.mainFrame();
  } catch {
    // Playwright knows no frame yet for the first request of a new window.
    return false;
  }
}

/** For tests: the file that gets the address at which the window's debugger listens. */
function devToolsFile(): string | undefined {
  return process.env['TOKEN_WALLET_STAND_IN_DEVTOOLS_FILE'];
}

/** For what may fail because the window has just been closed. */
function ignore(): void {}
