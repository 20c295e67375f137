/** What runs the built main bundle: Electron where its binary is there, else the stand-in. */
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { node24, nodeOptions, top } from './node24.js';

/**
 * @typedef {object} Host
 * @property {string} program
 * @property {readonly string[]} options what comes before the wallet's own options
 */

/** @param {string} binary @returns {Host} */
export function electronHost(binary) {
  // Chromium refuses its sandbox to root.
  const unsafe = process.platform === 'linux' && process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  return { program: binary, options: [...unsafe, top] };
}

/** @param {string} [main] the main script @returns {Host} */
export function standInHost(main = join(top, 'dist', 'main', 'main.js')) {
  const register = pathToFileURL(join(top, 'dev', 'electron-stand-in', 'register.ts')).href;
  return {
    program: node24,
    options: [...nodeOptions, '--import', register, main],
  };
}
