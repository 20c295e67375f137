import { spawn } from 'node:child_process';
import { appendFileSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Shell } from 'electron';
import { findChromium } from '../find-chromium.js';
import { log } from './log.ts';

/** How long a program that opens addresses may take to refuse. One that is still running then is the browser itself. */
const REFUSAL_TIME_MS = 3_000;

/** Electron's `shell`, for opening an address in the person's own browser. */
export const shell = {
  async openExternal(address: string): Promise<void> {
    const { protocol, href } = new URL(address);
    if (protocol !== 'https:' && protocol !== 'http:') {
      throw new Error(`The Electron stand-in opens no ${protocol} addresses`);
    }
    const file = process.env['TOKEN_WALLET_STAND_IN_BROWSER_FILE'];
    if (file !== undefined) {
      // Tests are the person with the browser.
      appendFileSync(file, `${href}\n`);
      return;
    }
    if (await starts(...openerOf(href))) {
      return;
    }
    const chromium = findChromium();
    const profile = mkdtempSync(join(tmpdir(), 'token-wallet-browser-'));
    const unsafe = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
    log('no browser is set up for this person, so a separate Chromium window opens the address.');
    const options = [`--user-data-dir=${profile}`, '--no-first-run', '--new-window', ...unsafe, href];
    if (chromium === undefined || !(await starts(chromium, options))) {
      throw new Error('No browser could be started');
    }
  },
} satisfies Pick<Shell, 'openExternal'>;

function openerOf(address: string): [string, readonly string[]] {
  if (process.platform === 'win32') {
    return ['rundll32', ['url.dll,FileProtocolHandler', address]];
  }
  return [process.platform === 'darwin' ? 'open' : 'xdg-open', [address]];
}

function starts(program: string, options: readonly string[]): Promise<boolean> {
  return new Promise((resolve) => {
    const child = spawn(program, options, { detached: true, stdio: 'ignore' });
    const timer = setTimeout(() => {
      resolve(true);
    }, REFUSAL_TIME_MS);
    child.once('error', () => {
      clearTimeout(timer);
      resolve(false);
    });
    child.once('exit', (code) => {
      clearTimeout(timer);
      resolve(code === 0);
    });
    child.unref();
  });
}
