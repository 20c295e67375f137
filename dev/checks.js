/** The parts of `npm run check`: what a machine can see of the house style. Each must be without a single warning. */
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { node24, nodeOptions, scriptOf, top } from './node24.js';

/**
 * @typedef {object} Check
 * @property {string} name
 * @property {readonly string[]} command a script and its options, for Node 24
 */

const typescript = scriptOf('typescript/bin/tsc');

/** @type {readonly Check[]} */
const checks = [
  { name: 'layers', command: [join(top, 'dev', 'layers.js')] },
  { name: 'services', command: [join(top, 'dev', 'check-services.ts')] },
  { name: 'types of src-main', command: [typescript, '-p', 'tsconfig.json'] },
  { name: 'types of dev', command: [typescript, '-p', 'dev/tsconfig.json'] },
  { name: 'types of test', command: [typescript, '-p', 'test/tsconfig.json'] },
  {
    name: 'types of src-renderer',
    command: [
      scriptOf('svelte-check/bin/svelte-check'),
      ...['--tsconfig', 'src-renderer/tsconfig.json', '--fail-on-warnings', '--output', 'human'],
    ],
  },
  { name: 'lint', command: [scriptOf('eslint/bin/eslint.js'), '--max-warnings', '0', '.'] },
  {
    name: 'formatting',
    command: [scriptOf('prettier/bin/prettier.cjs'), '--check', '--log-level', 'warn', '.'],
  },
];

/**
 * Runs all parts, two at a time, and says how each went.
 *
 * @returns {Promise<{ readonly passed: number, readonly failed: number }>}
 */
export async function runChecks() {
  const waiting = [...checks];
  let failed = 0;
  const worker = async () => {
    for (let check = waiting.shift(); check !== undefined; check = waiting.shift()) {
      const { ok, output } = await run(check);
      failed += ok ? 0 : 1;
      console.log(ok ? `  ok      ${check.name}` : `${output}\n  FAILED  ${check.name}`);
    }
  };
  await Promise.all([worker(), worker()]);
  return { passed: checks.length - failed, failed };
}

/** @param {Check} check @returns {Promise<{ readonly ok: boolean, readonly output: string }>} */
function run({ command }) {
  return new Promise((resolve) => {
    const child = spawn(node24, [...nodeOptions, ...command], {
      cwd: top,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (chunk) => (output += chunk));
    }
    child.once('close', (code) => {
      resolve({ ok: code === 0, output });
    });
  });
}
