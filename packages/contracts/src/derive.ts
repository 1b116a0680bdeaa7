/** What follows from a resource: its schemas, and its collection in the store. */
import { z } from 'zod';
import { instant } from './field.ts';
import { lazily } from './lazily.ts';
import { PAGE_MAX, pageInput } from './page.ts';
import { base, indexedFields, isWriteOnly, references, type ResourceDefinition } from './resource.ts';
import type { Collection } from './unit.ts';
import { inSentence } from './wording.ts';

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

const behind = z.string().min(1).max(64).optional().meta({ description: 'Go on behind this one, by its id, in place of a cursor.' });
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
  const visible = () => mapShape(fields, (schema) => (isWriteOnly(schema) ? undefined : schema));
  const shown = () => ({ ...base(prefix), ...mapShape(visible(), shownField), ...computed });
  return lazily<ResourceSchemas>({
    create: () => (definition.check === undefined ? z.strictObject(fields) : withCheck(z.strictObject(fields), definition.check)),
    whole: () => z.strictObject(mapShape(fields, (schema) => (isWriteOnly(schema) ? (schema as z.ZodType).optional() : schema))),
    stored: () => z.strictObject({ ...visible(), ...computed }),
    view: () => z.object(shown()),
    created: () => z.object({ ...shown(), ...once }),
    update: () => z.strictObject({ ...which(definition), ...mapShape(fields, changedField) }),
    list: () => z.strictObject({ ...pageInput, behind, ids, ...filters(definition), sort: sortOf(definition) }),
  });
}

/** Which one, and which version of it. */
export const which = ({ title }: ResourceDefinition) => ({
  id: z.string().min(1).max(64).meta({ description: `Id of the ${inSentence(title)}.` }), // no pattern: whatever is not there is not found
  if_version: z.int().min(1).optional().meta({ description: 'Do it only if it still has this version.' }),
});

/** What is declared is there, unless it is optional and has no default. */
function shownField(schema: z.core.$ZodType): z.ZodType {
  const { inner, optional, defaulted } = bare(schema);
  return optional && !defaulted ? inner.optional() : inner;
}

function changedField(schema: z.core.$ZodType): z.ZodType {
  const { inner, optional, defaulted } = bare(schema);
  return optional || defaulted ? inner.nullish() : inner.optional();
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
  const others = Object.fromEntries(Object.entries(definition.filters).map(([filter, schema]) => [filter, (schema as z.ZodType).optional()]));
  return { ...equal, ...others, since: instant.optional().meta({ description: 'Not before this instant.' }), until: instant.optional().meta({ description: 'Before this instant.' }) };
}

/** Resources come oldest first, records newest first. */
function sortOf(definition: ResourceDefinition): z.ZodType {
  const order = definition.kind === 'resource' ? ['id', '-id'] : ['-id', 'id'];
  const fields = definition.kind === 'resource' ? ['updated_at', ...indexedFields(definition)].flatMap((field) => [field, `-${field}`]) : [];
  return z.enum([...order, ...fields] as [string, ...string[]]).default(order[0]!).meta({ description: 'Field to sort by, ascending; with a minus, descending. Ids sort by creation.' });
}

/** Where a resource is kept. */
export function collectionOf(definition: ResourceDefinition): Collection {
  const all = { ...definition.fields, ...definition.computed };
  const groups = [...(definition.key.length > 0 ? [definition.key] : []), ...definition.unique];
  return {
    name: definition.name,
    kind: 'documents',
    fields: Object.fromEntries(indexedFields(definition).map((field) => [field, comparison(all[field]!)])),
    ...(groups.length > 0 ? { unique: groups.map((fields) => ({ fields })) } : {}),
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
