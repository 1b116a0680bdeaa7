// The committed GitHub actions under a runner of our own, against a real hub.
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { githubCases } from '../conformance/ci/github/cases.ts';
import { type CiWorld, startCiWorld } from '../conformance/ci/world.ts';

let world: CiWorld;
beforeAll(async () => { world = await startCiWorld(); });
afterAll(() => world.stop());

test.each(githubCases)('GitHub: $name', async ({ holds }) => {
  await expect(holds(world)).resolves.toBeUndefined();
});

test('the committed bundles are what the sources give', async () => {
  const built = await promisify(execFile)(process.execPath, [join(import.meta.dirname, '../../actions/step/build.ts'), '--check']);
  expect(built.stderr).toBe('');
});
