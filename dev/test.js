/**
 * `npm test`: checks, build, vitest and Playwright, closed by one line that sums them all up.
 *
 * `npm test -- unit/secret` runs only the test files whose path has that in it, and no checks.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runChecks } from './checks.js';
import { printCounts, readCounts, sum } from './counts.js';
import { node24, nodeOptions, runProgram, scriptOf, top } from './node24.js';
import { setUp } from './set-up.js';
import { ensureSystemPackages, forTheTests } from './system-packages.js';
import { openVirtualScreen } from './virtual-screen.js';

/** @typedef {import('./counts.js').Counts} Counts */

const filters = process.argv.slice(2);
const isLinux = process.platform === 'linux';
const folder = mkdtempSync(join(tmpdir(), 'token-wallet-test-'));
process.on('exit', () => {
  rmSync(folder, { recursive: true, force: true });
});

await setUp();
if (isLinux && !ensureSystemPackages(forTheTests)) {
  process.exit(1);
}
const total = sum(await runAll());
printCounts(total);
process.exitCode = total.failed === 0 ? 0 : 1;

/** @returns {Promise<Counts[]>} */
async function runAll() {
  const checked = filters.length === 0 ? [await check()] : [];
  const built = await build();
  if (built.failed > 0) {
    return [...checked, built];
  }
  const inWindow = filters.length > 0 && filters.every((filter) => filter.includes('e2e'));
  const inNode = filters.length > 0 && !filters.some((filter) => filter.includes('e2e'));
  return [...checked, built, ...(inWindow ? [] : [await vitest()]), ...(inNode ? [] : [await playwright()])];
}

/** @returns {Promise<Counts>} */
async function check() {
  heading('Checks');
  return { ...(await runChecks()), skipped: [] };
}

/** @returns {Promise<Counts>} */
async function build() {
  heading('Build');
  const { code } = await runProgram(node24, [...nodeOptions, join(top, 'dev', 'vite', 'build.ts')]);
  return { passed: code === 0 ? 1 : 0, failed: code === 0 ? 0 : 1, skipped: [] };
}

/** @returns {Promise<Counts>} */
async function vitest() {
  heading('Unit tests, flows and attacks');
  const command = [
    scriptOf('vitest/vitest.mjs'),
    ...['run', '--config', join(top, 'test', 'vitest.config.ts')],
    ...['--reporter', 'default', '--reporter', join(top, 'dev', 'vitest-reporter.js')],
    ...filters,
  ];
  if (isLinux) {
    return await suite('vitest', command, process.env);
  }
  const counts = await suite('vitest', [...command, '--dir', join(top, 'test', 'unit')], process.env);
  return sum([counts, leftOut('test/flows'), leftOut('test/attacks'), leftOut('test/faults')]);
}

/** @returns {Promise<Counts>} */
async function playwright() {
  heading('The window');
  if (!isLinux) {
    return leftOut('test/e2e');
  }
  const screen = await openVirtualScreen();
  const command = [
    scriptOf('@playwright/test/cli.js'),
    ...['test', '--config', join(top, 'test', 'playwright.config.ts')],
    ...filters,
  ];
  try {
    return await suite('playwright', command, { ...process.env, DISPLAY: screen.display });
  } finally {
    screen.close();
  }
}

/**
 * @param {string} name
 * @param {readonly string[]} command for Node 24
 * @param {NodeJS.ProcessEnv} environment
 * @returns {Promise<Counts>}
 */
async function suite(name, command, environment) {
  const file = join(folder, `${name}.json`);
  const wrapper = isLinux
    ? [join(top, 'test', 'support', 'with-keyring.js'), '--', node24, ...nodeOptions]
    : [];
  const { code } = await runProgram(node24, [...nodeOptions, ...wrapper, ...command], {
    ...environment,
    TOKEN_WALLET_COUNTS: file,
  });
  return readCounts(file, code === 0);
}

/** @param {string} name @returns {Counts} */
function leftOut(name) {
  const reason = 'needs a keychain and a screen of its own, which only Linux gives';
  return { passed: 0, failed: 0, skipped: [{ name, reason }] };
}

/** @param {string} text */
function heading(text) {
  console.log(`\n${text}`);
}
