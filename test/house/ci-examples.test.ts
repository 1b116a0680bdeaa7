// The examples for CI systems, each in its player. Those that need other programs run in `npm run conformance ci`.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { examples } from '../conformance/ci/examples/cases.ts';
import { type CiWorld, startCiWorld } from '../conformance/ci/world.ts';

let world: CiWorld;
beforeAll(async () => { world = await startCiWorld(); });
afterAll(() => world.stop());

test.each(examples.filter(({ lacks }) => lacks === '' || lacks === 'curl'))('$name', async ({ holds }) => {
  await expect(holds(world)).resolves.toBeUndefined();
});
