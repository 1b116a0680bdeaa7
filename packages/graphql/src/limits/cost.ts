/** What a query may cost: one for each field, times the page sizes above it, known before anything runs. */
import { PAGE_DEFAULT } from '@patchbay/contracts';
import {
  type DocumentNode, type FieldNode, getNamedType, type GraphQLCompositeType, type GraphQLSchema, isCompositeType, isObjectType, isInterfaceType, Kind,
  type OperationDefinitionNode, type SelectionSetNode,
} from '../graphql-js.ts';
import { fragmentsOf } from './measure.ts';

export type Variables = Readonly<Record<string, unknown>>;

/** Describing the whole schema is work of its own. */
const INTROSPECTION = 1000;

/** Walks the document once, and again for each request only if a page size is a variable. */
export function costOf(schema: GraphQLSchema, document: DocumentNode, operation: OperationDefinitionNode): (variables: Variables) => number {
  const root = schema.getRootType(operation.operation);
  if (root === null || root === undefined) return () => 0;
  const walk = (variables: Variables): { cost: number; varies: boolean } => {
    const counter = createCounter(schema, document, { ...defaultsOf(operation), ...variables });
    return { cost: counter.selections(operation.selectionSet, root, 1), varies: counter.varies() };
  };
  const first = walk({});
  return first.varies ? (variables) => walk(variables).cost : () => first.cost;
}

function createCounter(schema: GraphQLSchema, document: DocumentNode, variables: Variables) {
  const fragments = fragmentsOf(document);
  const known = new Map<string, number>();
  let varies = false;

  function selections(set: SelectionSetNode, parent: GraphQLCompositeType, page: number): number {
    return set.selections.reduce((sum, selection) => {
      switch (selection.kind) {
        case Kind.FIELD: return sum + field(selection, parent, page);
        case Kind.INLINE_FRAGMENT: return sum + selections(selection.selectionSet, typeNamed(selection.typeCondition?.name.value) ?? parent, page);
        case Kind.FRAGMENT_SPREAD: return sum + spread(selection.name.value, page);
        default: return selection satisfies never;
      }
    }, 0);
  }

  function spread(name: string, page: number): number {
    const key = `${name} ${page}`;
    const before = known.get(key);
    if (before !== undefined) return before;
    const fragment = fragments.get(name);
    const type = typeNamed(fragment?.typeCondition.name.value);
    const cost = fragment === undefined || type === undefined ? 0 : selections(fragment.selectionSet, type, page);
    known.set(key, cost);
    return cost;
  }

  function field(node: FieldNode, parent: GraphQLCompositeType, page: number): number {
    const name = node.name.value;
    if (name === '__schema' || name === '__type') return INTROSPECTION;
    const definition = isObjectType(parent) || isInterfaceType(parent) ? parent.getFields()[name] : undefined;
    if (definition === undefined || node.selectionSet === undefined) return 1;
    const type = getNamedType(definition.type);
    if (!isCompositeType(type)) return 1;
    const { paged, perItem, weight } = definition.extensions as { paged?: boolean; perItem?: boolean; weight?: number }; // set by the schema's own fields
    const times = perItem === true ? page : (weight ?? 1);
    return 1 + times * selections(node.selectionSet, type, paged === true ? pageSize(node) : 1);
  }

  function pageSize(node: FieldNode): number {
    const value = node.arguments?.find((argument) => argument.name.value === 'first')?.value;
    if (value?.kind === Kind.INT) return Math.max(0, Number(value.value));
    if (value?.kind !== Kind.VARIABLE) return PAGE_DEFAULT;
    varies = true;
    const given = variables[value.name.value];
    return typeof given === 'number' ? Math.max(0, given) : PAGE_DEFAULT;
  }

  function typeNamed(name: string | undefined): GraphQLCompositeType | undefined {
    const type = name === undefined ? undefined : schema.getType(name);
    return isCompositeType(type) ? type : undefined;
  }

  return { selections, varies: () => varies };
}

const defaultsOf = (operation: OperationDefinitionNode): Variables => Object.fromEntries(
  (operation.variableDefinitions ?? []).flatMap(({ variable, defaultValue }) => (defaultValue?.kind === Kind.INT ? [[variable.name.value, Number(defaultValue.value)]] : [])),
);
