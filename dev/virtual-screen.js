import { spawn } from 'node:child_process';
import { once } from 'node:events';

/**
 * A screen that nobody sees, for the windows of the tests.
 *
 * @returns {Promise<{ readonly display: string, readonly close: () => void }>}
 */
export async function openVirtualScreen() {
  // Xvfb itself finds a number that is free, and says it on the descriptor.
  const server = spawn('Xvfb', ['-displayfd', '3', '-screen', '0', '1600x1200x24', '-nolisten', 'tcp'], {
    stdio: ['ignore', 'ignore', 'ignore', 'pipe'],
  });
  const close = () => {
    server.kill();
  };
  process.on('exit', close);
  const told = server.stdio[3];
  if (told === null || told === undefined) {
    throw new Error('Xvfb has no descriptor to speak on');
  }
  const [number] = await Promise.race([once(told, 'data'), once(server, 'exit').then(() => [undefined])]);
  if (number === undefined) {
    throw new Error('Xvfb did not start');
  }
  return { display: `:${String(number).trim()}`, close };
}
