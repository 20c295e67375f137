/**
 * Builds on every change and starts the window anew: `watch.ts PROGRAM OPTIONS...`, under Node 24.
 *
 * The renderer's changes start it anew, too: the main side reads the built files once.
 */
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { build } from 'vite';
import type { InlineConfig } from 'vite';
import { main, preload, renderer } from './configs.ts';

/** Several bundles change with one saved file. */
const SETTLING_TIME_MS = 150;

const [program = '', ...options] = process.argv.slice(2);
const unbuilt = new Set<InlineConfig>([renderer, main, preload]);
let window: ChildProcess | undefined;
let settling: NodeJS.Timeout | undefined;

for (const config of [...unbuilt]) {
  const watcher = await build({ ...config, build: { ...config.build, watch: {} } });
  if (!('on' in watcher)) {
    throw new Error('Vite did not watch');
  }
  watcher.on('event', (event) => {
    if (event.code === 'ERROR') {
      console.error(event.error.message);
    }
    if (event.code === 'END') {
      unbuilt.delete(config);
      clearTimeout(settling);
      settling = setTimeout(startAnew, SETTLING_TIME_MS);
    }
  });
}

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.on(signal, () => {
    window?.removeAllListeners('exit').once('exit', () => process.exit());
    window?.kill(signal);
  });
}

function startAnew(): void {
  if (unbuilt.size === 0) {
    openWindow().catch((error: unknown) => {
      console.error(error);
    });
  }
}

async function openWindow(): Promise<void> {
  const old = window;
  if (old !== undefined && old.exitCode === null && old.signalCode === null) {
    const gone = once(old.removeAllListeners('exit'), 'exit');
    old.kill();
    await gone;
  }
  window = spawn(program, options, { stdio: 'inherit' });
  // A person who closes the window is done with the work.
  window.once('exit', (code) => process.exit(code ?? 0));
}
