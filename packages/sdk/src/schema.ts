/** Schemas are JSON Schema 2020-12 as plain data, with the type beside it. `t` writes them; a plugin may also write them by hand. */
import type { Json } from './json.ts';

declare const TYPE: unique symbol;
declare const OPTIONAL: unique symbol;
declare const SECRET: unique symbol;

/** A JSON Schema whose values are `T`. */
export type Schema<T = unknown> = { readonly [keyword: string]: unknown } & { readonly [TYPE]?: T };
/** A property that may be missing. */
export type Optional<S> = S & { readonly [OPTIONAL]: true };
/** A property of `config` that goes to the vault and that the plugin never sees. */
export type SecretSchema = Schema<string> & { readonly [SECRET]: true };

export type Infer<S> = S extends { readonly [TYPE]?: infer T } ? Exclude<T, undefined> : never;

type Shape = Readonly<Record<string, Schema>>;
type Simplify<T> = { [K in keyof T]: T[K] };
type OptionalKeys<S> = { [K in keyof S]: S[K] extends { readonly [OPTIONAL]: true } ? K : never }[keyof S];
type SecretKeys<S> = { [K in keyof S]: S[K] extends { readonly [SECRET]: true } ? K : never }[keyof S];
type InferShape<S> = Simplify<{ readonly [K in Exclude<keyof S, OptionalKeys<S> | SecretKeys<S>>]: Infer<S[K]> } & { readonly [K in Exclude<OptionalKeys<S>, SecretKeys<S>>]?: Infer<S[K]> | undefined }>;

interface Facts<T> {
  readonly description?: string;
  readonly title?: string;
  /** The first is what documents show. */
  readonly examples?: readonly NoInfer<T>[];
  /** Makes the property optional for who calls; the plugin always gets a value. */
  readonly default?: NoInfer<T>;
}
interface TextFacts extends Facts<string> { readonly minLength?: number; readonly maxLength?: number; readonly pattern?: string; readonly format?: 'uri' | 'email' | 'date-time' | 'date' | 'uuid' | 'ipv4' | 'ipv6' | 'hostname' }
interface NumberFacts extends Facts<number> { readonly minimum?: number; readonly maximum?: number }
interface ListFacts<T> extends Facts<readonly T[]> { readonly minItems?: number; readonly maxItems?: number }
interface SecretFacts {
  readonly description: string;
  readonly examples?: readonly string[];
  /** True unless said otherwise. */
  readonly required?: boolean;
  /** Only requests to these origins may carry it; all of the plugin's, if absent. */
  readonly hosts?: readonly string[];
}

const make = <T>(schema: Record<string, unknown>, facts: object = {}): Schema<T> => Object.freeze({ ...schema, ...facts }) as Schema<T>;
const optionals = new WeakSet<object>();

function object<const S extends Shape>(properties: S, facts: Facts<InferShape<S>> & { readonly open?: boolean } = {}): Schema<InferShape<S>> {
  const { open = false, ...rest } = facts;
  const required = Object.keys(properties).filter((name) => !optionals.has(properties[name]!) && !('default' in properties[name]!));
  return make({ type: 'object', properties, ...(required.length === 0 ? {} : { required }), ...(open ? {} : { additionalProperties: false }) }, rest);
}

function optional<S extends Schema>(schema: S): Optional<S> {
  const copy = Object.freeze({ ...schema });
  optionals.add(copy);
  return copy as unknown as Optional<S>;
}

function secret({ required = true, hosts, ...facts }: SecretFacts): SecretSchema {
  const schema = make({ type: 'string', minLength: 1, writeOnly: true, ...(hosts === undefined ? {} : { 'x-secret': { hosts } }) }, facts);
  if (!required) optionals.add(schema);
  return schema as SecretSchema;
}

/**
 * Writes schemas, keeping their types.
 * @example
 * const issue = t.object({ key: t.string({ examples: ['OPS-1'] }), labels: t.array(t.string(), { default: [] }), due: t.optional(t.date()) });
 * type Issue = Infer<typeof issue>;
 */
export const t = Object.freeze({
  string: (facts?: TextFacts): Schema<string> => make({ type: 'string' }, facts),
  url: (facts?: TextFacts): Schema<string> => make({ type: 'string', format: 'uri' }, facts),
  instant: (facts?: TextFacts): Schema<string> => make({ type: 'string', format: 'date-time' }, facts),
  date: (facts?: TextFacts): Schema<string> => make({ type: 'string', format: 'date' }, facts),
  number: (facts?: NumberFacts): Schema<number> => make({ type: 'number' }, facts),
  integer: (facts?: NumberFacts): Schema<number> => make({ type: 'integer' }, facts),
  boolean: (facts?: Facts<boolean>): Schema<boolean> => make({ type: 'boolean' }, facts),
  enum: <const V extends string>(values: readonly V[], facts?: Facts<V>): Schema<V> => make({ type: 'string', enum: values }, facts),
  literal: <const V extends string | number | boolean>(value: V, facts?: Facts<V>): Schema<V> => make({ const: value }, facts),
  /** Any JSON. */
  json: (facts?: Facts<Json>): Schema<Json> => make({}, facts),
  array: <T>(items: Schema<T>, facts?: ListFacts<T>): Schema<readonly T[]> => make({ type: 'array', items }, facts),
  /** Closed: nothing but these properties, unless `open`. */
  object,
  record: <T>(values: Schema<T>, facts?: Facts<Readonly<Record<string, T>>>): Schema<Readonly<Record<string, T>>> => make({ type: 'object', additionalProperties: values }, facts),
  union: <const S extends readonly Schema[]>(schemas: S, facts?: Facts<Infer<S[number]>>): Schema<Infer<S[number]>> => make({ anyOf: schemas }, facts),
  nullable: <T>(schema: Schema<T>, facts?: Facts<T | null>): Schema<T | null> => make({ anyOf: [schema, { type: 'null' }] }, facts),
  /** The property may be missing. One with a default is optional for who calls already. */
  optional,
  /** Only in `config`: sealed in the vault; requests carry it through an auth slot. */
  secret,
  /** A JSON Schema written by hand. */
  raw: <T>(schema: Record<string, unknown>): Schema<T> => make(schema),
});

