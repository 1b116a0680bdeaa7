/** Keywords that hold schemas. */
import { type Check, type Compiler, has, isObject, type Keyword, type Node, type Schema } from './node.ts';
import type { Run } from './run.ts';

type Make = (value: unknown, compiler: Compiler, schema: Exclude<Schema, boolean>) => Keyword | undefined;

export const applicators: Readonly<Record<string, Make>> = {
  $ref(value, { ref, broken }) {
    if (typeof value !== 'string') return broken('expected a reference');
    const node = ref(value);
    return node && { check: (found, run) => node.check(found, run), mark: (found, run, seen) => node.mark(found, run, seen), here: [node] };
  },
  allOf(value, compiler) {
    const nodes = list(value, compiler);
    return nodes && { check: (found, run) => every(nodes, (node) => node.check(found, run), run), mark: (found, run, seen) => { for (const node of nodes) node.mark(found, run, seen); }, here: nodes };
  },
  anyOf(value, compiler) {
    const nodes = list(value, compiler);
    return nodes && {
      check: (found, run) => (nodes.length === 1 ? nodes[0]!.check(found, run) : nodes.some((node) => run.asks(() => node.check(found, run))) || run.fail('expected something that fits one of the schemas of anyOf')),
      mark: marksOfThoseThatHold(nodes), here: nodes,
    };
  },
  oneOf(value, compiler) {
    const nodes = list(value, compiler);
    return nodes && {
      check: (found, run) => { const holding = nodes.filter((node) => run.asks(() => node.check(found, run))).length; return holding === 1 || run.fail(`expected something that fits exactly one of the schemas of oneOf, and ${holding} fit`); },
      mark: marksOfThoseThatHold(nodes), here: nodes,
    };
  },
  not(value, { node }) {
    const inner = node(value);
    return { check: (found, run) => !run.asks(() => inner.check(found, run)) || run.fail('expected something that does not fit the schema of not'), here: [inner] };
  },
  if(value, { node }, schema) {
    const condition = node(value);
    const then = schema['then'] === undefined ? undefined : node(schema['then'], '..', 'then');
    const otherwise = schema['else'] === undefined ? undefined : node(schema['else'], '..', 'else');
    const branch = (found: unknown, run: Run): Node | undefined => (run.asks(() => condition.check(found, run)) ? then : otherwise);
    return {
      check: (found, run) => branch(found, run)?.check(found, run) ?? true,
      mark(found, run, seen) {
        if (run.asks(() => condition.check(found, run))) condition.mark(found, run, seen);
        branch(found, run)?.mark(found, run, seen);
      },
      here: [condition, ...(then === undefined ? [] : [then]), ...(otherwise === undefined ? [] : [otherwise])],
    };
  },
  dependentSchemas(value, compiler) {
    const nodes = table(value, compiler);
    if (nodes === undefined) return undefined;
    const those = (found: unknown): Node[] => (isObject(found) ? nodes.filter(([name]) => Object.hasOwn(found, name)).map(([, node]) => node) : []);
    return { check: (found, run) => every(those(found), (node) => node.check(found, run), run), mark: (found, run, seen) => { for (const node of those(found)) node.mark(found, run, seen); }, here: nodes.map(([, node]) => node) };
  },
  properties(value, compiler) {
    const nodes = table(value, compiler);
    return nodes && {
      check: (found, run) => !isObject(found) || every(nodes, ([name, node]) => !has(found, name) || run.inside(name, () => node.check(found[name], run)), run),
      mark: (found, _, seen) => { if (isObject(found)) for (const [name] of nodes) if (Object.hasOwn(found, name)) seen.keys.add(name); },
    };
  },
  patternProperties(value, compiler) {
    const nodes = table(value, compiler)?.flatMap(([source, node]) => { const pattern = compiler.pattern(source, source); return pattern === undefined ? [] : [[pattern, node] as const]; });
    return nodes && {
      check: (found, run) => !isObject(found) || every(Object.keys(found), (name) => every(nodes, ([pattern, node]) => !pattern.isIn(name, run.spend) || run.inside(name, () => node.check(found[name], run)), run), run),
      mark: (found, run, seen) => { if (isObject(found)) for (const name of Object.keys(found)) if (nodes.some(([pattern]) => pattern.isIn(name, run.spend))) seen.keys.add(name); },
    };
  },
  additionalProperties(value, compiler, schema) {
    const node = compiler.node(value);
    const named = new Set(isObject(schema['properties']) ? Object.keys(schema['properties']) : []);
    const patterns = isObject(schema['patternProperties']) ? Object.keys(schema['patternProperties']).flatMap((source) => compiler.pattern(source) ?? []) : [];
    const known = (name: string, run: Run): boolean => named.has(name) || patterns.some((pattern) => pattern.isIn(name, run.spend));
    return {
      check: (found, run) => !isObject(found) || every(Object.keys(found), (name) => known(name, run) || !has(found, name) || run.inside(name, () => unexpected(node, value, found[name], run)), run),
      mark: (found, _, seen) => { if (isObject(found)) seen.all = true; },
    };
  },
  propertyNames(value, { node }) {
    const names = node(value);
    return { check: (found, run) => !isObject(found) || every(Object.keys(found), (name) => run.inside(name, () => run.asks(() => names.check(name, run)) || run.fail('has a name that the schema does not allow')), run) };
  },
  prefixItems(value, compiler) {
    const nodes = list(value, compiler);
    return nodes && {
      check: (found, run) => !Array.isArray(found) || every(nodes.slice(0, found.length).map((node, at) => [node, at] as const), ([node, at]) => run.inside(at, () => node.check(found[at], run)), run),
      mark: (found, _, seen) => { if (Array.isArray(found)) for (let at = 0; at < Math.min(nodes.length, found.length); at++) seen.keys.add(at); },
    };
  },
  items(value, compiler, schema) {
    if (Array.isArray(value)) return compiler.broken('expected one schema; a list of them is called prefixItems');
    const node = compiler.node(value);
    const from = Array.isArray(schema['prefixItems']) ? schema['prefixItems'].length : 0;
    return {
      check: (found, run) => !Array.isArray(found) || every(found.slice(from).map((_, at) => at + from), (at) => run.inside(at, () => unexpected(node, value, found[at], run)), run),
      mark: (found, _, seen) => { if (Array.isArray(found)) seen.all = true; },
    };
  },
  contains(value, compiler, schema) {
    const node = compiler.node(value);
    const least = typeof schema['minContains'] === 'number' ? schema['minContains'] : 1;
    const most = typeof schema['maxContains'] === 'number' ? schema['maxContains'] : Infinity;
    const fits = (each: unknown, run: Run): boolean => run.asks(() => node.check(each, run));
    return {
      check: (found, run) => { if (!Array.isArray(found)) return true; const count = found.filter((each) => fits(each, run)).length; return (count >= least && count <= most) || run.fail(`expected ${most === Infinity ? `at least ${least}` : `${least} to ${most}`} items that fit the schema of contains, got ${count}`); },
      mark: (found, run, seen) => { if (Array.isArray(found)) for (const [at, each] of found.entries()) if (fits(each, run)) seen.keys.add(at); },
    };
  },
};

/** `false` as a schema has one thing to say. */
const unexpected = (node: Node, schema: unknown, value: unknown, run: Run): boolean => (schema === false ? run.fail('is not expected here') : node.check(value, run));

function list(value: unknown, { node, broken }: Compiler): Node[] | undefined {
  if (!Array.isArray(value) || value.length === 0) return broken('expected a list of schemas');
  return value.map((each, at) => node(each, at));
}

function table(value: unknown, { node, broken }: Compiler): [string, Node][] | undefined {
  if (!isObject(value)) return broken('expected names, each with a schema');
  return Object.entries(value).map(([name, each]) => [name, node(each, name)]);
}

/** All of them, so that everything that is wrong is told; or as soon as one fails, when nobody wants to know more. */
function every<T>(items: readonly T[], check: (item: T) => boolean, run: Run): boolean {
  run.spend(items.length >> 4); // a long list of names costs also where none of them is there
  let holds = true;
  for (const item of items) {
    if (check(item)) continue;
    holds = false;
    if (run.enough) return false;
  }
  return holds;
}

const marksOfThoseThatHold = (nodes: readonly Node[]): Node['mark'] => (found, run, seen) => {
  for (const node of nodes) if (run.asks(() => node.check(found, run))) node.mark(found, run, seen);
};

/** The rest of a value that no other keyword of the schema has looked at. */
export function unevaluated(rest: Node, schema: unknown, others: readonly Keyword[], ofList: boolean): Keyword {
  const check: Check = (found, run) => {
    if (ofList ? !Array.isArray(found) : !isObject(found)) return true;
    const seen = { all: false, keys: new Set<string | number>() };
    for (const { mark } of others) mark?.(found, run, seen);
    if (seen.all) return true;
    const members = Object.entries(found as object).map(([key, value]) => [ofList ? Number(key) : key, value] as const).filter(([key]) => !seen.keys.has(key));
    return every(members, ([key, value]) => run.inside(key, () => unexpected(rest, schema, value, run)), run);
  };
  return { check, mark: (found, _, seen) => { if (Array.isArray(found) === ofList) seen.all = true; } };
}
