/** Dead letters become deliveries again, in one unit with their removal. */
import { deadLetterRedrive, deadLetterRecord, Failure, type NewId, operation, type Operation, type Row } from '@patchbay/contracts';
import type { Scalar, Store } from '@patchbay/storage';
import { enqueueOp, workOf } from './deliver/delivery.ts';

export function redrive({ store, newId, wake }: { readonly store: Store; readonly newId: NewId; readonly wake: () => void }): Operation {
  return operation(deadLetterRedrive, async ({ ids, limit, ...filters }, ctx) => {
    const { tenant } = ctx.caller;
    const where = Object.fromEntries(Object.entries(filters).filter((entry): entry is [string, string] => entry[1] !== undefined));
    const found = ids === undefined ? await store.list(deadLetterRecord.name, { tenant, where, limit: limit + 1 }) : (await store.getMany(deadLetterRecord.name, tenant, [...new Set(ids)])).filter((row) => matches(row, where));
    const letters = found.slice(0, limit);
    for (const { id, body } of letters) {
      ctx.unit.add({ op: 'delete', in: deadLetterRecord.name, tenant, id }, () => new Failure('resource.conflict', 'Somebody else sent one of these dead letters at the same time'));
      ctx.unit.add(enqueueOp({ tenant, id: newId('dlv'), lane: '', work: workOf(String(body['event']), String(body['endpoint'])), at: ctx.now }));
    }
    ctx.unit.after(wake);
    return { redriven: letters.length, more: found.length > letters.length };
  });
}

const matches = ({ body }: Row, where: Readonly<Record<string, Scalar>>): boolean => Object.entries(where).every(([field, value]) => body[field] === value);
