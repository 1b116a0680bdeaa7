/** What is at a hub, as declarations that make the same at another: names in place of ids, no defaults, and secrets as variables to be set. */
import { HubError } from '@patchbay/client';
import type { CatalogResource } from '@patchbay/contracts';
import { keyText, leanFields } from '@patchbay/reconcile';
import { type Declaration, type Fields, modelFor } from '../apply/documents.ts';
import type { FindPorts } from '../apply/find-reference.ts';
import { inOrder } from '../apply/order.ts';
import { createNameBook } from './name-book.ts';

export interface Exported {
  /** What is referred to before what refers to it. */
  readonly declarations: readonly Declaration[];
  /** Kinds that this key may not read. */
  readonly leftOut: readonly CatalogResource[];
}

export async function exportAll(resources: readonly CatalogResource[], ports: FindPorts): Promise<Exported> {
  const book = createNameBook(ports);
  const found: { readonly resource: CatalogResource; readonly view: Fields }[] = [];
  const leftOut: CatalogResource[] = [];
  for (const resource of resources) {
    try {
      for await (const view of ports.hub.resource(resource.plural).each({ limit: 500 }, { signal: ports.signal })) {
        book.learn(view);
        found.push({ resource, view });
      }
    } catch (error) {
      if (!(error instanceof HubError) || error.status !== 403) throw error;
      leftOut.push(resource);
    }
  }
  const declarations: Declaration[] = [];
  const variable = variables();
  for (const { resource, view } of found) {
    const model = modelFor(resource);
    const named = await book.withNames(resource, leanFields(model.fields, view, model.key));
    const word = keyText(model, named);
    const secrets = Object.fromEntries(model.fields.filter(({ secret, required }) => secret && required).map(({ name }) => [name, `\${env:${variable(resource, word, name)}}`]));
    declarations.push({ resource, fields: { ...named, ...secrets }, place: `${resource.name} ${word}` });
  }
  return { declarations: inOrder(declarations.toSorted((a, b) => (a.place < b.place ? -1 : 1))), leftOut };
}

/** Secrets that may be there, and that nobody is shown. */
export const unseen = ({ resource }: Pick<Declaration, 'resource'>): string[] => modelFor(resource).fields.filter(({ secret, required }) => secret && !required).map(({ name }) => name);

/** Each has a variable of its own, also `a/b` and `a-b`. */
function variables(): (resource: CatalogResource, word: string, field: string) => string {
  const taken = new Set<string>();
  return ({ name }, word, field) => {
    const wanted = `${name}_${word}_${field}`.toUpperCase().replace(/[^A-Z0-9]+/g, '_');
    let free = wanted;
    for (let number = 2; taken.has(free); number++) free = `${wanted}_${number}`;
    taken.add(free);
    return free;
  };
}
