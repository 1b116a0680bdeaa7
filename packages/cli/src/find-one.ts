/** One thing by its id, or by its natural key: `shop`, or `subject_kind=group,subject=ops,role=admin`. */
import type { AnyResource, Client } from '@patchbay/client';
import type { CatalogResource } from '@patchbay/contracts';
import { isId } from './catalog.ts';
import { Complaint, usage } from './complaint.ts';
import { exitCodes } from './exit-code.ts';

export async function findOne(resource: CatalogResource, word: string, hub: Client, signal: AbortSignal): Promise<AnyResource['view']> {
  const { plural, prefix, key, title } = resource;
  if (isId(prefix, word) || key.length === 0) return hub.resource(plural).get(word, { signal });
  const found = await hub.resource(plural).find(keyOf(resource, word), { signal });
  if (found === undefined) throw new Complaint('resource.not_found', `There is no ${title.toLowerCase()} ${word} that you may see`, `List them: patchbay list ${plural}`, exitCodes.notFound.code);
  return found;
}

function keyOf({ key, name }: CatalogResource, word: string): Readonly<Record<string, string>> {
  if (key.length === 1) return { [key[0]!]: word };
  const pairs = Object.fromEntries(word.split(',').map((pair) => pair.split(/=(.*)/s, 2) as [string, string]));
  if (key.every((field) => pairs[field] !== undefined) && Object.keys(pairs).length === key.length) return pairs;
  throw usage(`A ${name} is found by its id or by ${key.map((field) => `${field}=…`).join(',')}`, `List them: patchbay list ${name}`);
}
