/** One thing by its id, or by its natural key: `shop`, `shop/production`, or `subject_kind=group,subject=ops,role=admin`. */
import type { AnyResource, Client } from '@patchbay/client';
import type { CatalogResource } from '@patchbay/contracts';
import { readKey, spelledKey } from '@patchbay/reconcile';
import { type Fields, modelFor } from './apply/documents.ts';
import { findDeclared } from './apply/find-reference.ts';
import { isId, loadCatalog } from './catalog.ts';
import { Complaint, usage } from './complaint.ts';
import { exitCodes } from './exit-code.ts';

export async function findOne(resource: CatalogResource, word: string, hub: Client, signal: AbortSignal): Promise<AnyResource['view']> {
  const { plural, prefix, key, title } = resource;
  if (isId(prefix, word) || key.length === 0) return hub.resource(plural).get(word, { signal });
  const found = await findDeclared(resource, keyOf(resource, word), { hub, catalog: await loadCatalog(), signal });
  if (found === undefined) throw new Complaint('resource.not_found', `There is no ${title.toLowerCase()} ${word} that you may see`, `List them: patchbay list ${plural}`, exitCodes.notFound.code);
  return found;
}

function keyOf(resource: CatalogResource, word: string): Fields {
  const { key, name } = resource;
  if (key.length === 1) return { [key[0]!]: word };
  const pairs = Object.fromEntries(word.split(',').map((pair) => pair.split(/=(.*)/s, 2) as [string, string]));
  if (key.every((field) => pairs[field] !== undefined) && Object.keys(pairs).length === key.length) return pairs;
  const read = readKey(modelFor(resource), word);
  if (read !== undefined) return read;
  throw usage(`Each ${name} is found by its id, by ${spelledKey(resource)} or by ${key.map((field) => `${field}=…`).join(',')}`, `List them: patchbay list ${name}`);
}
