/** `npm run faults -- --rounds N [--seed S] [--break lease|durable] [--json]` */
import { parseArgs } from 'node:util';
import { breakages } from './broken.ts';
import { invariants } from './invariants.ts';
import { runRounds, type RoundsResult } from './rounds.ts';

const usage = `Usage: npm run faults -- [--rounds N] [--seed S] [--break ${breakages.join('|')}] [--json]

Lets two wallet processes work with the same connections through a bad network, and kills them; then compares what is
left with the demo server's own records. Ends with 1 where something that must hold does not.

  --rounds N   how many times; 20 without it
  --seed S     what the first round is planned with, each further one with the next; by chance without it
  --break ...  take a part of the wallet's protection out, to see that the harness notices
`;

const { values } = readArguments();
const rounds = Number(values.rounds);
const seed = values.seed === undefined ? Math.floor(Math.random() * 1_000_000) : Number(values.seed);
const breakage = breakages.find((each) => each === values.break) ?? null;
if (![rounds, seed].every(Number.isSafeInteger) || (values.break !== undefined && breakage === null)) {
  fail('These options are not understood.');
}
const startedAtMs = Date.now();
const result = await runRounds({
  rounds,
  seed,
  breakage,
  onRound: (done, violations) => {
    for (const violation of violations) {
      process.stderr.write(`seed ${violation.seed}: ${violation.invariant}: ${violation.detail}\n`);
    }
    if (!values.json && done % 10 === 0) {
      process.stderr.write(`${done} rounds\n`);
    }
  },
});
process.stdout.write(values.json ? `${JSON.stringify({ seed, ...result })}\n` : asText(result));
process.exit(result.violations.length === 0 ? 0 : 1);

function asText({ rounds: done, faults, violations }: RoundsResult): string {
  const counts = Object.entries(faults).map(([fault, count]) => `  ${fault.padEnd(16)} ${count}`);
  const broken = Object.entries(invariants).flatMap(([invariant, words]) => {
    const seeds = violations
      .filter((violation) => violation.invariant === invariant)
      .map((each) => each.seed);
    return seeds.length === 0
      ? []
      : [`  ${words}: ${seeds.length} times, with the seeds ${seeds.join(', ')}`];
  });
  const seconds = Math.round((Date.now() - startedAtMs) / 1000);
  return [
    `${done} rounds from the seed ${seed} in ${seconds} s`,
    'Faults',
    ...counts,
    `Violations: ${violations.length}`,
    ...broken,
    '',
  ].join('\n');
}

function readArguments(): { values: { rounds: string; seed?: string; break?: string; json: boolean } } {
  try {
    return parseArgs({
      options: {
        rounds: { type: 'string', default: '20' },
        seed: { type: 'string' },
        break: { type: 'string' },
        json: { type: 'boolean', default: false },
      },
    });
  } catch (error) {
    return fail(error instanceof Error ? error.message : String(error));
  }
}

function fail(problem: string): never {
  process.stderr.write(`${problem}\n${usage}`);
  process.exit(2);
}
