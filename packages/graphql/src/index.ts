/** The GraphQL door: the catalog as one typed graph. */
export { generators } from './generators.ts';
export { graphql } from './graphql.ts';
export type { GraphqlOptions } from './options.ts';
