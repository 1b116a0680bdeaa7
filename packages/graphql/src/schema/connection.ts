/** Relay connections over pages. A page knows where the next one starts, and so only its last edge has a cursor. */
import type { Page } from '@patchbay/contracts';
import { GraphQLBoolean, GraphQLList, GraphQLNonNull, GraphQLObjectType, GraphQLString } from '../graphql-js.ts';
import type { Names } from './names.ts';

export const pageInfo = new GraphQLObjectType({
  name: 'PageInfo',
  fields: {
    hasNextPage: { type: new GraphQLNonNull(GraphQLBoolean) },
    hasPreviousPage: { type: new GraphQLNonNull(GraphQLBoolean), description: 'True when this page was asked for with `after`. Pages are read forwards only.' },
    startCursor: { type: GraphQLString, description: 'Always null: pages are read forwards only.' },
    endCursor: { type: GraphQLString, description: 'For `after` of the next page; null on the last one.' },
  },
});

export function connectionType(node: GraphQLObjectType, names: Names): GraphQLObjectType {
  const each = new GraphQLNonNull(node);
  const edge = names.claim([`${node.name}Edge`], `edge ${node.name}`, (name) => new GraphQLObjectType({
    name,
    fields: {
      node: { type: each },
      cursor: { type: GraphQLString, description: 'On the last edge of a page that has a next one: its `endCursor`. Null elsewhere.' },
    },
  }));
  return names.claim([`${node.name}Connection`], `connection ${node.name}`, (name) => new GraphQLObjectType({
    name,
    fields: {
      edges: { type: new GraphQLNonNull(new GraphQLList(new GraphQLNonNull(edge))), extensions: { perItem: true } },
      nodes: { type: new GraphQLNonNull(new GraphQLList(each)), extensions: { perItem: true } },
      pageInfo: { type: new GraphQLNonNull(pageInfo) },
    },
  }));
}

export interface Connection {
  readonly edges: readonly { readonly node: unknown; readonly cursor: string | null }[];
  readonly nodes: readonly unknown[];
  readonly pageInfo: { readonly hasNextPage: boolean; readonly hasPreviousPage: boolean; readonly startCursor: null; readonly endCursor: string | null };
}

export function toConnection(output: unknown, after: string | undefined): Connection {
  const { items, next_cursor: endCursor } = output as Page<unknown>; // `invoke` validated it against the page's schema
  return {
    edges: items.map((node, index) => ({ node, cursor: index === items.length - 1 ? endCursor : null })),
    nodes: items,
    pageInfo: { hasNextPage: endCursor !== null, hasPreviousPage: after !== undefined, startCursor: null, endCursor },
  };
}
