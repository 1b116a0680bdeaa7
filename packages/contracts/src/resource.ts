/** A resource is declared; a record happens. Both are defined once, here, and every surface is derived. */
import { z } from 'zod';
import type { ResourceVerb } from './action.ts';
import type { FailureCode } from './failure.ts';
import { instant } from './field.ts';
import { idPattern } from './id.ts';

type Shape = z.ZodRawShape;

export interface ResourceDefinition<S extends Shape = Shape, C extends Shape = Shape> {
  /** Singular, snake_case: `api_key`. */
  readonly name: string;
  /** Plural, snake_case: its REST collection and GraphQL connection. */
  readonly plural: string;
  /** Before the underscore of its ids. */
  readonly prefix: string;
  readonly title: string;
  readonly description: string;
  /** What a user declares. A field with `writeOnly` goes to the vault. */
  readonly fields: S;
  /** What the hub adds. */
  readonly computed: C;
  /** Shown in the answer of the creation and never again. */
  readonly once: Shape;
  /** The natural key: these fields together are unique in a tenant. Import and `apply` find it by them. */
  readonly key: readonly string[];
  /** Further groups of fields that are unique in a tenant, where all of them have a value. */
  readonly unique: readonly (readonly string[])[];
  /** Of a record: filters of its lists besides the indexed fields; the engine that owns it answers them. */
  readonly filters: Shape;
  /** Fields to filter and sort by, besides the key, the references, created_at and updated_at. */
  readonly indexed: readonly string[];
  /** `planned`: the contract stands, the engine comes later, and calls are refused. */
  readonly state: 'live' | 'planned';
  /** A deletion that can't be undone by declaring it again waits for an approval. */
  readonly deletion: 'moderate' | 'destructive';
  /** What its verbs are refused with besides what those of all resources are. */
  readonly failures: Readonly<Partial<Record<ResourceVerb, readonly FailureCode[]>>>;
  /** Rules over several fields; runs after the fields are valid. Answers an issue's path and message. */
  readonly check?: (fields: never) => readonly { path: string; message: string }[];
  /** Declared by people, or a record that the hub writes. */
  readonly kind: 'resource' | 'record';
}

type Declared<S extends Shape, C extends Shape> = Pick<ResourceDefinition<S, C>, 'name' | 'plural' | 'prefix' | 'title' | 'description' | 'fields'>
  & Partial<Pick<ResourceDefinition<S, C>, 'computed' | 'once' | 'filters' | 'unique' | 'indexed' | 'state' | 'deletion' | 'failures'>>
  & { readonly check?: (fields: z.output<z.ZodObject<S>>) => readonly { path: string; message: string }[] };

/**
 * Declares a resource: REST, GraphQL, CLI, the catalog and all IaC follow from it.
 * @example
 * export const team = defineResource({
 *   name: 'team', plural: 'teams', prefix: 'team', title: 'Team', description: 'People who own something.',
 *   fields: { slug: immutable(slug).meta({ description: 'Short name.', examples: ['payments'] }) },
 *   key: ['slug'],
 * });
 */
export function defineResource<const S extends Shape, const C extends Shape = Record<never, never>>(
  definition: Declared<S, C> & { readonly key: readonly (keyof S & string)[] },
): ResourceDefinition<S, C> {
  return Object.freeze({ computed: {} as C, once: {}, filters: {}, unique: [], indexed: [], state: 'live', deletion: 'moderate', failures: {}, ...definition, kind: 'resource' }) as ResourceDefinition<S, C>;
}

/** A record: the hub writes it, people read it. Two actions, `get` and `list`. */
export function defineRecord<const S extends Shape>(definition: Declared<S, Record<never, never>>): ResourceDefinition<S, Record<never, never>> {
  return Object.freeze({ computed: {}, once: {}, filters: {}, unique: [], indexed: [], state: 'live', deletion: 'moderate', failures: {}, ...definition, key: [], kind: 'record' }) as ResourceDefinition<S, Record<never, never>>;
}

/** What every resource has, set by the hub. */
export const base = (prefix: string) => ({
  id: z.string().regex(idPattern(prefix)).meta({ readOnly: true, description: 'Identifier, given by the hub.' }),
  version: z.int().min(1).meta({ readOnly: true, description: 'Grows with each change; the ETag.' }),
  created_at: instant.meta({ readOnly: true, description: 'When it was created.' }),
  updated_at: instant.meta({ readOnly: true, description: 'When it was changed last.' }),
});

export const isWriteOnly = (schema: z.core.$ZodType): boolean => z.globalRegistry.get(schema)?.writeOnly === true || ('innerType' in schema._zod.def && isWriteOnly(schema._zod.def.innerType as z.core.$ZodType));
/** A fact of a field, also when it is on what its wrappers wrap. */
export const metaOf = (schema: z.core.$ZodType, fact: 'x-immutable' | 'x-references' | 'examples'): unknown =>
  z.globalRegistry.get(schema)?.[fact] ?? ('innerType' in schema._zod.def ? metaOf(schema._zod.def.innerType as z.core.$ZodType, fact) : undefined);

/** Facts of a definition are asked for on every call and looked up once. */
function once<T>(look: (definition: ResourceDefinition) => T): (definition: ResourceDefinition) => T {
  const known = new WeakMap<ResourceDefinition, T>();
  return (definition) => {
    const found = known.get(definition);
    if (found !== undefined) return found;
    const looked = look(definition);
    known.set(definition, looked);
    return looked;
  };
}

const fieldsWhere = (holds: (schema: z.core.$ZodType) => boolean) => once((definition): readonly string[] => Object.keys(definition.fields).filter((field) => holds(definition.fields[field]!)));

export const secretFields = fieldsWhere(isWriteOnly);
export const immutableFields = fieldsWhere((schema) => metaOf(schema, 'x-immutable') === true);

/** Top-level fields that hold an id: field → resource name. */
export const references = once((definition): Readonly<Record<string, string>> => Object.fromEntries(Object.entries(definition.fields).flatMap(([field, schema]) => {
  const target = metaOf(schema!, 'x-references');
  return typeof target === 'string' ? [[field, target]] : [];
})));

/** Fields that lists filter and sort by. */
export const indexedFields = once((definition): readonly string[] => [...new Set([...definition.key, ...definition.unique.flat(), ...Object.keys(references(definition)), ...definition.indexed])]);
