/** Events that are in the log become deliveries once more. A page at a time: who asks goes on where the last page ended. */
import { type Context, eventReplay, eventRecord, Failure, operation, type NewId, type Operation, type Row } from '@patchbay/contracts';
import type { Store } from '@patchbay/storage';
import { enqueueOp, workOf } from './deliver/delivery.ts';
import { factsOf } from './match/event-facts.ts';
import type { Receiver } from './match/receiver.ts';
import type { Receivers } from './match/receivers.ts';

export interface ReplayPorts {
  readonly store: Store;
  readonly newId: NewId;
  readonly receivers: Receivers;
  readonly wake: () => void;
}

export function replay({ store, newId, receivers, wake }: ReplayPorts): Operation {
  return operation(eventReplay, async ({ endpoint, ids, type, since, until, after, limit }, ctx) => {
    const { tenant } = ctx.caller;
    const receiver = receivers.get(tenant, endpoint);
    if (receiver === undefined) throw new Failure('resource.not_found', `There is no endpoint ${endpoint} in this tenant`, { resource: 'endpoint', id: endpoint });
    if (ids !== undefined) return { replayed: send(receiver, await store.getMany(eventRecord.name, tenant, [...new Set(ids)]), ctx), next: null };
    const rows = await store.list(eventRecord.name, {
      tenant, limit, sort: { field: 'seq', descending: false }, ...(type === undefined ? {} : { where: { type } }),
      ...(since === undefined ? {} : { since: Date.parse(since) }), ...(until === undefined ? {} : { until: Date.parse(until) }), ...(after === undefined ? {} : { after: { value: after, id: '' } }),
    });
    const taken = rows.map(factsOf).filter((event) => receiver.takesType(event.type) && receiver.takes(event)).map(({ id }) => id);
    const replayed = send(receiver, rows.filter(({ id }) => taken.includes(id)), ctx);
    return { replayed, next: rows.length < limit ? null : (rows.at(-1)?.seq ?? null) };
  });

  function send(receiver: Receiver, events: readonly Row[], ctx: Context): number {
    for (const row of events) ctx.unit.add(enqueueOp({ tenant: row.tenant, id: newId('dlv'), lane: receiver.laneOf(factsOf(row)), work: workOf(row.id, receiver.id), at: ctx.now }));
    ctx.unit.after(wake);
    return events.length;
  }
}
