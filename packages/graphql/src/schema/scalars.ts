/** The scalars that GraphQL lacks. */
import { GraphQLScalarType, Kind, valueFromASTUntyped } from '../graphql-js.ts';

const asIs = (value: unknown): unknown => value;

/** Whatever has no fixed shape: free-form objects, unions, values of a plugin's own. */
export const JsonScalar = new GraphQLScalarType({
  name: 'JSON',
  description: 'Any JSON value.',
  serialize: asIs,
  parseValue: asIs,
  parseLiteral: (ast, variables) => valueFromASTUntyped(ast, variables),
});

export const DateTime = new GraphQLScalarType({
  name: 'DateTime',
  description: 'An instant: RFC 3339, such as 2026-11-20T09:30:00.000Z.',
  specifiedByURL: 'https://www.rfc-editor.org/rfc/rfc3339',
  serialize: asIs,
  parseValue: instant,
  parseLiteral: (ast) => instant(ast.kind === Kind.STRING ? ast.value : undefined),
});

/** Int ends at 2^31; places in a log and times don't. */
export const Long = new GraphQLScalarType({
  name: 'Long',
  description: 'A whole number between -(2^53-1) and 2^53-1.',
  serialize: whole,
  parseValue: whole,
  parseLiteral: (ast) => whole(ast.kind === Kind.INT ? Number(ast.value) : undefined),
});

function instant(value: unknown): string {
  if (typeof value !== 'string') throw new TypeError('expected an instant as a string, such as "2026-11-20T09:30:00Z"');
  return value;
}

function whole(value: unknown): number {
  if (!Number.isSafeInteger(value)) throw new TypeError('expected a whole number between -(2^53-1) and 2^53-1');
  return value as number; // a safe integer is a number
}
