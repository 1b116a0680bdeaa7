/** Deletes one after the other, and goes on after a failure: a destructive deletion waits for an approval, the others need not. */
import { type AnyResource, HubError } from '@patchbay/client';
import type { CatalogResource } from '@patchbay/contracts';
import { keyOf } from '@patchbay/reconcile';
import { type ExitCode, exitCodes } from '../exit-code.ts';
import { showError } from '../output/show-error.ts';
import type { Outcome } from './apply-all.ts';
import { located } from './apply-one.ts';
import { type Declaration, modelFor } from './documents.ts';
import { findDeclared, type FindPorts } from './find-reference.ts';
import { type Line, tell, type Telling } from './line.ts';
import { nameOf } from './order.ts';

/** `name` as nameOf calls it. */
export interface Doomed { readonly resource: CatalogResource; readonly name: string; readonly view: AnyResource['view'] }

/** Of what is declared, what is there: what refers comes before what it refers to. */
export async function declaredThings(declarations: readonly Declaration[], ports: FindPorts): Promise<Doomed[]> {
  const found: Doomed[] = [];
  for (const declaration of declarations.toReversed()) {
    const { resource, fields } = declaration;
    const view = await findDeclared(resource, keyOf(modelFor(resource), fields), ports);
    if (view !== undefined) found.push({ resource, view, name: nameOf(declaration) });
  }
  return found;
}

export async function removeAll(doomed: readonly Doomed[], { hub, signal }: Pick<FindPorts, 'hub' | 'signal'>, telling: Telling): Promise<Outcome> {
  const lines: Line[] = [];
  const gone = new Set(doomed.map(({ view }) => view.id));
  let exit: ExitCode = exitCodes.done.code;
  for (const { resource, name, view } of doomed) {
    const about = { kind: resource.name, name: name.slice(resource.name.length + 1), id: view.id };
    try {
      await hub.resource(resource.plural).delete(view.id, { signal, ifVersion: view.version, dryRun: telling.dryRun });
      lines.push(tell({ ...about, done: 'deleted' }, telling));
    } catch (error) {
      if (signal.aborted) throw error;
      if (telling.dryRun && heldByOthers(error, gone)) {
        lines.push(tell({ ...about, done: 'deleted' }, telling));
        continue;
      }
      const code = showError(located(error, name), telling.format, telling.io);
      if (exit === exitCodes.done.code) exit = code;
      lines.push(tell({ ...about, done: 'failed' }, telling));
    }
  }
  return { lines, exit };
}

/** A dry run takes nothing away, so what refers to it is still there: no reason to fail if that would go as well. */
function heldByOthers(error: unknown, gone: ReadonlySet<string>): boolean {
  if (!(error instanceof HubError) || error.code !== 'resource.in_use') return false;
  const { used_by: holders } = error.details;
  return Array.isArray(holders) && holders.every((holder: { readonly id?: unknown }) => typeof holder.id === 'string' && gone.has(holder.id));
}
