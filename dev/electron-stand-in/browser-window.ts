import { EventEmitter } from 'node:events';
import { readFileSync } from 'node:fs';
import type { BrowserWindow as ElectronWindow, BrowserWindowConstructorOptions, Rectangle } from 'electron';
import { toPageAddress } from './address.ts';
import { app, openWindows } from './app.ts';
import { openChromiumWindow } from './chromium-window.ts';
import type { ChromiumWindow } from './chromium-window.ts';
import { emitPreventable } from './emitter.ts';
import { answerInvocation } from './ipc-main.ts';
import { log } from './log.ts';
import { StandInWebContents } from './web-contents.ts';

/** Electron's `BrowserWindow`. The Chromium behind it starts with the first address. */
export class BrowserWindow extends EventEmitter {
  static getAllWindows(): BrowserWindow[] {
    return [...openWindows].filter((window) => window instanceof BrowserWindow);
  }

  readonly webContents: StandInWebContents;
  chromium: ChromiumWindow | undefined;
  readonly #options: BrowserWindowConstructorOptions;
  #bounds: Rectangle = { x: 0, y: 0, width: 800, height: 600 };
  #maximized = false;
  #destroyed = false;

  constructor(options: BrowserWindowConstructorOptions = {}) {
    super();
    this.#options = options;
    this.webContents = new StandInWebContents(this);
    openWindows.add(this);
    // As in Electron, whoever guards all contents hears of these before the constructor is done.
    app.emit('web-contents-created', {}, this.webContents);
    app.emit('browser-window-created', {}, this);
  }

  async loadURL(address: string): Promise<void> {
    this.chromium ??= await this.#open().catch((error: unknown) => {
      // The wallet's own log leaves messages out; this one is Chromium's, and tells a person what to do.
      log(error instanceof Error ? error.message : String(error));
      throw error;
    });
    if (this.isDestroyed()) {
      this.chromium.close();
      return;
    }
    await this.chromium.load(toPageAddress(address));
    await this.#learnBounds();
    this.webContents.emit('did-finish-load', {});
    this.emit('ready-to-show');
  }

  /** The window has shown itself when Chromium started; Electron's `show: false` cannot be had. */
  show(): void {
    this.emit('show');
  }

  focus(): void {
    this.chromium?.focus().then(() => {
      log('the window has come to the front.');
      this.emit('focus');
    }, logFailure);
  }

  /** Not known at once; `focus` brings a minimized window back as well. */
  isMinimized(): boolean {
    return false;
  }

  restore(): void {
    this.focus();
  }

  maximize(): void {
    this.#maximized = true;
    this.chromium?.setState('maximized').catch(logFailure);
  }

  isMaximized(): boolean {
    return this.#maximized;
  }

  /** As they were when the window had opened: Chromium does not tell of changes. */
  getNormalBounds(): Rectangle {
    return this.#bounds;
  }

  isDestroyed(): boolean {
    return this.#destroyed;
  }

  close(): void {
    if (!emitPreventable(this, 'close')) {
      this.destroy();
    }
  }

  destroy(): void {
    if (this.chromium === undefined) {
      this.#closed();
    } else {
      this.chromium.close();
    }
  }

  setMenuBarVisibility(): void {}

  async #open(): Promise<ChromiumWindow> {
    const { title = app.getName(), width = 800, height = 600, x, y, webPreferences } = this.#options;
    const contents = this.webContents;
    const window = await openChromiumWindow({
      title,
      width,
      height,
      position: x === undefined || y === undefined ? undefined : { x, y },
      preload: webPreferences?.preload === undefined ? '' : readFileSync(webPreferences.preload, 'utf8'),
      webRtcPolicy: contents.webRtcPolicy,
      onInvocation: (frame, channel, values) => answerInvocation(contents.eventOf(frame), channel, values),
      onNavigation: (url) => emitPreventable(contents, 'will-navigate', url),
      onNewWindow: (url) => {
        contents.refuseWindow(url);
      },
      onClosed: (byPerson) => {
        if (byPerson) {
          // Too late to be prevented.
          emitPreventable(this, 'close');
        }
        this.#closed();
      },
    });
    if (this.#maximized) {
      await window.setState('maximized');
    }
    return window;
  }

  async #learnBounds(): Promise<void> {
    const { left, top, width, height } = (await this.chromium?.bounds()) ?? {};
    if (!this.#maximized && left !== undefined && top !== undefined) {
      this.#bounds = { ...this.#bounds, x: left, y: top, width: width ?? 0, height: height ?? 0 };
    }
  }

  #closed(): void {
    if (this.#destroyed) {
      return;
    }
    this.#destroyed = true;
    this.webContents.emit('destroyed');
    this.emit('closed');
    app.windowClosed(this);
  }
}

function logFailure(error: unknown): void {
  log(String(error));
}

BrowserWindow satisfies new (
  options?: BrowserWindowConstructorOptions,
) => Pick<
  ElectronWindow,
  | 'loadURL'
  | 'show'
  | 'focus'
  | 'isMinimized'
  | 'restore'
  | 'maximize'
  | 'isMaximized'
  | 'getNormalBounds'
  | 'isDestroyed'
  | 'close'
  | 'destroy'
  | 'setMenuBarVisibility'
>;
