/** Shows the token that a sender brought, until a request that is signed with it has come: from then on nobody needs to see it. */
import { Failure, operation, type Operation, sourceToken } from '@patchbay/contracts';
import type { Store } from '@patchbay/storage';
import type { SecretPorts } from './source-secrets.ts';
import type { Source } from './source.ts';

export interface TokenPorts extends Pick<SecretPorts, 'unseal' | 'sealedOf'> {
  readonly store: Store;
  readonly read: (row: Source['row']) => Source;
}

export function tokenOperation({ store, unseal, sealedOf, read }: TokenPorts): Operation {
  return operation(sourceToken, async ({ id }, ctx) => {
    const row = await store.get('source', ctx.caller.tenant, id);
    if (row === undefined) throw new Failure('resource.not_found', `There is no source ${id.slice(0, 64)} in this tenant`, { resource: 'source', id });
    const sealed = sealedOf(row.body)['secret'];
    const { handshake } = read(row);
    if (handshake !== 'unconfirmed' || sealed === undefined) throw new Failure('source.no_token', `The handshake of this source is ${handshake}: there is no token to show`, { handshake });
    ctx.target(id);
    return { token: await unseal(row, 'secret', sealed) };
  });
}
