/** One declaration: found by its natural key, then created, changed or left alone. */
import { type AnyResource, type Client, HubError } from '@patchbay/client';
import type { CatalogDocument } from '@patchbay/contracts';
import { modelOf, plan } from '@patchbay/reconcile';
import { isId, resourceOf } from '../catalog.ts';
import { type Declaration, type Fields, invalid } from './documents.ts';
import { type Reference, withReferences } from './references.ts';

export type Done = 'created' | 'updated' | 'unchanged';

export interface ApplyPorts {
  readonly hub: Client;
  readonly catalog: CatalogDocument;
  readonly dryRun: boolean;
  readonly signal: AbortSignal;
  /** Ids that references were resolved to; ids of what a dry run would create are not known. */
  readonly ids: Map<string, string | undefined>;
}

export interface Applied { readonly done: Done; readonly id: string | undefined; readonly changed: readonly string[] }

export async function applyOne(declaration: Declaration, ports: ApplyPorts): Promise<Applied> {
  const { resource, place } = declaration;
  const fields = await resolved(declaration, ports);
  // A dry run can't name what it would have created before.
  if (fields === undefined) return { done: 'created', id: undefined, changed: Object.keys(declaration.fields) };
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

const located = (error: unknown, place: string): unknown => (error instanceof HubError ? Object.assign(error, { message: `${place}: ${error.message}` }) : error);

async function once(fields: Fields, resource: Declaration['resource'], { hub, dryRun, signal }: ApplyPorts): Promise<Applied> {
  const api = hub.resource(resource.plural);
  const there = await api.find(Object.fromEntries(resource.key.map((field) => [field, fields[field]])), { signal });
  const todo = plan(modelOf(resource), fields, there, { undeclared: 'keep' });
  if (there === undefined || todo.kind === 'create') {
    const created: Partial<AnyResource['created']> = await api.create(fields, { dryRun, signal });
    return { done: 'created', id: dryRun ? undefined : created.id, changed: Object.keys(fields) };
  }
  if (todo.kind === 'nothing') return { done: 'unchanged', id: there.id, changed: [] };
  // What only a new one could have is the hub's to refuse: nothing is replaced behind anybody's back.
  await api.update(there.id, todo.patch, { ifVersion: there.version, dryRun, signal });
  return { done: 'updated', id: there.id, changed: Object.keys(todo.patch) };
}

/** The fields with ids in place of natural keys; undefined when one of them does not exist yet because this is a dry run. */
async function resolved({ resource, fields, place }: Declaration, ports: ApplyPorts): Promise<Fields | undefined> {
  const wanted: Reference[] = [];
  withReferences(fields, resource, (reference) => { wanted.push(reference); return reference.key; });
  for (const reference of wanted) if (!ports.ids.has(keyOf(reference))) ports.ids.set(keyOf(reference), await look(reference, place, ports));
  if (wanted.some((reference) => ports.ids.get(keyOf(reference)) === undefined)) return undefined;
  return withReferences(fields, resource, (reference) => ports.ids.get(keyOf(reference))!);
}

export const keyOf = ({ to, key }: Reference): string => `${to} ${key}`;

async function look({ to, key }: Reference, place: string, { hub, catalog, signal }: ApplyPorts): Promise<string> {
  const target = resourceOf(to, catalog);
  if (isId(target.prefix, key)) return key;
  const [field, ...more] = target.key;
  if (field === undefined || more.length > 0) throw invalid(place, `a ${to} has no single natural key; give its id`);
  const found = await hub.resource(target.plural).find({ [field]: key }, { signal });
  if (found === undefined) throw invalid(place, `there is no ${to} ${key}`);
  return found.id;
}
