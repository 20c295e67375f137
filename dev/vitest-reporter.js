/** Writes what vitest counted, and why a test was skipped, to the file that TOKEN_WALLET_COUNTS names. */
import { writeCounts } from './counts.js';

/** @implements {Required<Pick<import('vitest/node').Reporter, 'onTestRunEnd'>>} */
export default class CountingReporter {
  /**
   * @param {readonly import('vitest/node').TestModule[]} modules
   * @param {readonly unknown[]} unhandledErrors
   */
  onTestRunEnd(modules, unhandledErrors) {
    const suites = modules.flatMap((module) => [...module.children.allSuites()]);
    const tests = modules.flatMap((module) => [...module.children.allTests()]);
    const failures = [
      ...tests.filter((test) => ['failed', 'pending'].includes(test.result().state)),
      // What cannot be loaded has no tests, and must not look like something that has nothing to say.
      ...modules.filter((module) => module.errors().length > 0 || module.children.size === 0),
      ...suites.filter((suite) => suite.errors().length > 0),
      ...unhandledErrors,
    ];
    writeCounts({
      passed: tests.filter((test) => test.result().state === 'passed').length,
      failed: failures.length,
      skipped: tests.flatMap((test) => {
        const result = test.result();
        return result.state === 'skipped'
          ? [{ name: test.fullName, reason: result.note ?? 'no reason given' }]
          : [];
      }),
    });
  }
}
