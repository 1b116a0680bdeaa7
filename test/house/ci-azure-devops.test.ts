// The committed Azure DevOps tasks under an agent of our own, against a real hub.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { azureCases } from '../conformance/ci/azure-devops/cases.ts';
import { type CiWorld, startCiWorld } from '../conformance/ci/world.ts';

let world: CiWorld;
beforeAll(async () => { world = await startCiWorld(); });
afterAll(() => world.stop());

test.each(azureCases)('Azure DevOps: $name', async ({ holds }) => {
  await expect(holds(world)).resolves.toBeUndefined();
});
