/** What follows from a resource: its schemas, its actions, its events, its collection in the store. */
import { z } from 'zod';
import { type Action, defineAction, type ResourceVerb } from './action.ts';
import { defineEvent, type EventDefinition } from './event.ts';
import type { FailureCode } from './failure.ts';
import { instant } from './field.ts';
import { PAGE_MAX, pageInput, pageOf } from './page.ts';
import { base, indexedFields, isWriteOnly, references, type ResourceDefinition } from './resource.ts';
import type { Collection } from './unit.ts';

export interface ResourceSchemas {
  /** What a creation takes. */
  readonly create: z.ZodObject;
  /** A creation whose secrets may be in the vault already: what a change has to add up to. */
  readonly whole: z.ZodObject;
  /** What the store keeps readable: the declared fields without the secrets, plus the computed ones. */
  readonly stored: z.ZodObject;
  /** What everybody sees. */
  readonly view: z.ZodObject;
  /** The view, plus what is shown once. */
  readonly created: z.ZodObject;
  /** A change: every field optional, null puts the default back. */
  readonly update: z.ZodObject;
  readonly list: z.ZodObject;
}

/** Removes the wrappers that say how a field may be missing. */
export function bare(schema: z.core.$ZodType): { inner: z.ZodType; optional: boolean; defaulted: boolean } {
  const { type } = schema._zod.def;
  if (type === 'optional' || type === 'default' || type === 'prefault' || type === 'nullable') {
    const found = bare((schema._zod.def as unknown as { innerType: z.core.$ZodType }).innerType);
    const described = z.globalRegistry.get(schema);
    return {
      inner: described === undefined ? found.inner : found.inner.meta({ ...found.inner.meta(), ...described }),
      optional: found.optional || type === 'optional' || type === 'nullable',
      defaulted: found.defaulted || type === 'default' || type === 'prefault',
    };
  }
  return { inner: schema as z.ZodType, optional: false, defaulted: false };
}

const ids = z.array(z.string().min(1).max(64)).min(1).max(PAGE_MAX).optional().meta({ description: 'Just these, as far as they exist, in one page.' });

const mapShape = (shape: z.ZodRawShape, change: (schema: z.core.$ZodType, field: string) => z.core.$ZodType | undefined): z.ZodRawShape =>
  Object.fromEntries(Object.entries(shape).flatMap(([field, schema]) => {
    const changed = change(schema, field);
    return changed === undefined ? [] : [[field, changed]];
  })) as z.ZodRawShape;

const known = new WeakMap<ResourceDefinition, ResourceSchemas>();

/** Built once per definition: zod compiles each schema on its first parse. */
export function schemasOf(definition: ResourceDefinition): ResourceSchemas {
  const existing = known.get(definition);
  if (existing !== undefined) return existing;
  const built = build(definition);
  known.set(definition, built);
  return built;
}

function build(definition: ResourceDefinition): ResourceSchemas {
  const { fields, computed, once, prefix } = definition;
  const visible = mapShape(fields, (schema) => (isWriteOnly(schema) ? undefined : schema));
  const shown = mapShape(visible, (schema) => {
    const { inner, optional, defaulted } = bare(schema);
    return optional && !defaulted ? inner.optional() : inner;
  });
  const id = z.string().min(1).max(64).meta({ description: `Id of the ${definition.title.toLowerCase()}.` }); // no pattern: whatever is not there is not found
  const create = z.strictObject(fields);
  return {
    create: definition.check === undefined ? create : withCheck(create, definition.check),
    whole: z.strictObject(mapShape(fields, (schema) => (isWriteOnly(schema) ? (schema as z.ZodType).optional() : schema))),
    stored: z.strictObject({ ...visible, ...computed }),
    view: z.object({ ...base(prefix), ...shown, ...computed }),
    created: z.object({ ...base(prefix), ...shown, ...computed, ...once }),
    update: z.strictObject({
      id,
      if_version: z.int().min(1).optional().meta({ description: 'Change it only if it still has this version.' }),
      ...mapShape(fields, (schema) => {
        const { inner, optional, defaulted } = bare(schema);
        return optional || defaulted ? inner.nullish() : inner.optional();
      }),
    }),
    list: z.strictObject({ ...pageInput, ids, ...filters(definition), sort: sortOf(definition) }),
  };
}

function withCheck(schema: z.ZodObject, check: NonNullable<ResourceDefinition['check']>): z.ZodObject {
  return schema.superRefine((fields, context) => {
    for (const { path, message } of check(fields as never)) context.addIssue({ code: 'custom', path: path.split('.'), message });
  }) as z.ZodObject;
}

function filters(definition: ResourceDefinition): z.ZodRawShape {
  const all = { ...definition.fields, ...definition.computed };
  const equal = Object.fromEntries(indexedFields(definition).map((field) => [field, bare(all[field]!).inner.optional()]));
  if (definition.kind === 'resource') return equal;
  return { ...equal, since: instant.optional().meta({ description: 'Not before this instant.' }), until: instant.optional().meta({ description: 'Before this instant.' }) };
}

/** Resources come oldest first, records newest first. */
function sortOf(definition: ResourceDefinition): z.ZodType {
  const order = definition.kind === 'resource' ? ['id', '-id'] : ['-id', 'id'];
  const fields = definition.kind === 'resource' ? ['updated_at', ...indexedFields(definition)].flatMap((field) => [field, `-${field}`]) : [];
  return z.enum([...order, ...fields] as [string, ...string[]]).default(order[0]!).meta({ description: 'Field to sort by, ascending; with a minus, descending. Ids sort by creation.' });
}

const verbs: Record<ResourceVerb, { safety: Action['safety']; scope: string; words: (title: string, plural: string) => [string, string]; failures: FailureCode[] }> = {
  create: { safety: 'moderate', scope: 'write', words: (one) => [`Create a ${one}`, `Declares a new ${one}.`], failures: ['resource.duplicate', 'reference.not_found'] },
  get: { safety: 'safe', scope: 'read', words: (one) => [`Get a ${one}`, `Reads one ${one} by its id.`], failures: ['resource.not_found'] },
  list: { safety: 'safe', scope: 'read', words: (_, many) => [`List ${many}`, `Reads ${many}, page by page.`], failures: ['cursor.invalid'] },
  update: { safety: 'moderate', scope: 'write', words: (one) => [`Update a ${one}`, `Changes the given fields of one ${one}; null puts a default back.`], failures: ['resource.not_found', 'resource.duplicate', 'resource.changed', 'resource.conflict', 'resource.immutable', 'reference.not_found'] },
  delete: { safety: 'moderate', scope: 'write', words: (one) => [`Delete a ${one}`, `Removes one ${one}.`], failures: ['resource.not_found', 'resource.changed', 'resource.conflict', 'resource.in_use'] },
};

/** The actions of a resource: five, or two for a record. */
export function actionsOf(definition: ResourceDefinition): Action[] {
  const schemas = schemasOf(definition);
  const { id, if_version } = schemas.update.shape;
  const kinds: Record<ResourceVerb, { input: z.ZodType; output: z.ZodType }> = {
    create: { input: schemas.create, output: schemas.created },
    get: { input: z.strictObject({ id: id! }), output: schemas.view },
    list: { input: schemas.list, output: pageOf(schemas.view) },
    update: { input: schemas.update, output: schemas.view },
    delete: { input: z.strictObject({ id: id!, if_version: if_version! }), output: z.object({ id: id!, deleted: z.literal(true) }) },
  };
  const offered: ResourceVerb[] = definition.kind === 'record' ? ['get', 'list'] : ['create', 'get', 'list', 'update', 'delete'];
  return offered.map((verb) => {
    const { safety, scope, words, failures } = verbs[verb];
    const [title, description] = words(definition.title.toLowerCase(), definition.plural.replaceAll('_', ' '));
    return defineAction({
      id: `${definition.name}_${verb}`,
      title,
      description,
      safety: verb === 'delete' ? definition.deletion : safety,
      scope: `${definition.name}:${scope}`,
      dryRun: safety !== 'safe',
      failures,
      state: definition.state,
      resource: { name: definition.name, verb },
      sensitive: verb === 'create' && Object.keys(definition.once).length > 0,
      ...kinds[verb],
    });
  });
}

/** What the world hears when a resource changes. */
export function eventsOf(definition: ResourceDefinition): EventDefinition[] {
  if (definition.kind === 'record') return [];
  const { view } = schemasOf(definition);
  const one = definition.title.toLowerCase();
  return [
    defineEvent({ type: `${definition.name}.created`, description: `A ${one} was created.`, data: view }),
    defineEvent({ type: `${definition.name}.updated`, description: `A ${one} was changed.`, data: view }),
    defineEvent({ type: `${definition.name}.deleted`, description: `A ${one} was deleted.`, data: view }),
  ];
}

/** Where a resource is kept. */
export function collectionOf(definition: ResourceDefinition): Collection {
  const all = { ...definition.fields, ...definition.computed };
  return {
    name: definition.name,
    kind: 'documents',
    fields: Object.fromEntries(indexedFields(definition).map((field) => [field, comparison(all[field]!)])),
    ...(definition.key.length > 0 ? { unique: [{ fields: definition.key }] } : {}),
  };
}

function comparison(schema: z.core.$ZodType): 'text' | 'number' | 'boolean' {
  const { type } = bare(schema).inner.def;
  return type === 'number' || type === 'int' ? 'number' : type === 'boolean' ? 'boolean' : 'text';
}

/** Resource name → the fields of other resources that hold its id. */
export function referrers(definitions: readonly ResourceDefinition[], target: string): { definition: ResourceDefinition; field: string }[] {
  return definitions.flatMap((definition) => Object.entries(references(definition)).filter(([, name]) => name === target).map(([field]) => ({ definition, field })));
}
