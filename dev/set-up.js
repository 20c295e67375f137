/** What every command does first: the npm packages, as package-lock.json says, and Node 24 among them. */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { node24, top } from './node24.js';

const OLDEST_NODE = 20;
const LONGEST_SET_UP_MS = 15 * 60_000;

/** Says which package-lock.json the packages were installed from. It goes with them when they are removed. */
const stampFile = join(top, 'node_modules', '.set-up-stamp');

/** Installs what is missing or out of date. Everything it says goes to standard error. */
export async function setUp() {
  if (Number(process.versions.node.split('.')[0]) < OLDEST_NODE) {
    fail(`Token Wallet needs Node ${OLDEST_NODE} or later; this is ${process.version}.`);
  }
  if (isDone()) {
    return;
  }
  const unlock = await lock();
  try {
    // Another process may have done it in the meantime.
    if (!isDone()) {
      say('Installing the npm packages; this takes a minute or two, once ...');
      install();
      if (!node24Runs()) {
        // Its install script was not allowed to run.
        insist(npm('rebuild', 'node', '--ignore-scripts=false'));
      }
      if (!node24Runs()) {
        fail('The npm package "node" did not bring Node 24. See the messages of: npm rebuild node');
      }
      writeFileSync(stampFile, stamp());
    }
  } finally {
    unlock();
  }
}

/** @param {string} line */
export function say(line) {
  process.stderr.write(`${line}\n`);
}

/** @param {string} line @returns {never} */
export function fail(line) {
  say(line);
  process.exit(1);
}

function stamp() {
  const locked = createHash('sha256')
    .update(readFileSync(join(top, 'package-lock.json')))
    .digest('hex');
  return `${locked} ${process.platform} ${process.arch}\n`;
}

function isDone() {
  return existsSync(node24) && existsSync(stampFile) && readFileSync(stampFile, 'utf8') === stamp();
}

function node24Runs() {
  return spawnSync(node24, ['--version'], { encoding: 'utf8' }).stdout?.startsWith('v24.') === true;
}

/** Twice, if need be: what a broken connection or a running program left behind stands in npm's way only once. */
function install() {
  // Wherever this person leaves some of them out.
  const options = ['ci', '--include=dev', '--include=optional', '--no-audit', '--no-fund'];
  if (npm(...options) !== undefined) {
    say('npm ci failed; once more, from nothing ...');
    rmSync(join(top, 'node_modules'), { recursive: true, force: true, maxRetries: 10 });
    insist(npm(...options));
  }
}

/** @param {string | undefined} failure */
function insist(failure) {
  if (failure !== undefined) {
    fail(failure);
  }
}

/**
 * Runs npm, which is heard only when it fails.
 *
 * @param {readonly string[]} options
 * @returns {string | undefined} what it said when it failed
 */
function npm(...options) {
  const script = process.env['npm_execpath'];
  const [program, before, shell] =
    script === undefined || !/npm-cli\.c?js$/.test(script)
      ? ['npm', [], process.platform === 'win32']
      : [process.execPath, [script], false];
  const { status, stdout, stderr, error } = spawnSync(program, [...before, ...options], {
    cwd: top,
    encoding: 'utf8',
    shell,
    maxBuffer: 64 * 1024 * 1024,
  });
  return status === 0
    ? undefined
    : `${stdout ?? ''}${stderr ?? ''}${error === undefined ? '' : String(error)}\nnpm ${options.join(' ')} failed.`;
}

/**
 * One set-up at a time for each checkout: `npm ci` begins by removing what another one has just installed. The lock
 * lies outside the checkout, for the same reason.
 *
 * @returns {Promise<() => void>} gives the lock back
 */
async function lock() {
  const folder = join(
    tmpdir(),
    `token-wallet-set-up-${createHash('sha256').update(top).digest('hex').slice(0, 16)}`,
  );
  const owner = join(folder, 'pid');
  for (let isFirst = true; ; isFirst = false) {
    try {
      mkdirSync(folder);
      writeFileSync(owner, String(process.pid));
      return () => rmSync(folder, { recursive: true, force: true });
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) {
        throw error;
      }
    }
    if (isFirst) {
      say('Another process is installing the npm packages; waiting for it ...');
    }
    await wait(500);
    if (isAbandoned(folder, owner)) {
      rmSync(folder, { recursive: true, force: true });
    }
  }
}

/**
 * Its owner was killed. After a container has started anew, another process may have the owner's number, so that a lock
 * that is too old counts for nothing either.
 *
 * @param {string} folder
 * @param {string} owner
 */
function isAbandoned(folder, owner) {
  const { mtimeMs = Date.now() } = statSync(folder, { throwIfNoEntry: false }) ?? {};
  const isTooOld = Date.now() - mtimeMs > LONGEST_SET_UP_MS;
  return isTooOld || (existsSync(owner) && !isAlive(Number(readFileSync(owner, 'utf8'))));
}

/** @param {number} pid */
function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}
