import { defineConfig } from '@playwright/test';
import { findChromium } from '../dev/find-chromium.js';

/** The same specs on both hosts of the window. */
export default defineConfig({
  testDir: 'e2e',
  outputDir: '../test-results',
  // Two windows at once would fight for the focus and for two cores.
  workers: 1,
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
    { name: 'stand-in' },
    // What is about the stand-in, or about the page alone with a fake wallet behind it, is the same on any host.
    { name: 'electron', testIgnore: ['stand-in.spec.ts', 'window-*.spec.ts'] },
  ],
});
