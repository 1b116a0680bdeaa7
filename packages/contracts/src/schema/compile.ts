/**
 * JSON Schema 2020-12, compiled into closures. Every check has a bounded number of steps, patterns run in linear time, and
 * references stay inside the document: a schema may come from anybody.
 */
import type { Issue } from '../failure.ts';
import { applicators, unevaluated } from './applicators.ts';
import { compilePattern, type Pattern } from '../pattern/match.ts';
import { PatternRefused } from '../pattern/parse.ts';
import { assertions } from './assertions.ts';
import { type Compiler, isObject, type Keyword, type Node } from './node.ts';
import { anchorsOf, pointed } from './references.ts';
import { Exhausted, Run } from './run.ts';

export interface Validator {
  /** What is wrong with the data; empty when it fits. */
  validate(data: unknown): readonly Issue[];
}

export type Compiled = { readonly issues: readonly Issue[]; readonly validator: Validator | undefined };

const MOST_NODES = 2_000;
const MOST_ISSUES = 20;
const DEEPEST = 40;
/** Of all patterns together. */
const MOST_STEPS = 20_000;
/** A step takes some tens of nanoseconds. */
const STEPS = 300_000;

/** Said to people, and not checked. */
const ANNOTATIONS = new Set(['title', 'description', 'default', 'examples', 'example', 'deprecated', 'readOnly', 'writeOnly', '$comment', '$schema', '$id', '$anchor', 'contentEncoding', 'contentMediaType', 'contentSchema', '$defs', 'definitions', 'then', 'else', 'minContains', 'maxContains']);
const INSTEAD: Readonly<Record<string, string>> = {
  additionalItems: 'items, beside prefixItems', dependencies: 'dependentRequired or dependentSchemas', nullable: 'type with "null" in its list', id: '$id', $dynamicRef: '$ref', $recursiveRef: '$ref', $dynamicAnchor: '$anchor', discriminator: 'oneOf',
};

export interface CompileOptions {
  /** Written by somebody who knows nothing of this hub: what is no keyword here, and a pattern that can’t be run, is left to him. */
  readonly foreign?: boolean;
  /** Of one check. */
  readonly steps?: number;
}

export function compileSchema(root: unknown, { foreign = false, steps = STEPS }: CompileOptions = {}): Compiled {
  const issues: Issue[] = [];
  const nodes = new Map<object, Node>();
  const patterns = new Map<string, Pattern>();
  const anchors = anchorsOf(root, DEEPEST * 2);
  const path: (string | number)[] = ['schema'];
  /** What is referred to is filled when all else is: chains of references may be long. */
  const promises: [Node, Readonly<Record<string, unknown>>, readonly string[]][] = [];

  function broken(message: string, ...below: readonly (string | number)[]): undefined {
    if (issues.length < MOST_ISSUES) issues.push({ path: [...path, ...below].join('.'), message });
  }

  function node(schema: unknown): Node {
    if (typeof schema === 'boolean') return plain(schema);
    if (!isObject(schema)) return broken('expected a schema: an object, true or false') ?? plain(false);
    const known = nodes.get(schema);
    if (known !== undefined) return known;
    const made = empty();
    nodes.set(schema, made);
    if (nodes.size > MOST_NODES || path.length > DEEPEST * 2) return broken(`expected no more than ${MOST_NODES} schemas, ${DEEPEST} levels deep`) ?? made;
    fill(made, schema);
    return made;
  }

  function fill(made: Node, schema: Readonly<Record<string, unknown>>): void {
    const keywords = Object.entries(schema).flatMap(([name, value]) => keywordOf(name, value, schema) ?? []);
    const last = [['unevaluatedProperties', false], ['unevaluatedItems', true]] as const;
    const rests = last.flatMap(([name, ofList]) => (schema[name] === undefined ? [] : [unevaluated(at(schema[name], name), schema[name], keywords, ofList)]));
    const all: Keyword[] = [...keywords, ...rests];
    const checks = all.flatMap(({ check }) => check ?? []);
    made.check = (value, run) => {
      run.enter();
      let holds = true;
      for (const check of checks) {
        if (check(value, run)) continue;
        holds = false;
        if (run.enough) break;
      }
      run.leave();
      return holds;
    };
    made.mark = (value, run, seen) => { run.enter(); for (const { mark } of all) mark?.(value, run, seen); run.leave(); };
    made.here.push(...all.flatMap(({ here = [] }) => here));
    for (const group of ['$defs', 'definitions']) if (schema[group] !== undefined) defs(group, schema[group]);
  }

  function keywordOf(name: string, value: unknown, schema: Readonly<Record<string, unknown>>): Keyword | undefined {
    if (ANNOTATIONS.has(name) || name.startsWith('x-') || name.startsWith('unevaluated')) return noted(name, value, schema);
    const make = Object.hasOwn(assertions, name) ? assertions[name] : Object.hasOwn(applicators, name) ? applicators[name] : undefined;
    if (make === undefined && foreign && !Object.hasOwn(INSTEAD, name)) return undefined;
    if (make === undefined) return broken(Object.hasOwn(INSTEAD, name) ? `is not of JSON Schema 2020-12; use ${INSTEAD[name]}` : 'is no keyword of JSON Schema; notes of your own begin with x-', name);
    path.push(name);
    const compiler: Compiler = { node: (inner, ...below) => (below[0] === '..' ? beside(inner, below.slice(1)) : at(inner, ...below)), pattern, ref, broken };
    const before = issues.length;
    const keyword = make(value, compiler, schema);
    path.pop();
    if (foreign && issues.length > before && Object.hasOwn(assertions, name)) issues.length = before; // it holds nothing inside, and all else is still checked
    return keyword;
  }

  function pattern(source: unknown, ...below: readonly string[]): Pattern | undefined {
    if (typeof source !== 'string') return broken('expected a regular expression', ...below);
    try {
      const made = patterns.get(source) ?? compilePattern(source);
      patterns.set(source, made);
      return [...patterns.values()].reduce((total, { size }) => total + size, 0) > MOST_STEPS ? broken(`the patterns are too large together: expected no more than ${MOST_STEPS} steps`, ...below) : made;
    } catch (error) {
      if (error instanceof PatternRefused && foreign && below.length === 0) return undefined;
      if (error instanceof PatternRefused) return broken(error.message, ...below);
      throw error;
    }
  }

  function noted(name: string, value: unknown, schema: object): undefined {
    if (name === '$id' && schema !== root) return broken('is for the whole document only', name);
    if (name === '$schema' && !foreign && !/^https?:\/\/json-schema\.org\/(draft\/2020-12|draft\/2019-09|draft-0[67])\/schema#?$/.test(String(value))) return broken('expected https://json-schema.org/draft/2020-12/schema', name);
    return undefined;
  }

  function at(schema: unknown, ...below: readonly (string | number)[]): Node {
    path.push(...below);
    const made = node(schema);
    path.length -= below.length;
    return made;
  }

  function beside(schema: unknown, below: readonly (string | number)[]): Node {
    const own = path.pop()!;
    const made = at(schema, ...below);
    path.push(own);
    return made;
  }

  function defs(group: string, value: unknown): void {
    if (!isObject(value)) return broken('expected names, each with a schema', group);
    for (const [name, each] of Object.entries(value)) at(each, group, name);
  }

  function ref(target: string): Node | undefined {
    const id = isObject(root) && typeof root['$id'] === 'string' ? root['$id'].replace(/#$/, '') : '';
    const local = id !== '' && target.startsWith(`${id}#`) ? target.slice(id.length) : target;
    if (!local.startsWith('#')) return broken('expected a reference into this document, such as #/$defs/name: nothing is fetched from elsewhere');
    const found = local === '#' ? root : local.startsWith('#/') ? pointed(root, local.slice(2)) : anchors.get(local.slice(1));
    if (!isObject(found)) return found === undefined ? broken('refers to something that is not there') : node(found);
    const known = nodes.get(found);
    if (known !== undefined) return known;
    const promised = empty();
    nodes.set(found, promised);
    promises.push([promised, found, local.slice(1).split('/').filter((part) => part !== '')]);
    return promised;
  }

  const top = isObject(root) || typeof root === 'boolean' ? node(root) : (broken('expected a schema: an object, true or false'), plain(false));
  for (let next = promises.shift(); next !== undefined; next = promises.shift()) {
    path.splice(0, path.length, 'schema', ...next[2]);
    if (nodes.size <= MOST_NODES) fill(next[0], next[1]);
  }
  path.splice(0, path.length, 'schema');
  if (issues.length === 0 && comesBack([...nodes.values()])) broken('a schema refers to itself without going into the data, so its check would never end');
  return { issues, validator: issues.length === 0 ? { validate: (data) => validate(top, data, steps) } : undefined };
}

function validate(top: Node, data: unknown, steps: number): readonly Issue[] {
  const run = new Run(steps);
  try {
    return top.check(data, run) ? [] : run.issues;
  } catch (error) {
    if (!(error instanceof Exhausted)) throw error;
    return [{ path: '', message: `could not be checked: ${error.message}` }];
  }
}

const empty = (): Node => ({ check: () => false, mark: () => undefined, here: [] });
const plain = (holds: boolean): Node => ({ check: (_, run) => holds || run.fail('is not expected here'), mark: () => undefined, here: [] });

/** Whether from some schema one comes back to it without leaving the value. */
function comesBack(all: readonly Node[]): boolean {
  const state = new Map<Node, 'open' | 'done'>();
  const visit = (node: Node): boolean => {
    if (state.get(node) === 'open') return true;
    if (state.has(node)) return false;
    state.set(node, 'open');
    const found = node.here.some(visit);
    state.set(node, 'done');
    return found;
  };
  return all.some(visit);
}
