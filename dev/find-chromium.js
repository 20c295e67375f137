/** Where an installed Chromium, or a browser made of it, is found: the window of the Electron stand-in. */
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

const names = [
  'chromium',
  'chromium-browser',
  'google-chrome-stable',
  'google-chrome',
  'microsoft-edge-stable',
  'microsoft-edge',
  'brave-browser',
];

/**
 * The program, or undefined where there is none. `TOKEN_WALLET_CHROMIUM` names one that lies elsewhere.
 *
 * @returns {string | undefined}
 */
export function findChromium() {
  const named = process.env['TOKEN_WALLET_CHROMIUM'];
  const candidates = named === undefined || named === '' ? usualPlaces() : [named];
  return candidates.find(canBeRun);
}

/** @returns {string[]} */
function usualPlaces() {
  switch (process.platform) {
    case 'darwin':
      return ['Chromium', 'Google Chrome', 'Microsoft Edge', 'Brave Browser'].flatMap((name) =>
        ['/Applications', join(process.env['HOME'] ?? '', 'Applications')].map((folder) =>
          join(folder, `${name}.app`, 'Contents', 'MacOS', name),
        ),
      );
    case 'win32':
      return ['ProgramFiles', 'ProgramFiles(x86)', 'LOCALAPPDATA'].flatMap((variable) =>
        [
          'Google\\Chrome\\Application\\chrome.exe',
          'Chromium\\Application\\chrome.exe',
          'Microsoft\\Edge\\Application\\msedge.exe',
        ].map((path) => join(process.env[variable] ?? 'C:\\', path)),
      );
    default:
      return names.flatMap((name) =>
        (process.env['PATH'] ?? '').split(delimiter).map((folder) => join(folder, name)),
      );
  }
}

/** @param {string} file */
function canBeRun(file) {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
