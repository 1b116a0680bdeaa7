/** Query parameters as an action's input. Text becomes what the schema wants; what does not fit stays as it came, and `invoke` refuses it. */
import { Failure } from '@patchbay/contracts';

type JsonSchema = Readonly<Record<string, unknown>>;
export type ReadQuery = (query: unknown) => Record<string, unknown>;

/** Compiled when a route is first asked something: a hub has hundreds and wants to start soon. A parameter that the schema does not know is passed on, so that it is refused as an unknown field. */
export function queryReader(schemaOf: () => JsonSchema): ReadQuery {
  let coercions: ReadonlyMap<string, Coercion> | undefined;
  return (query) => {
    const entries = Object.entries(query as Record<string, string | string[]>);
    if (entries.length === 0) return {};
    const known = coercions ??= coercionsOf(schemaOf());
    return Object.fromEntries(entries.map(([name, value]) => [name, (known.get(name) ?? single)(name, value)]));
  };
}

type Coercion = (name: string, value: string | string[]) => unknown;

function coercionsOf({ properties = {} }: JsonSchema): ReadonlyMap<string, Coercion> {
  return new Map(Object.entries(properties as Readonly<Record<string, JsonSchema>>).map(([name, property]) => [name, coercionOf(property)]));
}

function coercionOf(schema: JsonSchema): Coercion {
  const types = typesOf(schema);
  const scalar = scalarOf(types);
  if (!types.includes('array')) return (name, value) => scalar(single(name, value));
  const item = scalarOf(typesOf((schema['items'] ?? {}) as JsonSchema));
  return (_, value) => [value].flat().flatMap((each) => each.split(',')).map(item);
}

function typesOf(schema: JsonSchema): unknown[] {
  const options = (schema['anyOf'] ?? schema['oneOf'] ?? []) as JsonSchema[];
  return [schema['type'], ...options.flatMap(typesOf)].flat();
}

function scalarOf(types: readonly unknown[]): (text: string) => unknown {
  const number = types.includes('integer') || types.includes('number');
  const boolean = types.includes('boolean');
  return (text) => {
    if (number && /^-?\d{1,15}(\.\d{1,15})?$/.test(text)) return Number(text);
    if (boolean && (text === 'true' || text === 'false')) return text === 'true';
    return text;
  };
}

function single(name: string, value: string | string[]): string {
  if (typeof value === 'string') return value;
  throw new Failure('input.invalid', `The query parameter ${name} is there ${value.length} times`, { issues: [{ path: name, message: 'expected it once' }] });
}

/** For routes that take none. */
export function refuseQuery(query: unknown): void {
  const names = Object.keys(query as object);
  if (names.length > 0) throw new Failure('input.unknown_field', `This path takes no query parameter ${names[0]}`, { issues: names.map((path) => ({ path, message: 'unknown query parameter' })) });
}
