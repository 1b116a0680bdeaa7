/** Dead letters of rules become work again, in one unit with their removal. */
import { Failure, type NewId, operation, type Operation, ruleDeadLetterRecord, ruleDeadLetterRedrive } from '@patchbay/contracts';
import type { Store } from '@patchbay/storage';
import { enqueueTask } from './rule-work.ts';

export function redriveRules({ store, newId, wake }: { readonly store: Store; readonly newId: NewId; readonly wake: () => void }): Operation {
  return operation(ruleDeadLetterRedrive, async ({ ids, rule, limit }, ctx) => {
    const { tenant } = ctx.caller;
    const found = ids === undefined
      ? await store.list(ruleDeadLetterRecord.name, { tenant, where: rule === undefined ? {} : { rule }, limit: limit + 1 })
      : (await store.getMany(ruleDeadLetterRecord.name, tenant, [...new Set(ids)])).filter(({ body }) => rule === undefined || body['rule'] === rule);
    const letters = found.slice(0, limit);
    for (const { id, body } of letters) {
      ctx.unit.add({ op: 'delete', in: ruleDeadLetterRecord.name, tenant, id }, () => new Failure('resource.conflict', 'Somebody else sent one of these dead letters at the same time'));
      ctx.unit.add(enqueueTask({ event: String(body['event']), rule: String(body['rule']), causes: [], anew: true }, { tenant, id: newId('rwk'), lane: '', at: ctx.now }));
    }
    ctx.unit.after(wake);
    return { redriven: letters.length, more: found.length > letters.length };
  });
}
