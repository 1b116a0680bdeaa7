/** Headers of an endpoint, one by one. Those that nobody may read back are opened only to be sealed again with the others. */
import { type Document, endpointHeadersChange, Failure, isSecretHeader, operation, type Operation } from '@patchbay/contracts';
import type { EndpointSecretPorts } from './endpoint-secret.ts';

type Headers = Readonly<Record<string, string>>;
type Changes = Readonly<Record<string, string | null>>;

export function endpointHeadersAction({ store, sealedOf, unseal, changeEndpoint }: EndpointSecretPorts): Operation {
  return operation(endpointHeadersChange, async ({ endpoint, headers: changes, replace }, ctx) => {
    const row = await store.get('endpoint', ctx.caller.tenant, endpoint);
    if (row === undefined) throw new Failure('resource.not_found', `There is no endpoint ${endpoint.slice(0, 64)} in this tenant`, { resource: 'endpoint', id: endpoint });
    const sealed = sealedOf(row.body)['secret_headers'];
    const hidden = replace || sealed === undefined ? {} : JSON.parse(await unseal(row, 'secret_headers', sealed)) as Headers; // sealed by the update below, or by that of the resource
    const named = (secret: boolean): Changes => Object.fromEntries(Object.entries(changes).filter(([name, value]) => value === null || isSecretHeader(name) === secret));
    const after = { headers: merged(replace ? {} : row.body['headers'] as Headers, named(false)), secret: merged(hidden, named(true)) };
    return shown(await changeEndpoint({ id: endpoint, headers: after.headers, secret_headers: Object.keys(after.secret).length === 0 ? null : after.secret }, ctx));
  });
}

/** Names count whatever their capitals; those of the newest spelling are sent. */
function merged(before: Headers, changes: Changes): Headers {
  const gone = new Set(Object.keys(changes).map((name) => name.toLowerCase()));
  const kept = Object.entries(before).filter(([name]) => !gone.has(name.toLowerCase()));
  return Object.fromEntries([...kept, ...Object.entries(changes).filter((entry): entry is [string, string] => entry[1] !== null)]);
}

function shown(view: unknown): { headers: Record<string, string>; secret_header_names: string[] } {
  const { headers, secret_header_names = [] } = view as Document & { readonly headers: Record<string, string>; readonly secret_header_names?: string[] }; // the view of the endpoint
  return { headers, secret_header_names };
}

