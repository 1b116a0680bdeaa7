/** A resource in the graph: its type, and the two queries that read it. */
import { type Action, Failure, type ResourceDefinition, schemaOf, schemasOf } from '@patchbay/contracts';
import { type GraphQLFieldConfig, type GraphQLFieldConfigArgumentMap, GraphQLID, GraphQLInt, type GraphQLInterfaceType, GraphQLNonNull, GraphQLObjectType, GraphQLString } from '../graphql-js.ts';
import type { CallContext } from '../call-context.ts';
import { connectionType, toConnection } from './connection.ts';
import { pascal } from './names.ts';
import { withoutNull } from './shape.ts';
import type { Types } from './types.ts';

type Field = GraphQLFieldConfig<unknown, CallContext>;

export function resourceType(definition: ResourceDefinition, node: GraphQLInterfaceType, types: Types): GraphQLObjectType {
  const schema = schemaOf(schemasOf(definition).view, 'output');
  const name = pascal(definition.name);
  return types.names.claim([name, `${name}Resource`], `resource ${definition.name}`, (free) => new GraphQLObjectType({
    name: free,
    description: said(definition.description, definition.state),
    interfaces: [node],
    fields: () => types.fields(schema, { path: [definition.name] }),
  }));
}

/** `project(id)`: null when it isn't there, or isn't for this caller's eyes. */
export const getField = (definition: ResourceDefinition, type: GraphQLObjectType): Field => ({
  type,
  description: said(`One ${definition.title.toLowerCase()} by its id; null when there is none.`, definition.state),
  args: { id: { type: new GraphQLNonNull(GraphQLID) } },
  resolve: (_source, { id }: { id: string }, context) => context.node(definition.name, id),
});

/** `projects(first, after, sort, …)`: the filters are the ones of the list. */
export function listField(definition: ResourceDefinition, list: Action, type: GraphQLObjectType, types: Types): Field {
  return {
    type: connectionType(type, types.names),
    description: said(list.description, definition.state),
    args: { ...pageArguments, ...filterArguments(definition, list, types) },
    extensions: { paged: true },
    resolve: async (_source, { first, after, ...filters }: { first?: number | null; after?: string | null; readonly [filter: string]: unknown }, context) => {
      const given = Object.entries({ limit: first, cursor: after, ...filters }).filter(([, value]) => value !== undefined && value !== null);
      return toConnection(await context.call(list.id, Object.fromEntries(given)).catch(inArguments), after ?? undefined);
    },
  };
}

const ARGUMENTS: Readonly<Record<string, string>> = { limit: 'first', cursor: 'after' };

/** Who asked wrote `first`, and would not find the `limit` of the list in the query. */
function inArguments(error: unknown): never {
  if (!(error instanceof Failure) || error.code !== 'input.invalid') throw error;
  const { issues = [] } = error.details;
  const message = error.message.replace(/ at (limit|cursor):/, (_all, name: string) => ` at ${ARGUMENTS[name]}:`);
  throw new Failure(error.code, message, { ...error.details, issues: issues.map((issue) => ({ ...issue, path: ARGUMENTS[issue.path] ?? issue.path })) }, { cause: error });
}

export const said = (description: string, state: 'live' | 'planned'): string =>
  state === 'planned' ? `${description}\n\nPlanned: this hub declares it, and a later release runs it. Until then it answers \`action.planned\`.` : description;

const pageArguments: GraphQLFieldConfigArgumentMap = {
  first: { type: GraphQLInt, description: 'How many at most. Default: 50, at most 500.' },
  after: { type: GraphQLString, description: '`endCursor` of the page before, with the same filter and sort.' },
};

/** What the list takes, without what is paging: `ids` is for the loader. */
function filterArguments(definition: ResourceDefinition, list: Action, types: Types): GraphQLFieldConfigArgumentMap {
  const { properties = {} } = schemaOf(list.input, 'input') as { properties?: Record<string, Record<string, unknown>> };
  const filters = Object.entries(properties).filter(([name]) => !['limit', 'cursor', 'ids', 'first', 'after'].includes(name));
  return Object.fromEntries(filters.map(([name, schema]) => {
    const { inner } = withoutNull(schema);
    const type = name === 'sort' ? GraphQLString : types.input(schema, { path: [definition.name, name], top: list.id });
    const choices = name === 'sort' && Array.isArray(inner.enum) ? ` One of: ${inner.enum.join(', ')}.` : '';
    return [name, { type, ...(typeof inner.description === 'string' ? { description: `${inner.description}${choices}` } : {}) }];
  }));
}

