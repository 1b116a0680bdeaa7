/** What follows from a resource: its schemas, its actions, its events, its collection in the store. */
import { z } from 'zod';
import type { Action, ResourceVerb } from './action.ts';
import type { EventDefinition } from './event.ts';
import type { FailureCode } from './failure.ts';
import { instant } from './field.ts';
import { joined, lazily } from './lazily.ts';
import { PAGE_MAX, pageInput, pageOf } from './page.ts';
import { base, indexedFields, isWriteOnly, references, type ResourceDefinition } from './resource.ts';
import type { Collection } from './unit.ts';
import { inSentence, manyOf, withArticle } from './wording.ts';

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
  const visible = () => mapShape(fields, (schema) => (isWriteOnly(schema) ? undefined : schema));
  const shown = () => ({ ...base(prefix), ...mapShape(visible(), shownField), ...computed });
  return lazily<ResourceSchemas>({
    create: () => (definition.check === undefined ? z.strictObject(fields) : withCheck(z.strictObject(fields), definition.check)),
    whole: () => z.strictObject(mapShape(fields, (schema) => (isWriteOnly(schema) ? (schema as z.ZodType).optional() : schema))),
    stored: () => z.strictObject({ ...visible(), ...computed }),
    view: () => z.object(shown()),
    created: () => z.object({ ...shown(), ...once }),
    update: () => z.strictObject({ ...which(definition), ...mapShape(fields, changedField) }),
    list: () => z.strictObject({ ...pageInput, ids, ...filters(definition), sort: sortOf(definition) }),
  });
}

/** Which one, and which version of it. */
const which = ({ title }: ResourceDefinition) => ({
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
  return { ...equal, since: instant.optional().meta({ description: 'Not before this instant.' }), until: instant.optional().meta({ description: 'Before this instant.' }) };
}

/** Resources come oldest first, records newest first. */
function sortOf(definition: ResourceDefinition): z.ZodType {
  const order = definition.kind === 'resource' ? ['id', '-id'] : ['-id', 'id'];
  const fields = definition.kind === 'resource' ? ['updated_at', ...indexedFields(definition)].flatMap((field) => [field, `-${field}`]) : [];
  return z.enum([...order, ...fields] as [string, ...string[]]).default(order[0]!).meta({ description: 'Field to sort by, ascending; with a minus, descending. Ids sort by creation.' });
}

interface VerbFacts {
  readonly safety: Action['safety'];
  readonly scope: string;
  /** Title and description, from the titles of one (with and without its article) and of many. */
  readonly words: (one: string, aOne: string, many: string) => readonly [string, string];
  readonly failures: readonly FailureCode[];
}

const verbs: Readonly<Record<ResourceVerb, VerbFacts>> = {
  create: { safety: 'moderate', scope: 'write', words: (one, aOne) => [`Create ${aOne}`, `Declares a new ${one}.`], failures: ['resource.duplicate', 'reference.not_found'] },
  get: { safety: 'safe', scope: 'read', words: (one, aOne) => [`Get ${aOne}`, `Reads one ${one} by its id.`], failures: ['resource.not_found'] },
  list: { safety: 'safe', scope: 'read', words: (_, __, many) => [`List ${many}`, `Reads ${many}, page by page.`], failures: ['cursor.invalid'] },
  update: { safety: 'moderate', scope: 'write', words: (one, aOne) => [`Update ${aOne}`, `Changes the given fields of one ${one}; null puts a default back.`], failures: ['resource.not_found', 'resource.duplicate', 'resource.changed', 'resource.conflict', 'resource.immutable', 'reference.not_found'] },
  delete: { safety: 'moderate', scope: 'write', words: (one, aOne) => [`Delete ${aOne}`, `Removes one ${one}.`], failures: ['resource.not_found', 'resource.changed', 'resource.conflict', 'resource.in_use'] },
};

const actions = new WeakMap<ResourceDefinition, readonly Action[]>();

/** The actions of a resource: five, or two for a record. */
export function actionsOf(definition: ResourceDefinition): readonly Action[] {
  const existing = actions.get(definition);
  if (existing !== undefined) return existing;
  const offered: ResourceVerb[] = definition.kind === 'record' ? ['get', 'list'] : ['create', 'get', 'list', 'update', 'delete'];
  const made = Object.freeze(offered.map((verb) => actionOf(definition, verb)));
  actions.set(definition, made);
  return made;
}

function actionOf(definition: ResourceDefinition, verb: ResourceVerb): Action {
  const { safety, scope, words, failures } = verbs[verb];
  const { name, title, plural } = definition;
  const [heading, description] = words(inSentence(title), withArticle(title), manyOf(title, plural));
  const facts = {
    id: `${name}_${verb}`,
    title: heading,
    description,
    safety: verb === 'delete' ? definition.deletion : safety,
    effects: safety === 'safe' ? 'none' : 'store',
    scope: `${name}:${scope}`,
    dryRun: safety !== 'safe',
    failures,
    state: definition.state,
    resource: { name, verb },
    sensitive: verb === 'create' && Object.keys(definition.once).length > 0,
  } as const;
  return joined(facts, lazily<Pick<Action, 'input' | 'output'>>(shapes[verb](definition)));
}

type Shapes = { readonly input: () => z.ZodType; readonly output: () => z.ZodType };

const shapes: Readonly<Record<ResourceVerb, (definition: ResourceDefinition) => Shapes>> = {
  create: (of) => ({ input: () => schemasOf(of).create, output: () => schemasOf(of).created }),
  get: (of) => ({ input: () => z.strictObject({ id: which(of).id }), output: () => schemasOf(of).view }),
  list: (of) => ({ input: () => schemasOf(of).list, output: () => pageOf(schemasOf(of).view) }),
  update: (of) => ({ input: () => schemasOf(of).update, output: () => schemasOf(of).view }),
  delete: (of) => ({ input: () => z.strictObject(which(of)), output: () => z.object({ id: which(of).id, deleted: z.literal(true).meta({ description: 'That it is gone.' }) }) }),
};

/** What the world hears when a resource changes. */
export function eventsOf(definition: ResourceDefinition): EventDefinition[] {
  if (definition.kind === 'record') return [];
  const subject = withArticle(definition.title);
  const what = subject.charAt(0).toUpperCase() + subject.slice(1);
  return Object.entries({ created: 'created', updated: 'changed', deleted: 'deleted' }).map(([became, word]) =>
    joined({ type: `${definition.name}.${became}`, description: `${what} was ${word}.` }, lazily<Pick<EventDefinition, 'data'>>({ data: () => schemasOf(definition).view })));
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
