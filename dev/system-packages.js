/** What has to come from the operating system: a Chromium for Electron's stand-in, and more for the tests. */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { findChromium } from './find-chromium.js';
import { say } from './set-up.js';

const LOCK_TIME_S = 300;

/**
 * @typedef {object} SystemPackage
 * @property {string} name what Debian and Ubuntu call it
 * @property {() => boolean} isThere
 */

const hasChromium = () => findChromium() !== undefined;

/** @type {readonly SystemPackage[]} What the window of the stand-in needs. */
export const forTheWindow = [
  { name: 'chromium', isThere: hasChromium },
  // Its sandbox needs the one or the other: this program, or user namespaces, which not every system allows.
  { name: 'chromium-sandbox', isThere: hasChromium },
  // Whoever has a Chromium has fonts as well. Debian's brings none along that sans-serif and monospace are set up to mean.
  { name: 'fonts-noto-core', isThere: hasChromium },
  { name: 'fonts-dejavu-core', isThere: hasChromium },
];

/** @type {readonly SystemPackage[]} What the tests need besides: a screen, and a keychain to themselves. */
export const forTheTests = [
  ...forTheWindow,
  { name: 'xvfb', isThere: () => isOnPath('Xvfb') },
  { name: 'dbus', isThere: () => isOnPath('dbus-daemon') && isOnPath('dbus-send') },
  { name: 'gnome-keyring', isThere: () => isOnPath('gnome-keyring-daemon') },
];

/**
 * Installs what is missing where that can be done without asking: as root, with apt-get. Elsewhere says the one command
 * that does it.
 *
 * @param {readonly SystemPackage[]} packages
 * @returns {boolean} whether everything is there
 */
export function ensureSystemPackages(packages) {
  const missing = packages.filter(({ isThere }) => !isThere()).map(({ name }) => name);
  if (missing.length === 0) {
    return true;
  }
  if (!isOnPath('apt-get')) {
    say(`Missing on this system: ${missing.join(', ')}. Please install them, then run this again.`);
    return false;
  }
  const command = ['apt-get', 'install', '-y', '--no-install-recommends', ...missing];
  if (process.getuid?.() !== 0) {
    say(
      `Missing on this system: ${missing.join(', ')}. Please run this, then try again:\n\n  sudo ${command.join(' ')}\n`,
    );
    return false;
  }
  say(`Installing ${missing.join(', ')} with apt-get, once ...`);
  // Somebody else's source may be out of order without standing in the way of these packages.
  const update = aptGet('update');
  const install = aptGet(...command.slice(1));
  if (!install.isDone) {
    say(`${update.output}${install.output}\n${command.join(' ')} failed.`);
  }
  return install.isDone;
}

/** @param {readonly string[]} options @returns {{ readonly isDone: boolean, readonly output: string }} */
function aptGet(...options) {
  // A system that has just been started is often busy with updates of its own.
  const patience = ['-o', `DPkg::Lock::Timeout=${LOCK_TIME_S}`, '-o', 'Acquire::Retries=3'];
  const { status, stdout, stderr } = spawnSync('apt-get', ['-q', ...patience, ...options], {
    encoding: 'utf8',
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    stdio: ['ignore', 'pipe', 'pipe'],
    maxBuffer: 64 * 1024 * 1024,
  });
  return { isDone: status === 0, output: `${stdout}${stderr}` };
}

/** @param {string} program */
function isOnPath(program) {
  return (process.env['PATH'] ?? '').split(delimiter).some((folder) => existsSync(join(folder, program)));
}
