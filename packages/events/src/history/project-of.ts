/** The project of an endpoint, also of one that is gone: what was told when it was deleted says it. */
import { eventRecord } from '@patchbay/contracts';
import type { HistoryPorts } from './delivery-search.ts';

export async function projectOf(endpoint: string, tenant: string, { store, receivers }: HistoryPorts): Promise<string | undefined> {
  const known = receivers.get(tenant, endpoint);
  if (known !== undefined) return known.row.body['project'] as string | undefined; // parsed by the schema of the endpoint
  const [deleted] = await store.list(eventRecord.name, { tenant, where: { type: 'endpoint.deleted', subject: endpoint }, limit: 1, sort: { field: 'seq', descending: true } });
  return (deleted?.body['data'] as { readonly project?: string } | undefined)?.project; // the view of the endpoint as it was
}
