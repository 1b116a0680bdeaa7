/** The reference implementation, in the one build that graphql-jit loads too: some resolvers of modules find its other build first, and the two refuse each other's types. */
export * from 'graphql/index.js';
