/** What a document's text alone tells about its weight: levels, aliases, root fields. Fragments count where they are spread, and once per name. */
import { Failure } from '@patchbay/contracts';
import { type DocumentNode, type FragmentDefinitionNode, Kind, type OperationDefinitionNode, type SelectionSetNode, visit } from '../graphql-js.ts';

export interface MeasureLimits { readonly maxDepth: number; readonly maxAliases: number; readonly maxRootFields: number }

type Fragments = ReadonlyMap<string, FragmentDefinitionNode>;

export const fragmentsOf = (document: DocumentNode): Fragments =>
  new Map(document.definitions.flatMap((each) => (each.kind === Kind.FRAGMENT_DEFINITION ? [[each.name.value, each] as const] : [])));

/** Refuses fragments that contain themselves, and names that the hub keeps for itself. */
export function measureDocument(document: DocumentNode, { maxAliases }: MeasureLimits): void {
  const fragments = fragmentsOf(document);
  const checked = new Set<string>();
  for (const name of fragments.keys()) refuseCycles(name, fragments, new Set(), checked);
  let aliases = 0;
  visit(document, { Field: ({ alias }) => { if (alias !== undefined) { aliases++; refuseKept(alias.value); } } });
  refuseAbove('query.too_costly', 'aliases', maxAliases, aliases);
}

export function measureOperation(document: DocumentNode, operation: OperationDefinitionNode, { maxDepth, maxRootFields }: MeasureLimits): void {
  const fragments = fragmentsOf(document);
  refuseAbove('query.too_deep', 'levels', maxDepth, depthOf(operation.selectionSet, fragments, new Map()));
  refuseAbove('query.too_costly', 'root fields', maxRootFields, rootFields(operation.selectionSet, fragments, new Map()));
}

function refuseAbove(code: 'query.too_deep' | 'query.too_costly', what: string, limit: number, actual: number): void {
  if (actual > limit) throw new Failure(code, `The query has ${actual} ${what}, and ${limit} are allowed`, { limit, actual, counted: what });
}

/** `__typename` and the like are GraphQL's own; `__proto__` would not come out of a JSON object again. */
function refuseKept(alias: string): void {
  if (alias.startsWith('__')) throw new Failure('query.malformed', `The alias ${alias} begins with two underscores, which GraphQL keeps for itself`);
}

function refuseCycles(name: string, fragments: Fragments, above: Set<string>, checked: Set<string>): void {
  if (above.has(name)) throw new Failure('query.malformed', `The fragment ${name} contains itself`);
  const fragment = fragments.get(name);
  if (fragment === undefined || checked.has(name)) return;
  above.add(name);
  for (const spread of spreadsIn(fragment.selectionSet)) refuseCycles(spread, fragments, above, checked);
  above.delete(name);
  checked.add(name);
}

function spreadsIn(set: SelectionSetNode): string[] {
  return set.selections.flatMap((selection) => {
    if (selection.kind === Kind.FRAGMENT_SPREAD) return [selection.name.value];
    return selection.selectionSet === undefined ? [] : spreadsIn(selection.selectionSet);
  });
}

/** Introspection is no deeper than its own rule allows, and every tool asks it deeply. */
function depthOf(set: SelectionSetNode, fragments: Fragments, known: Map<string, number>): number {
  const depths = set.selections.map((selection) => {
    switch (selection.kind) {
      case Kind.FIELD: return selection.selectionSet === undefined || selection.name.value.startsWith('__') ? 1 : 1 + depthOf(selection.selectionSet, fragments, known);
      case Kind.INLINE_FRAGMENT: return depthOf(selection.selectionSet, fragments, known);
      case Kind.FRAGMENT_SPREAD: return once(selection.name.value, known, (name) => depthOf(fragments.get(name)?.selectionSet ?? EMPTY, fragments, known));
      default: return selection satisfies never;
    }
  });
  return Math.max(0, ...depths);
}

function rootFields(set: SelectionSetNode, fragments: Fragments, known: Map<string, number>): number {
  return set.selections.reduce((sum, selection) => {
    if (selection.kind === Kind.FIELD) return sum + 1;
    if (selection.kind === Kind.INLINE_FRAGMENT) return sum + rootFields(selection.selectionSet, fragments, known);
    return sum + once(selection.name.value, known, (name) => rootFields(fragments.get(name)?.selectionSet ?? EMPTY, fragments, known));
  }, 0);
}

const EMPTY: SelectionSetNode = { kind: Kind.SELECTION_SET, selections: [] };

/** A fragment that is spread a thousand times is walked once. */
function once(name: string, known: Map<string, number>, count: (name: string) => number): number {
  const before = known.get(name);
  if (before !== undefined) return before;
  const counted = count(name);
  known.set(name, counted);
  return counted;
}
