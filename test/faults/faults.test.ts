import { describe, expect, it } from 'vitest';
import { runRounds } from './rounds.ts';

/* A few rounds of `npm run faults`, which runs as many as you like. */

describe('two wallets that are killed in a bad network', { timeout: 120_000 }, () => {
  it('lose no token, and call nothing dead that lives', async () => {
    const { violations } = await runRounds({ rounds: 5, seed: 1 });

    expect(violations).toEqual([]);
  });

  it.each([
    ['lease', 'unharmed'],
    ['durable', 'durable'],
  ] as const)('are caught at it without what protects from it: %s', async (breakage, invariant) => {
    const { violations } = await runRounds({ rounds: 20, seed: 1, breakage, untilViolated: invariant });

    expect(violations.map((violation) => violation.invariant)).toContain(invariant);
  });
});
