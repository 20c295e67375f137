import type { MenuItemConstructorOptions } from 'electron';

export interface MenuQuestion {
  readonly platform: NodeJS.Platform;
  readonly developerTools: boolean;
}

/**
 * The application menu.
 *
 * macOS takes copy, paste and quit from there, so it must have them. Elsewhere it is never shown and only makes Ctrl+Q
 * and Ctrl+W work.
 */
export function menuTemplate({ platform, developerTools }: MenuQuestion): MenuItemConstructorOptions[] {
  const developer: MenuItemConstructorOptions[] = developerTools
    ? [{ label: 'Developer', submenu: [{ role: 'reload' }, { role: 'toggleDevTools' }] }]
    : [];
  return platform === 'darwin'
    ? [{ role: 'appMenu' }, { role: 'editMenu' }, { role: 'windowMenu' }, ...developer]
    : [
        { label: 'Token Wallet', submenu: [{ role: 'close' }, { role: 'quit', accelerator: 'Ctrl+Q' }] },
        ...developer,
      ];
}
