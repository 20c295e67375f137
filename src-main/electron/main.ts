import { mkdirSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import {
  app,
  BrowserWindow,
  clipboard,
  ipcMain,
  Menu,
  nativeTheme,
  Notification,
  protocol,
  screen,
  session,
  shell,
} from 'electron';
import { INVOKE_CHANNEL } from '../contract/bridge.ts';
import { dataFolder } from '../wallet/data-folder.ts';
import { createAuthorities } from '../wallet/network/authorities.ts';
import { createFetch } from '../wallet/network/create-fetch.ts';
import { systemClock } from '../wallet/system-clock.ts';
import { createOperatingSystemKeychain } from '../wallet/vault/operating-system-keychain.ts';
import { isWalletError } from '../wallet/wallet-error.ts';
import { createWallet } from '../wallet/wallet.ts';
import type { Wallet } from '../wallet/wallet.ts';
import { readBuiltFiles } from './built-files.ts';
import { createDemoHost } from './demo-host.ts';
import { createDispatcher } from './dispatcher.ts';
import { createEventSender } from './event-sender.ts';
import { createSystemBrowser } from './external-addresses.ts';
import { createGuard } from './guard.ts';
import type { Guard } from './guard.ts';
import { menuTemplate } from './menu.ts';
import { forbidNavigation } from './navigation.ts';
import { cutOffNetwork } from './network.ts';
import { createNotifier } from './notifier.ts';
import { installPermissions } from './permissions.ts';
import { installRequestFirewall } from './request-firewall.ts';
import { registerScheme, serveBuiltFiles } from './scheme.ts';
import { homeOverride } from './start-options.ts';
import { systemLanguage } from './system-language.ts';
import { createSystemProxy } from './system-proxy.ts';
import { describeUnexpectedError } from './unexpected-error.ts';
import { focusWindow, openWindow } from './window.ts';

/*
 * The composition root of the window: the only file that knows all parts, and besides the preload the only one that
 * imports Electron as a value. The order matters: folder and lock, then what must precede `ready`, then the rest.
 */

const developerTools = !app.isPackaged;

// Electron and Node would show the messages of such errors, and a message may hold a secret.
process.on('uncaughtException', giveUp);
process.on('unhandledRejection', (error) => {
  log(describeUnexpectedError(error));
});

try {
  prepare();
} catch (error) {
  giveUp(error);
}

function prepare(): void {
  const folder = dataFolder({
    platform: process.platform,
    environment: process.env,
    homeFolder: homedir(),
    override: homeOverride(process.argv.slice(1), process.env),
  });
  // Without it Windows shows no notification of a program that was not installed. As in electron-builder.yml.
  app.setAppUserModelId('org.token-wallet.desktop');
  // Chromium's profile. The lock lies in it, so there is one window for each data folder.
  const profileFolder = join(folder, 'window');
  mkdirSync(profileFolder, { recursive: true, mode: 0o700 });
  app.setPath('userData', profileFolder);
  if (!app.requestSingleInstanceLock()) {
    // The window that is there already comes to the front, see `second-instance`.
    app.exit(0);
    return;
  }
  app.enableSandbox();
  registerScheme(protocol);
  forbidNavigation(app);
  cutOffNetwork(app);
  app
    .whenReady()
    .then(() => start(folder))
    .catch(giveUp);
}

async function start(folder: string): Promise<void> {
  installPermissions(session.defaultSession);
  installRequestFirewall(session.defaultSession, { developerTools });
  serveBuiltFiles(protocol, readBuiltFiles(join(import.meta.dirname, '..', 'renderer')));
  Menu.setApplicationMenu(
    Menu.buildFromTemplate(menuTemplate({ platform: process.platform, developerTools })),
  );

  const guard = createGuard();
  const wallet = makeWallet(folder, guard);
  ipcMain.handle(INVOKE_CHANNEL, createDispatcher({ useCases: wallet.useCases, guard, log }));

  app.on('second-instance', () => {
    BrowserWindow.getAllWindows().forEach(focusWindow);
  });
  app.on('window-all-closed', () => {
    // On macOS an app stays in the dock without a window.
    if (process.platform !== 'darwin') {
      app.quit();
    }
  });
  app.on('activate', () => {
    if (BrowserWindow.getAllWindows().length === 0) {
      showWindow(folder, guard).catch(giveUp);
    }
  });
  app.on('will-quit', (event) => {
    // An answer that is on its way may hold the only copy of a token. The windows are closed by now.
    event.preventDefault();
    wallet
      .settle()
      .finally(() => {
        wallet.close();
        app.exit(0);
      })
      .catch(giveUp);
  });
  await wallet.start();
  await showWindow(folder, guard);
}

function makeWallet(folder: string, guard: Guard): Wallet {
  const authorities = createAuthorities();
  return createWallet({
    folder,
    keychain: createOperatingSystemKeychain(),
    browser: createSystemBrowser((address) => shell.openExternal(address)),
    clock: systemClock,
    fetch: createFetch({
      proxyFor: createSystemProxy(session.defaultSession, process.env),
      extraCertificates: authorities.at,
    }),
    trustAuthority: authorities.trust,
    clipboard: { write: (text) => clipboard.writeText(text) },
    notifier: createNotifier({
      isSupported: () => Notification.isSupported(),
      create: (options) => new Notification(options),
      showWindow: () => bringToFront(folder, guard),
      log,
    }),
    evidenceFolder: app.getPath('downloads'),
    demo: createDemoHost(async () => {
      const { startDemo } = await import('../demo/start-demo.ts');
      return startDemo();
    }),
    tell: createEventSender(guard, log),
    about: {
      version: app.getVersion(),
      // The stand-in runs this same bundle in Node, which has no such version.
      host: 'electron' in process.versions ? 'electron' : 'stand-in',
      systemLanguage: systemLanguage([...app.getPreferredSystemLanguages(), app.getLocale()]),
    },
  });
}

async function bringToFront(folder: string, guard: Guard): Promise<void> {
  const windows = BrowserWindow.getAllWindows();
  windows.forEach(focusWindow);
  if (windows.length === 0) {
    await showWindow(folder, guard);
  }
}

async function showWindow(folder: string, guard: Guard): Promise<void> {
  await openWindow({
    create: (options) => {
      const window = new BrowserWindow(options);
      guard.trust(window.webContents);
      return window;
    },
    folder,
    preloadFile: join(import.meta.dirname, '..', 'preload', 'preload.cjs'),
    developerTools,
    dark: nativeTheme.shouldUseDarkColors,
    workAreas: screen.getAllDisplays().map(({ workArea }) => workArea),
  });
}

function giveUp(error: unknown): void {
  log(isWalletError(error) ? `${error.message} ${error.hint}` : describeUnexpectedError(error));
  app.exit(1);
}

function log(line: string): void {
  process.stderr.write(`${line}\n`);
}
