/** The wallet's window, as the e2e tests start it: in Electron where its binary is, else in the stand-in. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test as base } from '@playwright/test';
import type { Page } from '@playwright/test';
import { findElectron } from '../../dev/electron-binary.js';
import { launchInElectron } from './wallet-in-electron.ts';
import { launchInStandIn } from './wallet-in-stand-in.ts';

export interface LaunchOptions {
  /** The data folder of the wallet. */
  readonly home: string;
  readonly env?: NodeJS.ProcessEnv;
  /** Options of the command line. */
  readonly args?: readonly string[];
}

export interface WalletApp {
  readonly window: Page;
  readonly processId: number;
  /** The addresses that the wallet wanted opened in the person's browser, in order. */
  browserAddresses(): Promise<readonly string[]>;
  /** The next address that nobody has taken yet; waits for it. */
  nextBrowserAddress(): Promise<string>;
  /** All that went to standard output and standard error. */
  logs(): string;
  /** The command lines of all processes of the app that are running now. */
  commandLines(): readonly string[];
  /** Closes the window as a person does, and waits for the end of the app. */
  close(): Promise<void>;
  /** Ends the app at once, as a power failure does. */
  kill(): Promise<void>;
}

interface WalletFixtures {
  readonly electronIsThere: undefined;
  /** An empty data folder, removed at the end of the test. */
  readonly home: string;
  /** Starts the wallet on the project's host; what is still running at the end of the test is killed. */
  readonly launchWallet: (options?: Partial<LaunchOptions>) => Promise<WalletApp>;
}

/** Playwright's `test`, with the wallet. */
export const test = base.extend<WalletFixtures>({
  electronIsThere: [
    async ({}, use, info) => {
      const isMissing = info.project.name === 'electron' && findElectron() === undefined;
      base.skip(isMissing, "Electron's binary is not here");
      await use(undefined);
    },
    { auto: true },
  ],
  home: async ({}, use) => {
    const home = mkdtempSync(join(tmpdir(), 'token-wallet-home-'));
    await use(home);
    rmSync(home, { recursive: true, force: true, maxRetries: 10 });
  },
  launchWallet: async ({ home }, use, info) => {
    const apps: WalletApp[] = [];
    await use(async (options = {}) => {
      const launch = info.project.name === 'electron' ? launchInElectron : launchInStandIn;
      const app = await launch({ home, ...options });
      apps.push(app);
      return app;
    });
    await Promise.all(apps.map((app) => app.kill()));
  },
});
