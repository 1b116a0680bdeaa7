/** Says which existing resource has the natural key already. */
import { type Document, Failure } from '@patchbay/contracts';
import type { Scalar } from '@patchbay/storage';
import type { Room } from './room.ts';

export async function duplicate({ definition, ports }: Room, fields: Document, tenant: string): Promise<Failure> {
  const where = Object.fromEntries(definition.key.map((field) => [field, fields[field] as Scalar]));
  const existing = definition.key.length === 0 ? undefined : await ports.store.find(definition.name, tenant, where);
  const named = definition.key.map((field) => `${field} ${JSON.stringify(fields[field])}`).join(' and ');
  return new Failure('resource.duplicate', `There is a ${definition.title.toLowerCase()} with ${named} already`, {
    resource: definition.name,
    fields: definition.key,
    ...(existing === undefined ? {} : { existing: existing.id }),
  });
}
