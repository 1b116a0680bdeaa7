/** What is at the hub and was not declared, of the kinds that were named. Never the key that asks, nor the tenant that it is in. */
import type { CatalogResource } from '@patchbay/contracts';
import { confirmed } from '../confirmed.ts';
import { exitCodes } from '../exit-code.ts';
import { createNameBook } from '../export/name-book.ts';
import type { Outcome } from './apply-all.ts';
import type { FindPorts } from './find-reference.ts';
import type { Telling } from './line.ts';
import { type Doomed, removeAll } from './remove.ts';

/** After all was applied; if something failed, nobody knows what is left over. */
export async function prune(applied: Outcome, kinds: readonly CatalogResource[], ports: FindPorts, { yes, telling }: { readonly yes: boolean; readonly telling: Telling }): Promise<Outcome> {
  if (kinds.length === 0) return NONE;
  if (applied.exit !== exitCodes.done.code) {
    telling.io.err('Nothing is pruned, because something failed.\n');
    return NONE;
  }
  const doomed = await leftovers(kinds, new Set(applied.lines.flatMap(({ id }) => id ?? [])), ports);
  if (doomed.length === 0) return NONE;
  const question = `Delete ${doomed.length} that ${doomed.length === 1 ? 'is' : 'are'} not declared (${doomed.map(({ name }) => name).join(', ')})? [y/N] `;
  if (!telling.dryRun && !yes && !(await confirmed(question, telling.io))) return { lines: [], exit: exitCodes.failed.code };
  return removeAll(doomed, ports, telling);
}

const NONE: Outcome = { lines: [], exit: exitCodes.done.code };

async function leftovers(kinds: readonly CatalogResource[], declared: ReadonlySet<string>, ports: FindPorts): Promise<Doomed[]> {
  const book = createNameBook(ports);
  const { principal, tenant } = await ports.hub.call('whoami', {}, { signal: ports.signal });
  const doomed: Doomed[] = [];
  for (const resource of kinds) {
    for await (const view of ports.hub.resource(resource.plural).each({ limit: 500 }, { signal: ports.signal })) {
      if (declared.has(view.id) || view.id === principal || view.id === tenant) continue;
      doomed.push({ resource, view, name: `${resource.name} ${await book.wordFor(resource, view)}` });
    }
  }
  return doomed.toSorted((a, b) => depth(b.resource, kinds) - depth(a.resource, kinds));
}

/** What refers to others goes before them. */
function depth({ name, references }: CatalogResource, kinds: readonly CatalogResource[]): number {
  const targets = kinds.filter((kind) => kind.name !== name && Object.values(references).includes(kind.name));
  return targets.length === 0 ? 0 : 1 + Math.max(...targets.map((target) => depth(target, kinds)));
}
