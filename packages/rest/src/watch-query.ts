/** What a stream is asked for: `?types=project.*,secret.created&after=41`, or Last-Event-ID instead of `after`. */
import { Failure, type WatchQuery } from '@patchbay/contracts';
import type { FastifyRequest } from 'fastify';
import { queryReader, refuseQuery } from './query-input.ts';

/** An event type, a prefix that ends in `.*`, or all of them. */
export const WATCHABLE = /^(\*|[a-zA-Z0-9._-]+(\.\*)?)$/;

const read = queryReader({ properties: { types: { type: 'array', items: { type: 'string' } }, after: { type: 'integer' } } });

export function watchQuery({ query, headers }: FastifyRequest): WatchQuery {
  if (headers.accept !== undefined && !/text\/(event-stream|\*)|\*\/\*/.test(headers.accept)) throw new Failure('request.not_acceptable', 'This path answers text/event-stream');
  const { types, after, ...others } = read(query);
  refuseQuery(others);
  const position = positionOf(headers['last-event-id'] ?? after);
  return { ...(types === undefined ? {} : { types: typesOf(types as string[]) }), ...(position === undefined ? {} : { after: position }) };
}

function positionOf(value: unknown): number | undefined {
  if (value === undefined) return undefined;
  if (/^\d{1,15}$/.test(String(value))) return Number(value);
  throw new Failure('cursor.invalid', 'Last-Event-ID and `after` take the seq of an event');
}

function typesOf(types: readonly string[]): readonly string[] {
  const fit = types.length <= 100 && types.every((each) => each.length <= 256 && WATCHABLE.test(each));
  if (fit) return types;
  throw new Failure('input.invalid', 'The query parameter types takes up to 100 event types or prefixes such as project.*', { issues: [{ path: 'types', message: 'expected the name of an event type, or a prefix ending in .*' }] });
}
