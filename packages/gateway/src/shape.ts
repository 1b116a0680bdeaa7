/** What arguments look like, without what they say: all that a log may hold of them. */

const DEEPEST = 3;
const MOST = 20;

type Schema = Readonly<Record<string, unknown>> | undefined;

/** Names of fields are shown where the tool declares them; what somebody made up is only counted. */
export function shapeOf(value: unknown, schema: Schema, depth = 0): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return `${value.length} × ${value.length === 0 ? 'nothing' : shapeOf(value[0], schema?.['items'] as Schema, depth + 1)}`;
  if (typeof value === 'string') return `text(${value.length})`;
  if (typeof value !== 'object') return typeof value;
  if (depth >= DEEPEST) return 'object';
  const properties = (schema?.['properties'] ?? {}) as Readonly<Record<string, Schema>>;
  const declared = Object.entries(value).filter(([name]) => Object.hasOwn(properties, name));
  const others = Object.keys(value).length - declared.length;
  const parts = declared.slice(0, MOST).map(([name, each]) => `${name}: ${shapeOf(each, properties[name], depth + 1)}`);
  return `{${[...parts, ...(declared.length > MOST ? [`${declared.length - MOST} more`] : []), ...(others > 0 ? [`${others} of no name in the schema`] : [])].join(', ')}}`;
}
