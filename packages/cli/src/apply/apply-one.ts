/** One declaration: found by its natural key, then created, changed or left alone. */
import { type AnyResource, type Client, HubError } from '@patchbay/client';
import type { CatalogDocument } from '@patchbay/contracts';
import { declared, keyOf, plan } from '@patchbay/reconcile';
import { type Change, changesOf } from './changes.ts';
import { type Declaration, type Fields, modelFor } from './documents.ts';
import { findReference } from './find-reference.ts';
import { nameIn, type Reference, withReferences } from './references.ts';

export type Done = 'created' | 'updated' | 'unchanged';

export interface ApplyPorts {
  readonly hub: Client;
  readonly catalog: CatalogDocument;
  readonly dryRun: boolean;
  /** Nobody can compare secrets: they are sent with what is new, or always. */
  readonly secrets: 'on_create' | 'always';
  readonly signal: AbortSignal;
  /** Ids that references were resolved to; ids of what a dry run would create are not known. */
  readonly ids: Map<string, string | undefined>;
}

export interface Applied {
  readonly done: Done;
  readonly id: string | undefined;
  readonly changes: readonly Change[];
  /** What the hub made up and shows only now, such as an API key. */
  readonly once?: Fields;
}

export async function applyOne(declaration: Declaration, ports: ApplyPorts): Promise<Applied> {
  const { resource, place } = declaration;
  const fields = await resolved(declaration, ports);
  // A dry run can't name what it would have created before.
  if (fields === undefined) return { done: 'created', id: undefined, changes: changesOf(resource, declaration.fields, {}) };
  for (let tries = 1; ; tries++) {
    try {
      return await once(fields, resource, ports);
    } catch (error) {
      // Somebody else created or changed it in between: look again.
      const raced = error instanceof HubError && (error.code === 'resource.changed' || error.code === 'resource.duplicate');
      if (!raced || tries >= 3) throw located(error, place);
    }
  }
}

export const located = (error: unknown, place: string): unknown => (error instanceof HubError ? Object.assign(error, { message: `${place}: ${error.message}` }) : error);

async function once(fields: Fields, resource: Declaration['resource'], { hub, dryRun, secrets, signal }: ApplyPorts): Promise<Applied> {
  const model = modelFor(resource);
  const api = hub.resource(resource.plural);
  const there = await api.find(keyOf(model, fields), { signal });
  if (there === undefined) {
    const wanted = declared(model, fields);
    const created: Partial<AnyResource['created']> = await api.create(wanted, { dryRun, signal });
    return { done: 'created', id: dryRun ? undefined : created.id, changes: changesOf(resource, wanted, {}), ...shownOnce(resource, wanted, created) };
  }
  const todo = plan(model, fields, there, { undeclared: 'keep', ...(secrets === 'always' ? {} : { secrets: [] }) });
  if (todo.kind === 'nothing' || todo.kind === 'create') return { done: 'unchanged', id: there.id, changes: [] };
  // What only a new one could have is the hub's to refuse: nothing is replaced behind anybody's back.
  await api.update(there.id, todo.patch, { ifVersion: there.version, dryRun, signal });
  return { done: 'updated', id: there.id, changes: changesOf(resource, todo.patch, there) };
}

/** What somebody declared is nothing that the hub made up. */
function shownOnce({ once: names }: Declaration['resource'], given: Fields, created: Fields): Pick<Applied, 'once'> {
  const made = names.filter((name) => created[name] !== undefined && given[name] === undefined);
  return made.length === 0 ? {} : { once: Object.fromEntries(made.map((name) => [name, created[name]])) };
}

/** The fields with ids in place of natural keys; undefined when one of them does not exist yet because this is a dry run. */
async function resolved({ resource, fields, place }: Declaration, ports: ApplyPorts): Promise<Fields | undefined> {
  const wanted: Reference[] = [];
  withReferences(fields, resource, (reference) => { wanted.push(reference); return reference.key; });
  for (const reference of wanted) if (!ports.ids.has(nameIn(reference))) ports.ids.set(nameIn(reference), await findReference(reference, place, ports));
  if (wanted.some((reference) => ports.ids.get(nameIn(reference)) === undefined)) return undefined;
  return withReferences(fields, resource, (reference) => ports.ids.get(nameIn(reference))!);
}
