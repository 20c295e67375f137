import { once } from 'node:events';
import { _electron } from '@playwright/test';
import { findElectron } from '../../dev/electron-binary.js';
import { electronHost } from '../../dev/host.js';
import { createBrowserAddresses } from './browser-addresses.ts';
import { commandLinesOf } from './process-tree.ts';
import type { LaunchOptions, WalletApp } from './wallet-app.ts';

/** What the test's side of the main process keeps. */
declare global {
  var openedAddresses: string[] | undefined;
}

/** Starts the built wallet in Electron. */
export async function launchInElectron({ home, env = {}, args = [] }: LaunchOptions): Promise<WalletApp> {
  const binary = findElectron();
  if (binary === undefined) {
    throw new Error("Electron's binary is not here");
  }
  const host = electronHost(binary);
  const app = await _electron.launch({
    executablePath: host.program,
    args: [...host.options, '--home', home, ...args],
    env: withoutUndefined({ ...process.env, ...env }),
    chromiumSandbox: process.getuid?.() !== 0,
  });
  const child = app.process();
  let logs = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8').on('data', (text: string) => (logs += text));
  }
  // Tests are the person with the browser.
  await app.evaluate(({ shell }) => {
    globalThis.openedAddresses = [];
    shell.openExternal = (address) => {
      globalThis.openedAddresses?.push(address);
      return Promise.resolve();
    };
  });
  const processId = child.pid ?? 0;
  return {
    window: await app.firstWindow(),
    processId,
    ...createBrowserAddresses(() => app.evaluate(() => globalThis.openedAddresses ?? [])),
    logs: () => logs,
    commandLines: () => commandLinesOf(processId),
    close: () => app.close(),
    kill: async () => {
      if (child.exitCode === null && child.signalCode === null) {
        const ended = once(child, 'exit');
        child.kill('SIGKILL');
        await ended;
      }
    },
  };
}

function withoutUndefined(env: NodeJS.ProcessEnv): Record<string, string> {
  return Object.fromEntries(
    Object.entries(env).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  );
}
