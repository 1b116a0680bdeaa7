/** How events stand at endpoints: what their attempts came to. */
import { attemptRecord, deliverySearch, eventDestinations, eventRecord, Failure, operation, type Operation, type Row } from '@patchbay/contracts';
import type { Store } from '@patchbay/storage';
import { type Receivers, theReceiver } from '../match/receivers.ts';
import { eventsOf } from './event-search.ts';
import { isOf, viewOf, walk } from './past.ts';
import { projectOf } from './project-of.ts';

export interface HistoryPorts {
  readonly store: Store;
  readonly receivers: Receivers;
  readonly stopping?: AbortSignal;
}

/** Attempts on one event that are looked at. */
const MOST_ATTEMPTS = 5_000;
const AT_ONCE = 500;

export function deliverySearchActions({ store, receivers }: HistoryPorts): Operation[] {
  const search = operation(deliverySearch, async ({ endpoint, types, channel, status, ...past }, { caller: { tenant }, signal }) => {
    const receiver = await theReceiver(receivers, tenant, endpoint);
    const project = receiver.row.body['project'] as string | undefined; // parsed by the schema of the endpoint
    return walk(past, {
      ...eventsOf(store, tenant, { project: receiver.row.body['only_published'] === true ? project : undefined, types, channel }),
      async pick(rows) {
        const wanted = rows.filter((row) => isOf(row, { types, channel }));
        const stands = await Promise.all(wanted.map(async (row) => standing(await attemptsOf(tenant, row.id, endpoint))));
        return wanted.flatMap((row, at) => {
          const stand = stands[at];
          return stand === undefined || (status !== undefined && stand.status !== status) ? [] : [{ row, item: { event: viewOf(row), ...stand } }];
        });
      },
    }, signal) as never; // rows of the log fit the record
  });

  const destinations = operation(eventDestinations, async ({ event, project }, { caller: { tenant } }) => {
    if ((await store.get(eventRecord.name, tenant, event)) === undefined) throw new Failure('resource.not_found', `There is no event ${event} in this tenant`, { resource: 'event', id: event });
    const byEndpoint = Map.groupBy(await attemptsOf(tenant, event), ({ body }) => String(body['endpoint']));
    const ids = [...byEndpoint.keys()].sort();
    const projects = await Promise.all(ids.map((id) => (project === undefined ? undefined : projectOf(id, tenant, { store, receivers }))));
    return { items: ids.filter((_, at) => projects[at] === project).map((endpoint) => ({ endpoint, ...standing(byEndpoint.get(endpoint)!)! })) };
  });

  /** The newest first. */
  async function attemptsOf(tenant: string, event: string, endpoint?: string): Promise<Row[]> {
    const found: Row[] = [];
    for (let after: number | undefined; found.length < MOST_ATTEMPTS;) {
      const rows = await store.list(attemptRecord.name, { tenant, where: { event, ...(endpoint === undefined ? {} : { endpoint }) }, limit: AT_ONCE, sort: { field: 'seq', descending: true }, ...(after === undefined ? {} : { after: { value: after, id: '' } }) });
      found.push(...rows);
      after = rows.at(-1)?.seq;
      if (rows.length < AT_ONCE) break;
    }
    return found;
  }

  return [search, destinations];
}

/** Once taken is taken, whatever came before or after; undefined, when it was never tried. */
function standing(attempts: readonly Row[]): { status: 'delivered' | 'pending' | 'failed'; attempts: number; next_at: string | null } | undefined {
  const [newest] = attempts;
  if (newest === undefined) return undefined;
  if (attempts.some(({ body }) => body['outcome'] !== 'failed')) return { status: 'delivered', attempts: attempts.length, next_at: null };
  const next = newest.body['next_at'];
  return typeof next === 'string' ? { status: 'pending', attempts: attempts.length, next_at: next } : { status: 'failed', attempts: attempts.length, next_at: null };
}
