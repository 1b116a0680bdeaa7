// The Azure DevOps extension as it is packed, and its tasks under an agent of our own, against a real hub.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { azureCases } from '../conformance/ci/azure-devops/cases.ts';
import { extensionCases } from '../conformance/ci/azure-devops/extension-cases.ts';
import { gateCases } from '../conformance/ci/azure-devops/gate-cases.ts';
import { type CiWorld, startCiWorld } from '../conformance/ci/world.ts';

let world: CiWorld;
beforeAll(async () => { world = await startCiWorld(); });
afterAll(() => world.stop());

test.each([...extensionCases, ...gateCases, ...azureCases])('Azure DevOps: $name', async ({ holds }) => {
  await expect(holds(world)).resolves.toBeUndefined();
});
