/** What is referred to comes before what refers to it; otherwise the order of the file stays. */
import { keyText } from '@patchbay/reconcile';
import { type Declaration, invalid, modelFor } from './documents.ts';
import { nameIn, referencesIn } from './references.ts';

/** How others name it in the same file: by its natural key, as in `environment shop/production`. */
export const nameOf = ({ resource, fields }: Pick<Declaration, 'resource' | 'fields'>): string => `${resource.name} ${keyText(modelFor(resource), fields)}`;

export function inOrder(declarations: readonly Declaration[]): Declaration[] {
  const byName = new Map<string, Declaration>();
  for (const each of declarations) {
    const first = byName.get(nameOf(each));
    if (first !== undefined) throw invalid(each.place, `${nameOf(each)} is declared already in ${first.place}`);
    byName.set(nameOf(each), each);
  }
  const ordered = new Set<Declaration>();
  const open = new Set<Declaration>();
  const visit = (each: Declaration): void => {
    if (ordered.has(each)) return;
    if (open.has(each)) throw invalid(each.place, `${[...open, each].map(nameOf).join(' → ')} refer to each other in a circle`);
    open.add(each);
    for (const reference of referencesIn(each)) {
      const target = byName.get(nameIn(reference));
      if (target !== undefined && target !== each) visit(target);
    }
    open.delete(each);
    ordered.add(each);
  };
  for (const each of declarations) visit(each);
  return [...ordered];
}
