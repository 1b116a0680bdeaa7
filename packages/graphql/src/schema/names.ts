/** Names in the graph: fields as the catalog calls them, types in PascalCase, each type name taken once. */
import type { GraphQLNamedType } from '../graphql-js.ts';

export const isName = (text: string): boolean => /^(?!__)[_A-Za-z][_0-9A-Za-z]*$/.test(text);

/** `api_key` → `ApiKey` */
export const pascal = (name: string): string => name.split(/[^A-Za-z0-9]+/).map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join('');

export interface Names {
  /** The type of the first name that is free, or that stands for the same already. */
  claim<T extends GraphQLNamedType>(names: readonly [string, ...string[]], meaning: string, build: (name: string) => T): T;
}

export function createNames(reserved: readonly GraphQLNamedType[]): Names {
  const taken = new Map<string, { meaning: string; type: GraphQLNamedType }>(reserved.map((type) => [type.name, { meaning: `reserved ${type.name}`, type }]));
  return Object.freeze({
    claim<T extends GraphQLNamedType>(names: readonly [string, ...string[]], meaning: string, build: (name: string) => T): T {
      for (const name of candidates(names)) {
        const existing = taken.get(name);
        if (existing?.meaning === meaning) return existing.type as T; // the same meaning was built by the same kind of builder
        if (existing !== undefined) continue;
        const type = build(name);
        taken.set(name, { meaning, type });
        return type;
      }
      throw new Error('the names never end');
    },
  });
}

function* candidates(names: readonly [string, ...string[]]): Generator<string> {
  yield* names;
  for (let number = 2; ; number++) yield `${names.at(-1)}${number}`;
}
