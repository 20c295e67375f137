import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium, expect } from '@playwright/test';
import { standInHost } from '../../dev/host.js';
import { createBrowserAddresses } from './browser-addresses.ts';
import { allCommandLines, commandLinesOf } from './process-tree.ts';
import type { LaunchOptions, WalletApp } from './wallet-app.ts';

const START_TIME_MS = 20_000;

/** Starts the built wallet in the stand-in, and takes hold of its window through the debugger of its Chromium. */
export async function launchInStandIn(
  { home, env = {}, args = [] }: LaunchOptions,
  host = standInHost(),
): Promise<WalletApp> {
  const folder = mkdtempSync(join(tmpdir(), 'token-wallet-app-'));
  const addressFile = join(folder, 'addresses');
  const debuggerFile = join(folder, 'debugger');
  const child = spawn(host.program, [...host.options, '--home', home, ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      ...process.env,
      // What a killed wallet leaves there goes with the folder.
      TMPDIR: folder,
      TOKEN_WALLET_STAND_IN_BROWSER_FILE: addressFile,
      TOKEN_WALLET_STAND_IN_DEVTOOLS_FILE: debuggerFile,
      ...env,
    },
  });
  let logs = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => (logs += text));
  }
  const ended = once(child, 'close').then(async () => {
    // Chromium ends a moment after the wallet, and writes into its profile until then.
    await expect.poll(() => allCommandLines().filter((line) => line.includes(folder))).toEqual([]);
    rmSync(folder, { recursive: true, force: true });
  });
  const isReady = (): boolean => existsSync(debuggerFile) || child.exitCode !== null;
  await expect.poll(isReady, { timeout: START_TIME_MS, message: 'the window' }).toBe(true);
  if (child.exitCode !== null) {
    throw new Error(`The wallet ended with ${child.exitCode} before its window was there:\n${logs}`);
  }

  const browser = await chromium.connectOverCDP(readFileSync(debuggerFile, 'utf8'));
  const window = browser.contexts()[0]?.pages()[0];
  if (window === undefined) {
    throw new Error(`The wallet has no window:\n${logs}`);
  }
  const processId = child.pid ?? 0;
  return {
    window,
    processId,
    ...createBrowserAddresses(() =>
      Promise.resolve(
        existsSync(addressFile) ? readFileSync(addressFile, 'utf8').split('\n').filter(Boolean) : [],
      ),
    ),
    logs: () => logs,
    commandLines: () => commandLinesOf(processId),
    close: async () => {
      await window.close();
      await ended;
    },
    kill: async () => {
      child.kill('SIGKILL');
      await ended;
    },
  };
}
