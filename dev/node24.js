/** The Node that everything real runs under: version 24, from the npm package `node`, whatever the system has. */
import { spawn } from 'node:child_process';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The top of the checkout. */
export const top = dirname(dirname(fileURLToPath(import.meta.url)));

/** The program. Not `node_modules/.bin/node`, which is a script on Windows. */
export const node24 = join(
  top,
  'node_modules',
  'node',
  'bin',
  process.platform === 'win32' ? 'node.exe' : 'node',
);

/** SQLite and type stripping are as stable as this project needs them; the warnings would only stand in the way. */
export const nodeOptions = ['--disable-warning=ExperimentalWarning'];

/**
 * For the wallet in a terminal. Of ten thousand tokens hardly anything outlives its turn, yet V8 would let the part of
 * its memory that is for such short-lived things grow by a hundred megabytes. With half of this it would stop for them
 * twice as often.
 */
export const youngMemory = '--max-semi-space-size=16';

/**
 * Where Node keeps what it made of the sources (its `NODE_COMPILE_CACHE`): without it each command in the terminal would
 * take the types out of three hundred files before it begins. Beside the packages, which nobody else may write either.
 */
const compileCache = join(top, 'node_modules', '.cache', 'node');

/** A script of an installed package, such as `vitest/vitest.mjs`. @param {string} path */
export function scriptOf(path) {
  return join(top, 'node_modules', ...path.split('/'));
}

/**
 * Runs Node 24 in place of this process: same input and output, same signals, same end.
 *
 * @param {readonly string[]} options
 * @param {NodeJS.ProcessEnv} [environment]
 * @returns {Promise<never>}
 */
export async function becomeNode24(options, environment = process.env) {
  return end(await runProgram(node24, [...nodeOptions, ...options], environment));
}

/** @typedef {{ readonly code: number | null, readonly signal: NodeJS.Signals | null }} Ending */

/**
 * Runs a program to its end with this process's input, output and signals.
 *
 * @param {string} program
 * @param {readonly string[]} options
 * @param {NodeJS.ProcessEnv} [environment]
 * @returns {Promise<Ending>}
 */
export async function runProgram(program, options, environment = process.env) {
  const child = spawn(program, options, {
    stdio: 'inherit',
    env: { NODE_COMPILE_CACHE: compileCache, ...environment },
  });
  /** @param {NodeJS.Signals} signal */
  const forward = (signal) => {
    // A terminal sends Ctrl+C to both processes itself, and programs take a second one for impatience.
    if (signal !== 'SIGINT' || !process.stdin.isTTY) {
      child.kill(signal);
    }
  };
  /** @type {readonly NodeJS.Signals[]} */
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'];
  signals.forEach((signal) => process.on(signal, forward));
  try {
    return await new Promise((resolve, reject) => {
      child.once('error', reject);
      child.once('exit', (code, signal) => {
        resolve({ code, signal });
      });
    });
  } finally {
    signals.forEach((signal) => process.off(signal, forward));
  }
}

/** Ends this process as another has ended. @param {Ending} ending @returns {never} */
function end({ code, signal }) {
  if (signal !== null) {
    process.kill(process.pid, signal);
  }
  process.exit(code ?? 1);
}
