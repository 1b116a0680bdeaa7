// The fields of a schema as a table, nested ones below the field they belong to.
import { code, type JsonSchema, table, value } from './markdown.ts';

interface Field { readonly path: string; readonly required: boolean; readonly schema: JsonSchema }

export function fieldTable(schema: JsonSchema): string {
  const rows = fieldsOf(schema).map(({ path, required, schema: each }) => [code(path), typeOf(each), facts(each, required), value(each['default']), value(first(each['examples'])), String(each['description'] ?? '')]);
  return rows.length === 0 ? 'None.' : table(['Field', 'Type', 'Facts', 'Default', 'Example', 'Meaning'], rows);
}

function fieldsOf(schema: JsonSchema, path = ''): Field[] {
  const required = (schema['required'] ?? []) as readonly string[];
  return Object.entries((schema['properties'] ?? {}) as Record<string, JsonSchema>).flatMap(([field, each]) => {
    const known = orNull(each).schema;
    const place = path === '' ? field : `${path}.${field}`;
    const items = known['items'] as JsonSchema | undefined;
    return [{ path: place, required: required.includes(field), schema: { ...known, ...each } }, ...fieldsOf(known, place), ...(items === undefined ? [] : fieldsOf(items, `${place}[]`))];
  });
}

/** `anyOf` with null is how a schema says that null is allowed. */
function orNull(schema: JsonSchema): { schema: JsonSchema; nullable: boolean } {
  const [only, ...more] = ((schema['anyOf'] ?? []) as JsonSchema[]).filter((each) => each['type'] !== 'null');
  return only === undefined || more.length > 0 ? { schema, nullable: false } : { schema: only, nullable: true };
}

function typeOf(schema: JsonSchema): string {
  const { schema: known, nullable } = orNull(schema);
  const types = [known['type']].flat().filter((type) => type !== 'null' && type !== undefined);
  const text = known['enum'] !== undefined ? (known['enum'] as unknown[]).map((each) => code(String(each))).join(' ')
    : known['const'] !== undefined ? value(known['const'])
    : known['type'] === 'array' ? `${known['x-set'] === true ? 'set' : 'list'} of ${typeOf((known['items'] ?? {}) as JsonSchema)}`
    : known['type'] === 'object' && known['properties'] === undefined ? mapOf(known)
    : known['format'] === 'date-time' ? 'instant'
    : types.length === 0 ? 'any' : types.join(' or ');
  return nullable || [known['type']].flat().includes('null') ? `${text} or null` : text;
}

function mapOf({ additionalProperties: item }: JsonSchema): string {
  const type = typeof item === 'object' && item !== null ? typeOf(item as JsonSchema) : 'any';
  return type === 'any' ? 'JSON object' : `map of ${type}`;
}

function facts(schema: JsonSchema, required: boolean): string {
  const target = schema['x-references'];
  return [
    ...(required ? ['required'] : []),
    ...(schema['x-immutable'] === true ? ['immutable'] : []),
    ...(schema['writeOnly'] === true ? ['write-only'] : []),
    ...(typeof target === 'string' ? [`refers to ${target}`] : []),
    ...limits(schema),
  ].join(', ');
}

const first = (examples: unknown): unknown => (Array.isArray(examples) ? (examples as unknown[])[0] : undefined);

function limits(schema: JsonSchema): string[] {
  const range = (low: unknown, high: unknown, unit: string): string[] => (low === undefined && high === undefined ? [] : [`${low === undefined ? 'up to ' : String(low)}${low !== undefined && high !== undefined ? '–' : ''}${high === undefined ? (low === undefined ? '' : ' or more') : String(high)}${unit}`]);
  return [...range(schema['minimum'], schema['maximum'], ''), ...range(schema['minLength'], schema['maxLength'], ' characters'), ...range(schema['minItems'], schema['maxItems'], ' items')];
}
