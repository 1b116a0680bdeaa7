/** Cuts off what a schema does not name: vendors answer more than an action promises. */
import type { Json } from './json.ts';

type JsonSchema = { readonly [keyword: string]: unknown };

export function prune(value: Json, schema: JsonSchema): Json {
  if (value === null || typeof value !== 'object') return value;
  if (Array.isArray(value)) return pruneList(value as readonly Json[], schema);
  const variants = schema['anyOf'] as readonly JsonSchema[] | undefined;
  const object = value as { readonly [name: string]: Json }; // lists have gone already
  if (variants !== undefined) return pruneVariant(object, variants);
  const properties = schema['properties'] as Readonly<Record<string, JsonSchema>> | undefined;
  const others = schema['additionalProperties'];
  const kept = Object.entries(object).flatMap(([name, each]) => {
    const known = properties !== undefined && Object.hasOwn(properties, name) ? properties[name] : typeof others === 'object' ? (others as JsonSchema) : undefined;
    if (known === undefined) return others === false ? [] : [[name, each] as const];
    return each === null && !allowsNull(known) && !isRequired(schema, name) ? [] : [[name, prune(each, known)] as const];
  });
  return Object.fromEntries(kept);
}

function pruneList(items: readonly Json[], schema: JsonSchema): Json {
  const variants = (schema['anyOf'] as readonly JsonSchema[] | undefined)?.find((each) => each['type'] === 'array');
  const of = (variants ?? schema)['items'] as JsonSchema | undefined;
  return of === undefined ? items : items.map((each) => prune(each, of));
}

/** The first variant whose required and constant properties are all there. */
function pruneVariant(value: { readonly [name: string]: Json }, variants: readonly JsonSchema[]): Json {
  const fitting = variants.find((each) => each['type'] === 'object' && ((each['required'] ?? []) as readonly string[]).every((name) => Object.hasOwn(value, name)) && constantsHold(value, each));
  return fitting === undefined ? value : prune(value, fitting);
}

const constantsHold = (value: { readonly [name: string]: Json }, { properties }: JsonSchema): boolean =>
  Object.entries((properties ?? {}) as Record<string, JsonSchema>).every(([name, each]) => !('const' in each) || !Object.hasOwn(value, name) || value[name] === each['const']);

/** Many systems say null for what is not there; an optional property then simply isn't. */
const allowsNull = (schema: JsonSchema): boolean => schema['type'] === undefined && schema['anyOf'] === undefined && schema['enum'] === undefined && schema['const'] === undefined
  || schema['type'] === 'null' || ((schema['anyOf'] ?? []) as readonly JsonSchema[]).some(allowsNull);
const isRequired = ({ required }: JsonSchema, name: string): boolean => ((required ?? []) as readonly string[]).includes(name);
