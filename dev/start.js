/**
 * `npm start`: sets up, builds and opens the window. `npm run dev` does the same and starts it anew on every change.
 *
 * Options: `--try-electron` tries once more to download Electron; others go to the wallet, such as `--home DIR`.
 */
import { join } from 'node:path';
import { electronRuns, obtainElectron } from './electron-binary.js';
import { electronHost, standInHost } from './host.js';
import { becomeNode24, node24, nodeOptions, runProgram, top } from './node24.js';
import { fail, say, setUp } from './set-up.js';
import { ensureSystemPackages, forTheWindow } from './system-packages.js';

const own = ['--watch', '--try-electron'];
const given = process.argv.slice(2);
const walletOptions = given.filter((option) => !own.includes(option));

if (process.platform === 'linux' && !process.env['DISPLAY'] && !process.env['WAYLAND_DISPLAY']) {
  fail('There is no display here to open a window on. In a terminal, use: npm run -s cli -- --help');
}
await setUp();
const host = await chooseHost();

if (given.includes('--watch')) {
  const { program, options } = host;
  await becomeNode24([join(top, 'dev', 'vite', 'watch.ts'), program, ...options, ...walletOptions]);
} else {
  const { code } = await runProgram(node24, [...nodeOptions, join(top, 'dev', 'vite', 'build.ts')]);
  if (code !== 0) {
    process.exit(code ?? 1);
  }
  const ending = await runProgram(host.program, [...host.options, ...walletOptions]);
  process.exit(ending.code ?? 1);
}

async function chooseHost() {
  const electron = await obtainElectron({ again: given.includes('--try-electron') });
  const hasElectron = () => electron !== undefined && electronRuns(electron);
  if (!hasElectron() && !ensureSystemPackages(forTheWindow)) {
    process.exit(1);
  }
  if (electron !== undefined && hasElectron()) {
    say('The window opens in Electron.');
    return electronHost(electron);
  }
  say(
    electron === undefined
      ? 'Electron cannot be had here, so the window opens in the stand-in (npm start -- --try-electron tries again).'
      : 'Electron is here and does not run, so the window opens in the stand-in.',
  );
  return standInHost();
}
