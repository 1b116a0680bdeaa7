// What people copy from this repository, by the rules of the CI that will read it.
import { expect, test } from 'vitest';
import { lintCases } from '../conformance/ci/lint/cases.ts';
import type { CiWorld } from '../conformance/ci/world.ts';

test.each(lintCases)('$name', async ({ holds }) => {
  await expect(holds({} as CiWorld)).resolves.toBeUndefined(); // they only read files
});
