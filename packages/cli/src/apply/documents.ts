/** A file of YAML or JSON, one or many documents → what is declared in it. */
import type { CatalogDocument, CatalogResource } from '@patchbay/contracts';
import { isFields, keyOf, modelOf, type ResourceModel, type Shape } from '@patchbay/reconcile';
import { resourceOf } from '../catalog.ts';
import { Complaint } from '../complaint.ts';
import { exitCodes } from '../exit-code.ts';

export type Fields = Readonly<Record<string, unknown>>;

export interface Declaration {
  readonly resource: CatalogResource;
  readonly fields: Fields;
  /** `file.yaml document 2`, for complaints. */
  readonly place: string;
}

export async function readDocuments(text: string, source: string, catalog: CatalogDocument): Promise<Declaration[]> {
  const { parseAllDocuments } = await import('yaml'); // JSON is YAML
  const documents = parseAllDocuments(text, { maxAliasCount: 100 } as object);
  if (!Array.isArray(documents)) return [];
  return documents.flatMap((document, i) => {
    const [error] = document.errors;
    if (error !== undefined) throw invalid(source, `${error.message.split('\n')[0]}`);
    return [document.toJS({ maxAliasCount: 100 }) as unknown].flat().flatMap((value, j) => declared(value, placeOf(source, documents.length, i, j), catalog));
  });
}

const placeOf = (source: string, of: number, document: number, item: number): string => `${source}${of > 1 ? ` document ${document + 1}` : ''}${item > 0 ? ` item ${item + 1}` : ''}`;

function declared(value: unknown, place: string, catalog: CatalogDocument): Declaration[] {
  if (value === null || value === undefined) return []; // an empty document between two lines of ---
  if (typeof value !== 'object') throw invalid(place, 'expected an object with a kind');
  const { name: kind, fields } = named(value as Record<string, unknown>);
  if (typeof kind !== 'string') throw invalid(place, 'expected a field kind, for example kind: project');
  const resource = resourceOf(kind, catalog);
  if (resource.kind === 'record') throw invalid(place, `each ${resource.title.toLowerCase()} is written by the hub and can't be declared`);
  const unknown = Object.keys(fields).find((field) => !Object.hasOwn(propertiesOf(resource), field));
  if (unknown !== undefined) throw invalid(place, `${resource.name} has no field ${unknown}; it has ${Object.keys(propertiesOf(resource)).join(', ')}`);
  const strange = modelFor(resource).fields.flatMap(({ name, shape }) => strangeIn(shape, fields[name], name));
  if (strange.length > 0) throw invalid(place, strange[0]!);
  const key = keyOf(modelFor(resource), fields);
  const missing = resource.key.find((field) => key[field] === undefined);
  if (missing !== undefined) throw invalid(place, `each ${resource.name} is found by its ${resource.key.join(', ')}, and ${missing} is missing`);
  return [{ resource, fields, place }];
}

/** Fields that an object inside does not have. Nobody compares them: what is there already would count as unchanged. */
function strangeIn(shape: Shape, value: unknown, at: string): string[] {
  if ((shape.kind === 'list' || shape.kind === 'set') && Array.isArray(value)) return value.flatMap((item, i) => strangeIn(shape.items, item, `${at}.${i}`));
  if (!isFields(value)) return [];
  if (shape.kind === 'map') return Object.entries(value).flatMap(([key, item]) => strangeIn(shape.values, item, `${at}.${key}`));
  if (shape.kind !== 'object') return [];
  const names = shape.fields.map(({ name }) => name);
  const unknown = Object.keys(value).filter((name) => !names.includes(name)).map((name) => `${at} has no field ${name}; it has ${names.join(', ')}`);
  return [...unknown, ...shape.fields.flatMap((field) => strangeIn(field.shape, value[field.name], `${at}.${field.name}`))];
}

/** Of what has a kind itself, such as a rule, `resource` says what it is. */
function named({ resource, ...rest }: Record<string, unknown>): { readonly name: unknown; readonly fields: Fields } {
  if (resource !== undefined) return { name: resource, fields: rest };
  const { kind, ...fields } = rest;
  return { name: kind, fields };
}

export const propertiesOf = ({ create }: CatalogResource): Fields => (create['properties'] ?? {}) as Fields;

const models = new WeakMap<CatalogResource, ResourceModel>();

/** Made once for each: a file names few kinds many times. */
export function modelFor(resource: CatalogResource): ResourceModel {
  const model = models.get(resource) ?? modelOf(resource);
  models.set(resource, model);
  return model;
}

export const invalid = (place: string, what: string): Complaint => new Complaint('cli.declaration_invalid', `${place}: ${what}`, 'Correct the file; nothing was changed.', exitCodes.invalid.code);
