/** The last line of `npm test`: `N passed, N failed`. A file that does not even load counts as one failure, and so does an error outside any test. */
import type { Reporter, TestModule } from 'vitest/node';

interface Tally { passed: number; failed: number; skipped: number }

export default class TallyReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], stray: readonly unknown[]): void {
    console.log(`\n${sentenceOf(tallyOf(modules, stray))}`);
  }
}

export function tallyOf(modules: readonly TestModule[], stray: readonly unknown[]): Tally {
  const tally: Tally = { passed: 0, failed: stray.length, skipped: 0 };
  for (const module of modules) {
    const before = tally.failed;
    for (const test of module.children.allTests()) {
      const { state } = test.result();
      if (state === 'passed') tally.passed++;
      else if (state === 'skipped') tally.skipped++;
      else tally.failed++; // also one that never came to its end
    }
    if (!module.ok() && tally.failed === before) tally.failed++;
  }
  return tally;
}

export function sentenceOf({ passed, failed, skipped }: Tally): string {
  return `${passed} passed, ${failed} failed${skipped === 0 ? '' : `, ${skipped} skipped`}`;
}
