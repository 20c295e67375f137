/**
 * Makes the module `electron` mean the stand-in, for `node --import ./dev/electron-stand-in/register.ts dist/main/main.js`.
 *
 * The built main bundle runs unmodified under Node; its window is an installed Chromium.
 */
import { registerHooks } from 'node:module';
import { log } from './log.ts';

const standIn = new URL('electron.ts', import.meta.url).href;

registerHooks({
  resolve(specifier, context, nextResolve) {
    return specifier === 'electron' || specifier === 'electron/main'
      ? { url: standIn, format: 'module-typescript', shortCircuit: true }
      : nextResolve(specifier, context);
  },
});

log('this is not Electron: Node runs the wallet and an installed Chromium shows its window.');
log('it has no tray, no screen lock events and no fuses, and the preload shares its world with the page.');
