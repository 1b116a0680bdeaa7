/** What a schema says that a value is where nothing is said: filled in before it is checked. */
import { isObject } from './node.ts';
import { pointed } from './references.ts';

/** References that lead to references. */
const MOST_HOPS = 10;
const DEEPEST = 100;
/** Of looking at one value, in steps of a check. */
const COST = 20;

/** Step by step: a schema may be deeper than a call can go. */
export function hasDefaults(root: unknown): boolean {
  const open = [root];
  for (let each = open.pop(); open.length > 0 || each !== undefined; each = open.pop()) {
    if (typeof each !== 'object' || each === null) continue;
    if (Object.hasOwn(each, 'default')) return true;
    for (const inner of Object.values(each)) if (typeof inner === 'object') open.push(inner);
  }
  return false;
}

export function withDefaults(value: unknown, root: unknown, spend: (steps: number) => void): unknown {
  return fill(value, root, 0);

  function fill(given: unknown, at: unknown, depth: number): unknown {
    const schema = target(at);
    spend(COST);
    if (!isObject(schema) || depth > DEEPEST) return given;
    const { items, properties } = schema;
    if (given === undefined) return copyOf(schema['default']);
    if (Array.isArray(given)) return isObject(items) ? given.map((each: unknown) => fill(each, items, depth + 1)) : given;
    return isObject(given) && isObject(properties) ? fillFields(given, properties, depth + 1) : given;
  }

  function fillFields(given: Readonly<Record<string, unknown>>, properties: Readonly<Record<string, unknown>>, depth: number): unknown {
    const fields = new Map(Object.entries(given));
    for (const [name, schema] of Object.entries(properties)) {
      const filled = fill(fields.get(name), schema, depth);
      if (filled !== undefined) fields.set(name, filled);
    }
    return Object.fromEntries(fields);
  }

  function copyOf(said: unknown): unknown {
    if (typeof said !== 'object' || said === null) return said;
    spend(JSON.stringify(said).length);
    return structuredClone(said);
  }

  function target(schema: unknown): unknown {
    let found = schema;
    for (let hops = 0; hops < MOST_HOPS && isObject(found) && typeof found['$ref'] === 'string' && found['$ref'].startsWith('#/'); hops++) found = pointed(root, found['$ref'].slice(2));
    return found;
  }
}
