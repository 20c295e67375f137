/** What every suite of `npm test` comes to, and the one line that sums them up. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';

/**
 * @typedef {object} Counts
 * @property {number} passed
 * @property {number} failed
 * @property {readonly { readonly name: string, readonly reason: string }[]} skipped
 */

/** For a reporter within a suite. @param {Counts} counts */
export function writeCounts(counts) {
  const file = process.env['TOKEN_WALLET_COUNTS'];
  if (file !== undefined) {
    writeFileSync(file, JSON.stringify(counts));
  }
}

/**
 * A suite that ended badly without saying why, or that found no tests, counts as one failure.
 *
 * @param {string} file what the suite's reporter has written
 * @param {boolean} endedWell
 * @returns {Counts}
 */
export function readCounts(file, endedWell) {
  const failure = { passed: 0, failed: 1, skipped: [] };
  if (!existsSync(file)) {
    return failure;
  }
  /** @type {Counts} */
  const counts = JSON.parse(readFileSync(file, 'utf8'));
  const isEmpty = counts.passed + counts.failed + counts.skipped.length === 0;
  return isEmpty || (!endedWell && counts.failed === 0) ? { ...counts, failed: 1 } : counts;
}

/** @param {readonly Counts[]} all @returns {Counts} */
export function sum(all) {
  return {
    passed: all.reduce((total, { passed }) => total + passed, 0),
    failed: all.reduce((total, { failed }) => total + failed, 0),
    skipped: all.flatMap(({ skipped }) => skipped),
  };
}

/** Names what was skipped, then closes with `N passed, N failed, N skipped`. @param {Counts} counts */
export function printCounts({ passed, failed, skipped }) {
  console.log('');
  for (const { name, reason } of skipped) {
    console.log(`skipped: ${name}: ${reason}`);
  }
  console.log(`${passed} passed, ${failed} failed, ${skipped.length} skipped`);
}
