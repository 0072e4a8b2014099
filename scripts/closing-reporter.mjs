/** Vitest reporter: counts for the last line of `npm test`, and why each skipped test was skipped. */
import { writeFileSync } from 'node:fs';

/** Where scripts/test.mjs reads the counts. */
export const COUNTS_FILE = process.env.PARLEY_TEST_COUNTS;

export default class ClosingReporter {
  onTestRunEnd(modules, errors) {
    const counts = { passed: 0, failed: errors.length, skipped: [] };
    for (const module of modules) {
      // A file that can't even be loaded has no tests to fail.
      if (module.state() === 'failed' && [...module.children.allTests()].every((test) => test.result().state !== 'failed'))
        counts.failed += 1;
      for (const test of module.children.allTests()) {
        const { state, note } = test.result();
        if (state === 'passed') counts.passed += 1;
        else if (state === 'failed') counts.failed += 1;
        else counts.skipped.push(`${test.fullName}: ${note ?? 'skipped in its file'}`);
      }
    }
    if (COUNTS_FILE) writeFileSync(COUNTS_FILE, JSON.stringify(counts));
  }
}
