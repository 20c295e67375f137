/** Electron's own binary: a download of 110 MB that its npm package leaves to the first start, where it can be had at all. */
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { node24, scriptOf, top } from './node24.js';
import { say } from './set-up.js';

const DOWNLOAD_TIME_MS = 10 * 60_000;
const ANSWER_TIME_MS = 5_000;

const electronFolder = join(top, 'node_modules', 'electron');

/** Says that this version could not be downloaded, so that later starts need not wait to find out again. */
const unreachableFile = join(top, 'node_modules', '.electron-unreachable');

/** The binary, or undefined where it has not been downloaded. @returns {string | undefined} */
export function findElectron() {
  const dist = process.env['ELECTRON_OVERRIDE_DIST_PATH'] ?? join(electronFolder, 'dist');
  try {
    const binary = join(dist, readFileSync(join(electronFolder, 'path.txt'), 'utf8'));
    const isOurs = readFileSync(join(dist, 'version'), 'utf8').replace(/^v/, '').trim() === version();
    return isOurs && existsSync(binary) ? binary : undefined;
  } catch {
    return undefined;
  }
}

/**
 * The binary, downloaded if need be. One failed attempt is enough for a version of Electron; `again` makes another.
 *
 * @param {{ readonly again: boolean }} options
 * @returns {Promise<string | undefined>}
 */
export async function obtainElectron({ again }) {
  const known = findElectron();
  if (known !== undefined) {
    return known;
  }
  const failedBefore = existsSync(unreachableFile) && readFileSync(unreachableFile, 'utf8') === version();
  if (failedBefore && !again) {
    return undefined;
  }
  if (await sourceAnswers()) {
    say('Downloading Electron (110 MB), once ...');
    spawnSync(node24, [scriptOf('electron/install.js')], { timeout: DOWNLOAD_TIME_MS, stdio: 'ignore' });
  }
  const binary = findElectron();
  if (binary === undefined) {
    writeFileSync(unreachableFile, version());
  }
  return binary;
}

/**
 * Whether the binary finds the libraries that it is linked with. A bare Linux lacks some, and they come with Chromium's
 * package.
 *
 * @param {string} binary
 */
export function electronRuns(binary) {
  const env = { ...process.env, ELECTRON_RUN_AS_NODE: '1' };
  return spawnSync(binary, ['--version'], { env, stdio: 'ignore' }).status === 0;
}

/** @returns {string} */
function version() {
  return JSON.parse(readFileSync(join(electronFolder, 'package.json'), 'utf8')).version;
}

/** Many networks let nobody there. Finding that out takes moments, a download that fails takes minutes. */
async function sourceAnswers() {
  const source =
    process.env['ELECTRON_MIRROR'] ??
    process.env['npm_config_electron_mirror'] ??
    'https://github.com/electron/electron/releases/download/';
  try {
    await fetch(source, { method: 'HEAD', redirect: 'manual', signal: AbortSignal.timeout(ANSWER_TIME_MS) });
    return true;
  } catch {
    return false;
  }
}
