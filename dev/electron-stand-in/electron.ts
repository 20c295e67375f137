/** What `import ... from 'electron'` gives under the stand-in: the part of Electron's API that `src-main/electron` uses. */
export { app } from './app.ts';
export { BrowserWindow } from './browser-window.ts';
export { clipboard } from './clipboard.ts';
export { dialog, Menu, nativeTheme, Notification, powerMonitor, screen } from './desktop.ts';
export { ipcMain } from './ipc-main.ts';
export { protocol } from './protocol.ts';
export { session } from './session.ts';
export { shell } from './shell.ts';
