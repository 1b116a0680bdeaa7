/** A resource as the catalog declares it, ready to be reconciled. */
import type { CatalogResource } from '@patchbay/contracts';
import { type Field, fieldsOf, type Schema } from './shape.ts';

export interface ResourceModel extends Pick<CatalogResource, 'name' | 'plural' | 'prefix' | 'title' | 'description' | 'state' | 'deletion' | 'key' | 'indexed' | 'once'> {
  /** What a user declares, secrets among them. */
  readonly fields: readonly Field[];
  /** What the hub adds: id, version, times, and the resource's own. */
  readonly computed: readonly Field[];
  /** A valid creation. */
  readonly example: Readonly<Record<string, unknown>>;
}

/** What of the catalog a model is made from: a bundle may leave out the rest. */
export type ModelSource = Pick<CatalogResource, 'name' | 'plural' | 'prefix' | 'title' | 'description' | 'kind' | 'state' | 'deletion' | 'key' | 'indexed' | 'once' | 'example' | 'create' | 'view'>;

export function modelOf(entry: ModelSource): ResourceModel {
  const { name, plural, prefix, title, description, state, deletion, key, indexed, once, example = {} } = entry;
  const fields = fieldsOf(entry.create as Schema);
  const declared = new Set(fields.map((field) => field.name));
  const computed = fieldsOf(entry.view as Schema).filter((field) => !declared.has(field.name)).map((field) => ({ ...field, computed: true, required: false }));
  return Object.freeze({ name, plural, prefix, title, description, state, deletion, key, indexed, once, example, fields, computed });
}

/** Everything that can be declared, live and planned. */
export const modelsOf = (resources: readonly ModelSource[]): ResourceModel[] => resources.filter(({ kind }) => kind === 'resource').map(modelOf);

/** What a reader sees: all but the secrets. */
export const visibleFields = ({ fields, computed }: ResourceModel): Field[] => [...fields.filter(({ secret }) => !secret), ...computed];
