/** The parts of the desktop that a stand-in has nothing to show for: each does nothing, and says so where it matters. */
import { EventEmitter } from 'node:events';
import { existsSync, watch } from 'node:fs';
import { dirname } from 'node:path';
import type { Dialog, Display, NotificationConstructorOptions, Screen } from 'electron';
import { log } from './log.ts';

/** The window is Chromium's own and has no menu bar. */
export const Menu = {
  setApplicationMenu(): void {},
  buildFromTemplate(): object {
    return {};
  },
};

/** A notice appears in the log, where nobody can click it; a test is the person who does, by writing a file. */
export class Notification extends EventEmitter {
  readonly #options: NotificationConstructorOptions;

  constructor(options: NotificationConstructorOptions = {}) {
    super();
    this.#options = options;
  }

  static isSupported(): boolean {
    return true;
  }

  show(): void {
    log(`notice, which it cannot show: ${this.#options.title ?? ''}. ${this.#options.body ?? ''}`);
    const file = process.env['TOKEN_WALLET_STAND_IN_CLICK_FILE'];
    if (file !== undefined) {
      const watcher = watch(dirname(file), () => {
        if (existsSync(file)) {
          watcher.close();
          this.emit('click', {});
        }
      }).unref();
    }
  }
}

/** A box appears in the log. */
export const dialog = {
  showErrorBox(title: string, content: string): void {
    log(`${title}: ${content}`);
  },
} satisfies Pick<Dialog, 'showErrorBox'>;

class StandInNativeTheme extends EventEmitter {
  /** The page follows the system by itself. */
  themeSource: 'system' | 'light' | 'dark' = 'system';
  readonly shouldUseDarkColors = false;
}

export const nativeTheme = new StandInNativeTheme();

/** Tells of nothing: `lock-screen`, `suspend` and the others never come. */
export const powerMonitor = new EventEmitter();

class StandInScreen extends EventEmitter {
  /** One display that is large enough for every place: Chromium itself moves a window back into sight. */
  getAllDisplays(): Display[] {
    const workArea = { x: 0, y: 0, width: 100_000, height: 100_000 };
    return [{ id: 1, bounds: workArea, workArea } as Display];
  }
}

export const screen = new StandInScreen() satisfies Pick<Screen, 'getAllDisplays'>;
