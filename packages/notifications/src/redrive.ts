/** Notifications that failed become work again, each in one unit with its change. */
import { Failure, type NewId, notificationRecord, notificationRedrive, operation, type Operation, type Row } from '@patchbay/contracts';
import type { Store } from '@patchbay/storage';
import type { Notification } from './collections.ts';
import { FOR_EVER, workOf } from './order.ts';

export function redriveNotifications({ store, newId, wake }: { readonly store: Store; readonly newId: NewId; readonly wake: () => void }): Operation {
  return operation(notificationRedrive, async ({ ids, rule, limit }, ctx) => {
    const { tenant } = ctx.caller;
    const of = rule === undefined ? {} : { rule };
    const found = (ids === undefined
      ? await store.list(notificationRecord.name, { tenant, where: { ...of, status: 'failed' }, limit: limit + 1 })
      : (await store.getMany(notificationRecord.name, tenant, [...new Set(ids)])).filter(({ body }) => body['status'] === 'failed' && (rule === undefined || body['rule'] === rule))) as Row<Notification>[]; // written by this engine alone
    const rows = found.slice(0, limit);
    for (const { id, version, body } of rows) {
      const { reason: _, approval: __, ...kept } = body;
      const again: Notification = { ...(kept as Notification), status: 'waiting', round: body.round + 1, expires: FOR_EVER };
      ctx.unit.add({ op: 'update', in: notificationRecord.name, tenant, id, version, body: again, at: ctx.now }, () => new Failure('resource.conflict', 'Somebody else sent one of these notifications at the same time'));
      ctx.unit.add(workOf(tenant, newId('nwk'), { id, body: again }, again.thread ?? '', ctx.now));
    }
    ctx.unit.after(wake);
    return { redriven: rows.length, more: found.length > rows.length };
  });
}
