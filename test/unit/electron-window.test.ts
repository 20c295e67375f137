import { EventEmitter } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { BrowserWindow, BrowserWindowConstructorOptions, Rectangle } from 'electron';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { focusWindow, openWindow } from '../../src-main/electron/window.ts';

const laptop: Rectangle = { x: 0, y: 0, width: 1920, height: 1040 };
const beamer: Rectangle = { x: 1920, y: 0, width: 1280, height: 720 };

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'token-wallet-window-'));
});

afterEach(() => {
  rmSync(folder, { recursive: true });
});

type Faked = Pick<
  BrowserWindow,
  | 'setMenuBarVisibility'
  | 'maximize'
  | 'isMaximized'
  | 'show'
  | 'focus'
  | 'isMinimized'
  | 'restore'
  | 'getNormalBounds'
  | 'loadURL'
>;

/** Writes down what is done with the window. */
class FakeWindow extends EventEmitter implements Faked {
  readonly acts: string[] = [];
  bounds: Rectangle = { x: 10, y: 20, width: 900, height: 600 };
  minimized = false;
  maximized = false;
  setMenuBarVisibility(visible: boolean): void {
    this.acts.push(visible ? 'show menu bar' : 'hide menu bar');
  }
  maximize(): void {
    this.maximized = true;
  }
  isMaximized(): boolean {
    return this.maximized;
  }
  show(): void {
    this.acts.push('show');
  }
  focus(): void {
    this.acts.push('focus');
  }
  isMinimized(): boolean {
    return this.minimized;
  }
  restore(): void {
    this.acts.push('restore');
  }
  getNormalBounds(): Rectangle {
    return this.bounds;
  }
  loadURL(address: string): Promise<void> {
    this.acts.push(`load ${address}`);
    return Promise.resolve();
  }
}

interface Opened {
  readonly window: FakeWindow;
  readonly options: BrowserWindowConstructorOptions;
}

async function open({ developerTools = false, dark = false, workAreas = [laptop] } = {}): Promise<Opened> {
  const window = new FakeWindow();
  let options: BrowserWindowConstructorOptions = {};
  await openWindow({
    create: (asked) => {
      options = asked;
      return window as unknown as BrowserWindow;
    },
    folder,
    preloadFile: '/somewhere/preload.cjs',
    developerTools,
    dark,
    workAreas,
  });
  return { window, options };
}

describe('The window', () => {
  it('is closed off from Node, and has nothing that opens it to the page', async () => {
    const { webPreferences } = (await open()).options;
    expect(webPreferences).toEqual({
      preload: '/somewhere/preload.cjs',
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
      webviewTag: false,
      navigateOnDragDrop: false,
      spellcheck: false,
      devTools: false,
    });
  });

  it('has developer tools in a checkout only', async () => {
    expect((await open({ developerTools: true })).options.webPreferences?.devTools).toBe(true);
  });

  it('loads the wallet, and appears when there is something to see', async () => {
    const { window, options } = await open();
    expect(options.show).toBe(false);
    expect(window.acts).toEqual(['hide menu bar', 'load app://wallet/']);
    window.emit('ready-to-show');
    expect(window.acts).toContain('show');
  });

  it('has the background of its page from the start, light or dark', async () => {
    const theme = readFileSync(join(import.meta.dirname, '../../src-renderer/theme.css'), 'utf8');
    const [light, dark] = [...theme.matchAll(/--canvas: (#\w+)/g)].map(([, colour]) => colour);
    expect((await open()).options.backgroundColor).toBe(light);
    expect((await open({ dark: true })).options.backgroundColor).toBe(dark);
  });

  it('opens at 1080 by 720 the first time and never gets smaller than 420 by 480', async () => {
    const { options } = await open();
    expect(options).toMatchObject({ width: 1080, height: 720, minWidth: 420, minHeight: 480 });
    expect(options).not.toHaveProperty('x');
  });

  it('opens again where it was closed, in a file that only the person can read', async () => {
    const { window } = await open();
    window.emit('close');
    expect((await open()).options).toMatchObject({ x: 10, y: 20, width: 900, height: 600 });
    expect(statSync(join(folder, 'window.json')).mode & 0o777).toBe(0o600);
  });

  it('opens maximized again, with the size it would go back to', async () => {
    const { window } = await open();
    window.maximize();
    window.emit('close');
    const next = await open();
    expect(next.window.maximized).toBe(true);
    expect(next.options).toMatchObject({ width: 900, height: 600 });
  });

  it('keeps its size and leaves its position to the system when its screen is gone', async () => {
    const { window } = await open({ workAreas: [laptop, beamer] });
    window.bounds = { x: 2000, y: 50, width: 900, height: 600 };
    window.emit('close');
    expect((await open({ workAreas: [laptop, beamer] })).options).toMatchObject({ x: 2000, y: 50 });
    const { options } = await open({ workAreas: [laptop] });
    expect(options).toMatchObject({ width: 900, height: 600 });
    expect(options).not.toHaveProperty('x');
  });

  it.each([
    'no JSON',
    '{}',
    '{"x":0,"y":0,"width":1,"height":600,"maximized":false}',
    '{"x":0,"y":0,"width":1e9,"height":600,"maximized":false}',
    '{"x":"0","y":0,"width":900,"height":600,"maximized":false}',
  ])('opens as for the first time when its file says %j', async (text) => {
    writeFileSync(join(folder, 'window.json'), text);
    expect((await open()).options).toMatchObject({ width: 1080, height: 720 });
    expect(readFileSync(join(folder, 'window.json'), 'utf8')).toBe(text);
  });

  it('closes even where its place cannot be written down', async () => {
    const { window } = await open();
    rmSync(folder, { recursive: true });
    expect(() => window.emit('close')).not.toThrow();
    folder = mkdtempSync(join(tmpdir(), 'token-wallet-window-'));
  });

  it('comes to the front when the wallet is started a second time', async () => {
    const { window } = await open();
    window.minimized = true;
    window.acts.length = 0;
    focusWindow(window as unknown as BrowserWindow);
    expect(window.acts).toEqual(['restore', 'show', 'focus']);
  });
});
