/** resources/list, resources/templates/list, resources/read. */
import type { House } from '@patchbay/contracts';
import { pageOf } from '../methods/cursor.ts';
import { cached } from '../methods/finish.ts';
import { malformed } from '../protocol/rpc-error.ts';
import type { Method, Turn } from '../turn.ts';
import { notFound } from './catalog-library.ts';
import type { Library } from './library.ts';

export function resourceMethods({ limit }: Pick<House, 'limit'>, libraries: readonly Library[]): Readonly<Record<string, Method>> {
  const sorted = <T>(items: readonly T[], keyOf: (item: T) => string): T[] => [...items].sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));

  function list<T>(name: string, turn: Turn, items: readonly T[], keyOf: (item: T) => string): { readonly page: readonly T[]; readonly more: object } {
    limit(turn.caller);
    const { page, nextCursor } = pageOf(name, sorted(items, keyOf), keyOf, turn.params['cursor']);
    return { page, more: { ...(nextCursor === undefined ? {} : { nextCursor }), ...cached(turn, 60_000) } };
  }

  return {
    'resources/list': async (turn) => {
      const { page, more } = list('resources', turn, (await Promise.all(libraries.map((each) => each.list(turn)))).flat(), ({ uri }) => uri);
      return { resources: page, ...more };
    },
    'resources/templates/list': (turn) => {
      const { page, more } = list('templates', turn, libraries.flatMap((each) => each.templates(turn)), ({ uriTemplate }) => uriTemplate);
      return { resourceTemplates: page, ...more };
    },
    'resources/read': async (turn) => {
      const { uri } = turn.params;
      if (typeof uri !== 'string') throw malformed('Expected "uri" as the name of something to read');
      for (const library of libraries) {
        const contents = await library.read(uri, turn);
        if (contents !== undefined) return { contents, ...cached(turn, 0) };
      }
      throw notFound(uri);
    },
  };
}
