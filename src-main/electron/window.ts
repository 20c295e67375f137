import type { BrowserWindow, BrowserWindowConstructorOptions, Rectangle } from 'electron';
import { START_ADDRESS } from './origin.ts';
import { boundsToOpen, readWindowPlace, SMALLEST_SIZE, writeWindowPlace } from './window-place.ts';

export interface WindowParts {
  readonly create: (options: BrowserWindowConstructorOptions) => BrowserWindow;
  /** The data folder, in which the window's place is remembered. */
  readonly folder: string;
  readonly preloadFile: string;
  readonly developerTools: boolean;
  readonly dark: boolean;
  readonly workAreas: readonly Rectangle[];
}

/** Opens the wallet's window; it appears when there is something to see. */
export async function openWindow(parts: WindowParts): Promise<BrowserWindow> {
  const place = readWindowPlace(parts.folder);
  const window = parts.create({ ...windowOptions(parts), ...boundsToOpen(place, parts.workAreas) });
  window.setMenuBarVisibility(false);
  if (place?.maximized === true) {
    window.maximize();
  }
  window.once('ready-to-show', () => {
    window.show();
  });
  window.on('close', () => {
    writeWindowPlace(parts.folder, { ...window.getNormalBounds(), maximized: window.isMaximized() });
  });
  await window.loadURL(START_ADDRESS);
  return window;
}

/** Brings a window before the person's eyes. */
export function focusWindow(window: BrowserWindow): void {
  if (window.isMinimized()) {
    window.restore();
  }
  window.show();
  window.focus();
}

/** Everything that makes a window safe is said here, even where it is Electron's default: defaults have changed before. */
export function windowOptions({
  preloadFile,
  developerTools,
  dark,
}: Pick<WindowParts, 'preloadFile' | 'developerTools' | 'dark'>): BrowserWindowConstructorOptions {
  return {
    title: 'Token Wallet',
    minWidth: SMALLEST_SIZE.width,
    minHeight: SMALLEST_SIZE.height,
    show: false,
    // `--canvas` of the page's theme, so that nothing flashes before it is drawn.
    backgroundColor: dark ? '#141518' : '#f3f4f5',
    webPreferences: {
      preload: preloadFile,
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
      webviewTag: false,
      navigateOnDragDrop: false,
      // Chromium's spelling would download dictionaries, and some systems send typed words to a service.
      spellcheck: false,
      devTools: developerTools,
    },
  };
}
