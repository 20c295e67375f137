import { defineConfig } from '@playwright/test';
import { findChromium } from '../dev/find-chromium.js';

/** What is about the page alone, with a fake wallet behind it: the same on any host of the window. */
const aboutThePage = 'window-*.spec.ts';

export default defineConfig({
  testDir: 'e2e',
  outputDir: '../test-results',
  workers: 2,
  timeout: 60_000,
  expect: { timeout: 10_000 },
  forbidOnly: true,
  reporter: [['list'], ['../dev/playwright-reporter.js']],
  use: {
    // The person's own browser, in which they sign in: the fixtures `browser`, `context` and `page`.
    launchOptions: {
      executablePath: findChromium() ?? 'chromium',
      chromiumSandbox: process.getuid?.() !== 0,
    },
  },
  projects: [
    { name: 'page', testMatch: aboutThePage, fullyParallel: true },
    // The same specs on both hosts of the window. Two windows at once would fight for the focus.
    { name: 'stand-in', testIgnore: aboutThePage, workers: 1 },
    { name: 'electron', testIgnore: [aboutThePage, 'stand-in.spec.ts'], workers: 1 },
  ],
});
