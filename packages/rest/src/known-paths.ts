/** What is served at a path, so that a wrong method is told from a wrong path. Looks only when no route matched. */
import type { FastifyInstance } from 'fastify';

export interface KnownPaths { methodsAt(path: string): string[] }

export function knownPaths(server: FastifyInstance): KnownPaths {
  const patterns = new Map<string, { match: RegExp; methods: Set<string> }>();
  server.addHook('onRoute', ({ url, method }) => {
    const known = patterns.get(url) ?? { match: patternOf(url), methods: new Set<string>() };
    for (const each of [method].flat()) known.methods.add(each);
    patterns.set(url, known);
  });
  return {
    methodsAt(path) {
      const methods = new Set<string>();
      for (const { match, methods: served } of patterns.values()) if (match.test(path)) for (const each of served) methods.add(each);
      return methods.size === 0 ? [] : [...methods.add('OPTIONS')].sort();
    },
  };
}

const patternOf = (url: string): RegExp =>
  new RegExp(`^${url.split('/').map((part) => (part.startsWith(':') ? '[^/]+' : part.split('*').map(escaped).join('.*'))).join('/')}$`);

const escaped = (text: string): string => text.replace(/[.+?^${}()|[\]\\]/g, '\\$&');
