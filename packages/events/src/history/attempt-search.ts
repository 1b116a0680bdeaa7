/** Attempts by what came of them, and how many of them went well. */
import { attemptRecord, attemptSearch, endpointStats, eventRecord, operation, type Operation, type Row } from '@patchbay/contracts';
import type { HistoryPorts } from './delivery-search.ts';
import { isOf, viewOf, walk } from './past.ts';
import { projectOf } from './project-of.ts';

const AT_ONCE = 500;

export function attemptSearchActions(ports: HistoryPorts): Operation[] {
  const { store } = ports;

  const search = operation(attemptSearch, ({ endpoint, event, project, types, channel, outcome, status_class, ...past }, { caller: { tenant }, signal }) => {
    const where = { ...(endpoint === undefined ? {} : { endpoint }), ...(event === undefined ? {} : { event }) };
    const ofProject = remembered((id) => projectOf(id, tenant, ports));
    return walk(past, {
      async read({ after, limit, descending, ...window }) {
        const rows = await store.list(attemptRecord.name, { tenant, where, limit, sort: { field: 'seq', descending }, ...window, ...(after === undefined ? {} : { after: { value: after, id: '' } }) });
        return { rows, next: rows.length < limit ? undefined : rows.at(-1)?.seq };
      },
      placeOf: async (id) => (await store.get(attemptRecord.name, tenant, id))?.seq,
      async pick(rows) {
        const likely = rows.filter(({ body }) => (outcome === undefined || (outcome === 'failed') === (body['outcome'] === 'failed')) && (status_class === undefined || classOf(body['status']) === status_class));
        const ours = project === undefined ? likely : await kept(likely, async ({ body }) => (await ofProject(String(body['endpoint']))) === project);
        const wanted = types === undefined && channel === undefined ? ours : await ofEvents(tenant, ours, { types, channel });
        return wanted.map((row) => ({ row, item: viewOf(row) }));
      },
    }, signal) as never; // rows of the log fit the record
  });

  async function ofEvents(tenant: string, attempts: readonly Row[], wanted: Parameters<typeof isOf>[1]): Promise<Row[]> {
    const events = new Map((await store.getMany(eventRecord.name, tenant, [...new Set(attempts.map(({ body }) => String(body['event'])))])).map((row) => [row.id, row]));
    return attempts.filter(({ body }) => {
      const event = events.get(String(body['event']));
      return event !== undefined && isOf(event, wanted);
    });
  }

  const stats = operation(endpointStats, async ({ endpoint, since, until }, { caller: { tenant }, signal }) => {
    const counts = { delivered: 0, failed: 0 };
    for (let after: number | undefined; ;) {
      signal.throwIfAborted();
      const rows = await store.list(attemptRecord.name, {
        tenant, where: { endpoint }, limit: AT_ONCE, sort: { field: 'seq', descending: true },
        ...(since === undefined ? {} : { since: Date.parse(since) }), ...(until === undefined ? {} : { until: Date.parse(until) }), ...(after === undefined ? {} : { after: { value: after, id: '' } }),
      });
      for (const { body } of rows) counts[body['outcome'] === 'failed' ? 'failed' : 'delivered']++;
      after = rows.at(-1)?.seq;
      if (rows.length < AT_ONCE) return counts;
    }
  });

  return [search, stats];
}

/** 0 stands for no answer. */
const classOf = (status: unknown): number => (typeof status === 'number' ? Math.floor(status / 100) * 100 : 0);

async function kept<T>(items: readonly T[], holds: (item: T) => Promise<boolean>): Promise<T[]> {
  const held = await Promise.all(items.map(holds));
  return items.filter((_, at) => held[at]);
}

function remembered<T>(ask: (key: string) => Promise<T>): (key: string) => Promise<T> {
  const known = new Map<string, Promise<T>>();
  return (key) => {
    const found = known.get(key) ?? ask(key);
    known.set(key, found);
    return found;
  };
}
