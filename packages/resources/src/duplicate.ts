/** Says which existing resource has the natural key already, or another group of values that is there once. */
import { type Document, Failure, withArticle } from '@patchbay/contracts';
import type { Scalar } from '@patchbay/storage';
import type { Room } from './room.ts';

export async function duplicate({ definition, ports }: Room, fields: Document, tenant: string, own?: string): Promise<Failure> {
  const groups = [definition.key, ...definition.unique].filter((group) => group.length > 0 && group.every((field) => fields[field] !== undefined));
  for (const group of groups) {
    const existing = await ports.store.find(definition.name, tenant, Object.fromEntries(group.map((field) => [field, fields[field] as Scalar])));
    if (existing !== undefined && existing.id !== own) return taken(definition, group, fields, existing.id);
  }
  return taken(definition, definition.key, fields);
}

function taken({ name, title }: Room['definition'], group: readonly string[], fields: Document, existing?: string): Failure {
  const named = group.map((field) => `${field} ${JSON.stringify(fields[field])}`).join(' and ');
  return new Failure('resource.duplicate', `There is ${withArticle(title)} with ${named} already`, { resource: name, fields: group, ...(existing === undefined ? {} : { existing }) });
}
