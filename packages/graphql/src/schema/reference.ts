/** A field that holds an id stays as the catalog has it. What the id stands for is beside it: `project` and `project_node`. */
import { type GraphQLFieldConfig, GraphQLList, type GraphQLObjectType } from '../graphql-js.ts';
import type { CallContext } from '../call-context.ts';

/** How many items a list of references counts for, when nobody knows its length before it is read. */
export const LIST_WEIGHT = 10;

/** By its name; a field of the catalog that is called like one may be taken for one. */
export const isReferenceField = (name: string): boolean => name.endsWith('_node') || name.endsWith('_nodes');

type Named = [name: string, field: GraphQLFieldConfig<unknown, CallContext>];

export function referenceField(field: string, { resource, many }: { resource: string; many: boolean }, target: GraphQLObjectType | undefined, taken: ReadonlySet<string>): Named | undefined {
  const name = many ? `${field}_nodes` : `${field}_node`;
  if (target === undefined || taken.has(name)) return undefined;
  if (!many) return [name, { type: target, description: `What \`${field}\` refers to.`, resolve: (source, _args, context) => one(idIn(source, field), resource, context) }];
  return [name, {
    type: new GraphQLList(target),
    description: `What \`${field}\` refers to, in the same order; null for what is gone.`,
    extensions: { weight: LIST_WEIGHT },
    resolve: (source, _args, context) => {
      const ids = idIn(source, field);
      return Array.isArray(ids) ? Promise.all(ids.map((id) => one(id, resource, context))) : null;
    },
  }];
}

const idIn = (source: unknown, field: string): unknown => (source as Readonly<Record<string, unknown>>)[field]; // the parent is an object: its type has fields

const one = (id: unknown, resource: string, context: CallContext): Promise<unknown> | null => (typeof id === 'string' ? context.node(resource, id) : null);
