/** The schema of this hub, derived from its catalog: nobody writes a type of it by hand. */
import type { Catalog, ResourceDefinition } from '@patchbay/contracts';
import { type GraphQLFieldConfigMap, GraphQLID, GraphQLInterfaceType, GraphQLNonNull, GraphQLObjectType, GraphQLSchema } from '../graphql-js.ts';
import type { CallContext } from '../call-context.ts';
import { actionField, callTool } from './action.ts';
import { pageInfo } from './connection.ts';
import { isName } from './names.ts';
import { getField, listField, resourceType } from './resource.ts';
import { eventsField } from './subscription.ts';
import { createTypes } from './types.ts';

type Fields = GraphQLFieldConfigMap<unknown, CallContext>;

export function schemaFrom({ resources, actions }: Pick<Catalog, 'resources' | 'actions'>): GraphQLSchema {
  const objects = new Map<string, GraphQLObjectType>();
  const typeOf = (resource: string): GraphQLObjectType | undefined => objects.get(resource);
  const types = createTypes(typeOf);
  const byPrefix = new Map(resources.map((each) => [each.prefix, each]));
  const node = nodeInterface((id) => typeOf(byPrefix.get(prefixOf(id))?.name ?? '')?.name);
  const reserved = types.names.claim(['Node'], 'the interface', () => node);
  types.names.claim(['PageInfo'], 'page info', () => pageInfo);
  for (const each of resources) objects.set(each.name, resourceType(each, reserved, types));

  const query: Fields = { node: nodeField(node, byPrefix) };
  const mutation: Fields = {};
  for (const each of resources) {
    const type = objects.get(each.name)!; // set above
    const list = actions.find((action) => action.resource?.name === each.name && action.resource.verb === 'list');
    query[each.name] ??= getField(each, type);
    if (list !== undefined) query[each.plural] ??= listField(each, list, type, types);
  }
  for (const action of actions) {
    if (action.resource?.verb === 'get' || action.resource?.verb === 'list' || !isName(action.id)) continue;
    (action.safety === 'safe' ? query : mutation)[action.id] ??= actionField(action, { types, resources, typeOf });
  }
  mutation.callTool ??= callTool;
  return new GraphQLSchema({
    query: new GraphQLObjectType({ name: 'Query', fields: query }),
    mutation: new GraphQLObjectType({ name: 'Mutation', fields: mutation }),
    subscription: new GraphQLObjectType({ name: 'Subscription', fields: { events: eventsField(types.names) } }),
    types: [...objects.values()],
  });
}

/** `prj_01jd…` → `prj` */
const prefixOf = (id: string): string => id.slice(0, Math.max(0, id.lastIndexOf('_')));

const nodeInterface = (typeName: (id: string) => string | undefined): GraphQLInterfaceType => new GraphQLInterfaceType({
  name: 'Node',
  description: 'Anything with an id of its own.',
  fields: { id: { type: new GraphQLNonNull(GraphQLID) } },
  resolveType: (value: { id: string }) => typeName(value.id),
});

/** Anything by its id: the prefix tells what it is. */
const nodeField = (node: GraphQLInterfaceType, byPrefix: ReadonlyMap<string, ResourceDefinition>): Fields[string] => ({
  type: node,
  description: 'Any resource or record by its id; null when there is none.',
  args: { id: { type: new GraphQLNonNull(GraphQLID) } },
  resolve: (_source, { id }: { id: string }, context) => {
    const definition = byPrefix.get(prefixOf(id));
    return definition === undefined ? null : context.node(definition.name, id);
  },
});
