/** data_key_rotate: a new data key for the caller's tenant, and everything sealed anew. */
import { dataKeyRotate, operation, type Operation } from '@patchbay/contracts';
import type { Resources } from '@patchbay/resources';
import type { Vault } from '@patchbay/vault';

export function dataKeyRotation(vault: Vault, resources: Resources): Operation {
  return operation(dataKeyRotate, async (_input, ctx) => {
    const { version } = await vault.rotateDataKey(ctx.caller.tenant);
    const resealed = await resources.reseal(ctx.caller.tenant, ctx.signal);
    return { key_version: version, resealed };
  });
}
