/** Ids in the words of a declaration: the id of an environment as `shop/production`. */
import { type AnyResource, HubError } from '@patchbay/client';
import type { CatalogResource } from '@patchbay/contracts';
import { keyText } from '@patchbay/reconcile';
import { type Fields, modelFor } from '../apply/documents.ts';
import type { FindPorts } from '../apply/find-reference.ts';
import { nameIn, type Reference, withReferences } from '../apply/references.ts';
import { resourceOf } from '../catalog.ts';

export interface NameBook {
  /** What was read anyway needs no look-up later. */
  learn(view: AnyResource['view']): void;
  /** The natural key as one word. */
  wordFor(resource: CatalogResource, view: Fields): Promise<string>;
  /** With natural keys in place of ids. An id that leads nowhere stays. */
  withNames(resource: CatalogResource, fields: Fields): Promise<Fields>;
}

export function createNameBook({ hub, catalog, signal }: FindPorts): NameBook {
  const views = new Map<string, Promise<AnyResource['view'] | undefined>>();
  const words = new Map<string, Promise<string>>();

  const read = (resource: CatalogResource, id: string): Promise<AnyResource['view'] | undefined> => {
    const known = views.get(id) ?? hub.resource(resource.plural).get(id, { signal }).catch(gone);
    views.set(id, known);
    return known;
  };

  async function look({ to, key: id }: Reference): Promise<string> {
    const target = resourceOf(to, catalog);
    const view = await read(target, id);
    return view === undefined ? id : wordFor(target, view);
  }

  async function withNames(resource: CatalogResource, fields: Fields): Promise<Fields> {
    const wanted: Reference[] = [];
    withReferences(fields, resource, (reference) => { wanted.push(reference); return reference.key; });
    const found = new Map<string, string>();
    for (const reference of wanted) {
      const word = words.get(nameIn(reference)) ?? look(reference);
      words.set(nameIn(reference), word);
      found.set(nameIn(reference), await word);
    }
    return withReferences(fields, resource, (reference) => found.get(nameIn(reference)) ?? reference.key);
  }

  const wordFor = async (resource: CatalogResource, view: Fields): Promise<string> =>
    keyText(modelFor(resource), await withNames(resource, Object.fromEntries(resource.key.map((field) => [field, view[field]]))));

  return Object.freeze({ learn: (view: AnyResource['view']) => void views.set(view.id, Promise.resolve(view)), wordFor, withNames });
}

/** Whoever may not read it can't name it either. */
function gone(error: unknown): undefined {
  if (error instanceof HubError && (error.status === 404 || error.status === 403)) return undefined;
  throw error;
}
