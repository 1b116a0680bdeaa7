// The committed job worker and Lambda functions against a fake of CodePipeline that checks every signature and every shape, and a real hub.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { codepipelineCases } from '../conformance/ci/codepipeline/cases.ts';
import { type CiWorld, startCiWorld } from '../conformance/ci/world.ts';

let world: CiWorld;
beforeAll(async () => { world = await startCiWorld(); });
afterAll(() => world.stop());

test.each(codepipelineCases)('CodePipeline: $name', async ({ holds }) => {
  await expect(holds(world)).resolves.toBeUndefined();
});
