/** Whether JSON is a JSON Schema of draft 7, by what its meta-schema says of each keyword. Other keywords mean nothing, as the draft has it. */

export interface Fault {
  readonly path: Path;
  readonly message: string;
}

type Path = readonly (string | number)[];
type Check = (value: unknown, path: Path) => Fault | undefined;

const LONGEST = 262_144;
const DEEPEST = 64;
const TYPES = ['array', 'boolean', 'integer', 'null', 'number', 'object', 'string'];

/** The first thing that is wrong with it; undefined, if nothing is. */
export function faultOf(schema: unknown): Fault | undefined {
  if (JSON.stringify(schema).length > LONGEST) return { path: [], message: `expected no more than ${LONGEST} characters` };
  return schemaFault(schema, []);
}

function schemaFault(schema: unknown, path: Path): Fault | undefined {
  if (typeof schema === 'boolean') return undefined;
  if (!isObject(schema)) return { path, message: 'expected a schema: an object, true or false' };
  if (path.length > DEEPEST) return { path, message: `expected no more than ${DEEPEST} levels` };
  return first(Object.entries(schema), ([name, value]) => keywords.get(name)?.(value, [...path, name]));
}

function first<T>(items: Iterable<T>, look: (item: T) => Fault | undefined): Fault | undefined {
  for (const item of items) {
    const fault = look(item);
    if (fault !== undefined) return fault;
  }
  return undefined;
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> => typeof value === 'object' && value !== null && !Array.isArray(value);

const kind = (holds: (value: unknown) => boolean, message: string): Check => (value, path) => (holds(value) ? undefined : { path, message });

const listOf = (item: Check): Check => (value, path) => (Array.isArray(value) ? first(value.entries(), ([at, each]) => item(each, [...path, at])) : { path, message: 'expected a list' });
const notEmpty = (list: Check): Check => (value, path) => list(value, path) ?? ((value as unknown[]).length === 0 ? { path, message: 'expected at least one' } : undefined); // `list` has found a list
const eachOnce = (list: Check): Check => (value, path) => list(value, path) ?? (new Set(value as unknown[]).size < (value as unknown[]).length ? { path, message: 'an item is there twice' } : undefined);
/** A list, or the one thing that may stand in its place. */
const listOr = (list: Check, one: Check): Check => (value, path) => (Array.isArray(value) ? list : one)(value, path);
const mapOf = (check: (value: unknown, path: Path, name: string) => Fault | undefined): Check => (value, path) =>
  (isObject(value) ? first(Object.entries(value), ([name, each]) => check(each, [...path, name], name)) : { path, message: 'expected an object' });

const text = kind((value) => typeof value === 'string', 'expected a text');
const flag = kind((value) => typeof value === 'boolean', 'expected true or false');
const number = kind((value) => typeof value === 'number', 'expected a number');
const positive = kind((value) => typeof value === 'number' && value > 0, 'expected a number above 0');
const whole = kind((value) => Number.isInteger(value) && Number(value) >= 0, 'expected a whole number from 0');
const pattern = kind(isPattern, 'expected a regular expression');
const type = kind((value) => TYPES.includes(value as string), `expected one of ${TYPES.join(', ')}`);
const anything = listOf(() => undefined);
const names = eachOnce(listOf(text));
const schemas = notEmpty(listOf(schemaFault));

const keywords = new Map(([
  [text, '$id', '$schema', '$ref', '$comment', 'title', 'description', 'format', 'contentMediaType', 'contentEncoding'],
  [flag, 'readOnly', 'writeOnly', 'uniqueItems'],
  [number, 'maximum', 'exclusiveMaximum', 'minimum', 'exclusiveMinimum'],
  [positive, 'multipleOf'],
  [whole, 'maxLength', 'minLength', 'maxItems', 'minItems', 'maxProperties', 'minProperties'],
  [pattern, 'pattern'],
  [names, 'required'],
  [anything, 'enum', 'examples'],
  [listOr(eachOnce(notEmpty(listOf(type))), type), 'type'],
  [schemaFault, 'additionalItems', 'contains', 'additionalProperties', 'propertyNames', 'if', 'then', 'else', 'not'],
  [listOr(schemas, schemaFault), 'items'],
  [schemas, 'allOf', 'anyOf', 'oneOf'],
  [mapOf(schemaFault), 'definitions', 'properties'],
  [mapOf((value, path, name) => pattern(name, path) ?? schemaFault(value, path)), 'patternProperties'],
  [mapOf(listOr(names, schemaFault)), 'dependencies'],
] as const).flatMap(([check, ...of]) => of.map((name): [string, Check] => [name, check])));

/** It is read, and never run. */
function isPattern(value: unknown): boolean {
  try {
    return typeof value === 'string' && new RegExp(value) instanceof RegExp;
  } catch {
    return false;
  }
}
