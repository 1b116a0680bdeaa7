/** The `secret` resource counts its values; the vault keeps them. */
import { type Behaviour, Failure } from '@patchbay/contracts';

export const secretVersions: Behaviour = {
  create({ store }) {
    if (store !== 'hub') throw new Failure('input.invalid', `This release keeps secrets in the hub itself; ${String(store)} comes later`, { issues: [{ path: 'store', message: 'expected hub' }] });
    return { computed: { value_version: 1 } };
  },
  update: (before, after) => ({ value_version: Number(before.body['value_version']) + (after['value'] === undefined ? 0 : 1) }),
};
