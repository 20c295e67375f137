/**
 * Runs a command with a real gnome-keyring of its own:
 *
 *     node test/support/with-keyring.js [--bus-only] -- COMMAND ARGUMENTS...
 *
 * The keyring lives on a private D-Bus session and in a temporary folder, so nothing of the person who runs the tests
 * is read or changed. With --bus-only there is a session and no keyring in it. The exit code is the command's. Needs
 * dbus-daemon, dbus-send and gnome-keyring-daemon; runs on Node 20 and newer.
 */
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { constants, tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';

/** Set for the command, so that tests know that the keyring is there to be used. */
const MARKER = 'TOKEN_WALLET_TEST_KEYRING';

const busOnly = process.argv[2] === '--bus-only';
const separator = process.argv.indexOf('--');
const [command, ...commandArguments] = separator < 0 ? [] : process.argv.slice(separator + 1);
if (command === undefined) {
  console.error('Usage: node test/support/with-keyring.js -- COMMAND ARGUMENTS...');
  process.exit(2);
}

const folder = mkdtempSync(join(tmpdir(), 'with-keyring-'));

/**
 * A bus that starts no services by itself: no second keyring, and no prompter. As in the session.conf that D-Bus comes
 * with, one person may have many connections: the keychain library opens one for each entry.
 */
const busConfiguration = `<busconfig>
  <type>session</type>
  <listen>unix:path=${folder}/bus</listen>
  <auth>EXTERNAL</auth>
  <policy context="default">
    <allow send_destination="*"/>
    <allow receive_sender="*"/>
    <allow own="*"/>
  </policy>
  <limit name="max_completed_connections">100000</limit>
  <limit name="max_connections_per_user">100000</limit>
</busconfig>`;

/** @type {import('node:child_process').ChildProcess[]} */
const helpers = [];
process.on('exit', () => {
  for (const helper of helpers.reverse()) {
    helper.kill();
  }
  rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
});
process.exit(await run(command, commandArguments));

/** @param {string} program @param {string[]} programArguments @returns {Promise<number>} */
async function run(program, programArguments) {
  const homes = privateHomes();
  const configuration = join(folder, 'bus.conf');
  writeFileSync(configuration, busConfiguration);
  const bus = spawn('dbus-daemon', [`--config-file=${configuration}`, '--nofork', '--print-address=1'], {
    env: homes,
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  helpers.push(bus);
  const address = await firstLine(bus);
  if (!busOnly) {
    await startKeyring(homes, address);
  }
  return await runToItsEnd(program, programArguments, {
    ...process.env,
    DBUS_SESSION_BUS_ADDRESS: address,
    [MARKER]: busOnly ? '' : '1',
  });
}

/** @param {NodeJS.ProcessEnv} homes @param {string} address */
async function startKeyring(homes, address) {
  const keyring = spawn('gnome-keyring-daemon', ['--foreground', '--unlock', '--components=secrets'], {
    env: { ...homes, DBUS_SESSION_BUS_ADDRESS: address },
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  helpers.push(keyring);
  keyring.stdin.end('a password of the tests');
  await untilThereIsAKeyring(address, keyring);
}

/** Folders for bus and keyring alone; without a display, so that no prompt can appear on anybody's screen. */
function privateHomes() {
  const homes = {
    HOME: join(folder, 'home'),
    XDG_DATA_HOME: join(folder, 'data'),
    XDG_CONFIG_HOME: join(folder, 'config'),
    XDG_CACHE_HOME: join(folder, 'cache'),
    XDG_RUNTIME_DIR: join(folder, 'runtime'),
  };
  for (const home of Object.values(homes)) {
    mkdirSync(home, { mode: 0o700 });
  }
  return { ...process.env, DISPLAY: undefined, WAYLAND_DISPLAY: undefined, ...homes };
}

/** @param {import('node:child_process').ChildProcess} child @returns {Promise<string>} */
async function firstLine(child) {
  if (child.stdout === null) {
    throw new Error('The program has no standard output.');
  }
  let text = '';
  for await (const chunk of child.stdout.iterator({ destroyOnReturn: false })) {
    text += String(chunk);
    const end = text.indexOf('\n');
    if (end >= 0) {
      child.stdout.resume();
      return text.slice(0, end);
    }
  }
  throw new Error(`${child.spawnfile} ended before it was ready.`);
}

/**
 * The daemon does not say when it is ready, so it is asked until it names the keyring that it was given the password of.
 *
 * @param {string} address
 * @param {import('node:child_process').ChildProcess} keyring
 */
async function untilThereIsAKeyring(address, keyring) {
  const question = [
    '--session',
    '--print-reply',
    '--dest=org.freedesktop.secrets',
    '/org/freedesktop/secrets',
  ];
  question.push('org.freedesktop.Secret.Service.ReadAlias', 'string:default');
  for (let attempt = 0; attempt < 100 && keyring.exitCode === null; attempt += 1) {
    await setTimeout(50);
    const env = { ...process.env, DBUS_SESSION_BUS_ADDRESS: address };
    const { stdout } = spawnSync('dbus-send', question, { env, encoding: 'utf8' });
    if (stdout?.includes('/org/freedesktop/secrets/collection/')) {
      return;
    }
  }
  throw new Error('gnome-keyring-daemon did not become ready.');
}

/**
 * @param {string} program
 * @param {string[]} programArguments
 * @param {NodeJS.ProcessEnv} env
 * @returns {Promise<number>}
 */
async function runToItsEnd(program, programArguments, env) {
  const child = spawn(program, programArguments, { env, stdio: 'inherit' });
  for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])) {
    process.on(signal, () => child.kill(signal));
  }
  const [code, signal] = await once(child, 'exit');
  return signal === null ? code : 128 + constants.signals[/** @type {NodeJS.Signals} */ (signal)];
}
