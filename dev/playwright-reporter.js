/** Writes what Playwright counted, and why a test was skipped, to the file that TOKEN_WALLET_COUNTS names. */
import { writeCounts } from './counts.js';

/** @implements {Required<Pick<import('@playwright/test/reporter').Reporter, 'onBegin' | 'onError' | 'onEnd'>>} */
export default class CountingReporter {
  /** @type {import('@playwright/test/reporter').Suite | undefined} */
  #everything;
  #errors = 0;

  /** @param {unknown} _config @param {import('@playwright/test/reporter').Suite} everything */
  onBegin(_config, everything) {
    this.#everything = everything;
  }

  /** An error outside of every test, such as a file that cannot be loaded. */
  onError() {
    this.#errors += 1;
  }

  onEnd() {
    const tests = this.#everything?.allTests() ?? [];
    const skipped = tests.filter((test) => test.outcome() === 'skipped');
    const passed = tests.filter((test) => test.outcome() === 'expected').length;
    writeCounts({
      passed,
      failed: tests.length - passed - skipped.length + this.#errors,
      skipped: skipped.map((test) => ({
        name: test.titlePath().filter(Boolean).join(' › '),
        reason:
          test.annotations.find(({ type }) => type === 'skip' || type === 'fixme')?.description ??
          'no reason given',
      })),
    });
  }
}
