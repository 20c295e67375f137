/** The folder in which a window's Chromium keeps what it remembers. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Chromium would lay an offer to translate over a page that is not in the language of the system. Electron has none. */
const preferences = { translate: { enabled: false } };

/** A new profile, in a temporary folder or in one that is named. It goes when this process ends. */
export function createProfile(named?: string): string {
  const folder = named ?? mkdtempSync(join(tmpdir(), 'token-wallet-window-'));
  mkdirSync(join(folder, 'Default'), { recursive: true });
  writeFileSync(join(folder, 'Default', 'Preferences'), JSON.stringify(preferences));
  process.once('exit', () => {
    rmSync(folder, { recursive: true, force: true, maxRetries: 10 });
  });
  return folder;
}
