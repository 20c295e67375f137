import { EventEmitter } from 'node:events';
import { readFileSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { App, CommandLine } from 'electron';
import { emitPreventable } from './emitter.ts';
import { releaseSingleInstanceLock, takeSingleInstanceLock } from './single-instance.ts';

const about = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as {
  readonly name: string;
  readonly version: string;
};

type PathName = Parameters<App['getPath']>[0];

/** What closes when the app quits. */
export interface Closable {
  close(): void;
  isDestroyed(): boolean;
}

/** The windows that are open. */
export const openWindows = new Set<Closable>();

class StandInApp extends EventEmitter {
  readonly isPackaged = false;
  readonly commandLine = {
    appendSwitch(): void {},
    hasSwitch(name: string): boolean {
      return process.argv.some((argument) => argument === `--${name}` || argument.startsWith(`--${name}=`));
    },
    getSwitchValue(name: string): string {
      const start = `--${name}=`;
      return process.argv.find((argument) => argument.startsWith(start))?.slice(start.length) ?? '';
    },
  } satisfies Pick<CommandLine, 'appendSwitch' | 'hasSwitch' | 'getSwitchValue'>;

  #name = about.name;
  #ready = false;
  #quitting = false;
  readonly #paths = new Map<string, string>();
  readonly #whenReady: Promise<void>;

  constructor() {
    super();
    this.#whenReady = new Promise((resolve) => {
      // As in Electron, the main script runs to its end before the app is ready.
      setImmediate(() => {
        this.#ready = true;
        this.emit('ready', {}, {});
        resolve();
      });
    });
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
      process.on(signal, () => {
        this.quit();
      });
    }
  }

  whenReady(): Promise<void> {
    return this.#whenReady;
  }

  isReady(): boolean {
    return this.#ready;
  }

  getName(): string {
    return this.#name;
  }

  setName(name: string): void {
    this.#name = name;
  }

  getVersion(): string {
    return about.version;
  }

  getAppPath(): string {
    return dirname(dirname(import.meta.dirname));
  }

  getLocale(): string {
    return new Intl.DateTimeFormat().resolvedOptions().locale;
  }

  getSystemLocale(): string {
    return this.getLocale();
  }

  getPreferredSystemLanguages(): string[] {
    const { LANGUAGE, LC_ALL, LC_MESSAGES, LANG } = process.env;
    const wished = [...(LANGUAGE ?? '').split(':'), LC_ALL, LC_MESSAGES, LANG]
      .map((name) => (name ?? '').replace(/[.@].*$/, '').replaceAll('_', '-'))
      .filter((name) => /^[a-z]{2,3}(-|$)/i.test(name));
    return wished.length === 0 ? [this.getLocale()] : [...new Set(wished)];
  }

  getPath(name: PathName): string {
    const set = this.#paths.get(name);
    if (set !== undefined) {
      return set;
    }
    const paths: Readonly<Partial<Record<PathName, () => string>>> = {
      home: homedir,
      temp: tmpdir,
      appData: applicationData,
      userData: () => join(applicationData(), this.#name),
      sessionData: () => this.getPath('userData'),
      logs: () => join(this.getPath('userData'), 'logs'),
      downloads: () => process.env['XDG_DOWNLOAD_DIR'] ?? join(homedir(), 'Downloads'),
      exe: () => process.execPath,
    };
    const path = paths[name];
    if (path === undefined) {
      throw new Error(`The Electron stand-in does not know the path '${name}'`);
    }
    return path();
  }

  setPath(name: string, path: string): void {
    this.#paths.set(name, path);
  }

  requestSingleInstanceLock(additionalData?: Record<string, unknown>): boolean {
    const greeting = { argv: process.argv, workingDirectory: process.cwd(), additionalData };
    return takeSingleInstanceLock(this.getPath('userData'), greeting, (second) => {
      this.emit('second-instance', {}, second.argv, second.workingDirectory, second.additionalData);
    });
  }

  releaseSingleInstanceLock(): void {
    releaseSingleInstanceLock();
  }

  quit(): void {
    if (this.#quitting || emitPreventable(this, 'before-quit')) {
      return;
    }
    this.#quitting = true;
    for (const window of [...openWindows]) {
      window.close();
    }
    if (openWindows.size === 0) {
      this.#end();
    }
  }

  exit(exitCode = 0): void {
    this.emit('quit', {}, exitCode);
    process.exit(exitCode);
  }

  /** A window has closed. Without a listener, Electron quits with the last one. */
  windowClosed(window: Closable): void {
    openWindows.delete(window);
    if (openWindows.size > 0) {
      return;
    }
    if (this.#quitting) {
      this.#end();
    } else if (!this.emit('window-all-closed')) {
      this.quit();
    }
  }

  #end(): void {
    if (emitPreventable(this, 'will-quit')) {
      this.#quitting = false;
      return;
    }
    this.exit();
  }

  enableSandbox(): void {}
  disableHardwareAcceleration(): void {}
  setAppUserModelId(): void {}
  setAboutPanelOptions(): void {}
}

function applicationData(): string {
  if (process.platform === 'darwin') {
    return join(homedir(), 'Library', 'Application Support');
  }
  return process.platform === 'win32'
    ? (process.env['APPDATA'] ?? join(homedir(), 'AppData', 'Roaming'))
    : (process.env['XDG_CONFIG_HOME'] ?? join(homedir(), '.config'));
}

/** Electron's `app`. */
export const app = new StandInApp() satisfies Pick<
  App,
  | 'isPackaged'
  | 'whenReady'
  | 'isReady'
  | 'getName'
  | 'setName'
  | 'getVersion'
  | 'getAppPath'
  | 'getLocale'
  | 'getSystemLocale'
  | 'getPreferredSystemLanguages'
  | 'getPath'
  | 'setPath'
  | 'requestSingleInstanceLock'
  | 'releaseSingleInstanceLock'
  | 'quit'
  | 'exit'
  | 'enableSandbox'
  | 'disableHardwareAcceleration'
  | 'setAppUserModelId'
  | 'setAboutPanelOptions'
>;
