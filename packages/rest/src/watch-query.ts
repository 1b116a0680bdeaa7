/** What a stream is asked for: `?types=project.*,secret.created&after=41`, or Last-Event-ID instead of `after`. */
import { Failure, refuseUnwatchable, type WatchQuery } from '@patchbay/contracts';
import type { FastifyRequest } from 'fastify';
import { queryReader, refuseQuery } from './query-input.ts';

const read = queryReader(() => ({ properties: { types: { type: 'array', items: { type: 'string' } }, after: { type: 'integer' } } }));

export function watchQuery({ query, headers }: FastifyRequest): WatchQuery {
  if (headers.accept !== undefined && !/text\/(event-stream|\*)|\*\/\*/.test(headers.accept)) throw new Failure('request.not_acceptable', 'This path answers text/event-stream');
  const { types, after, ...others } = read(query);
  refuseQuery(others);
  const position = positionOf(headers['last-event-id'] ?? after);
  const asked = { ...(types === undefined ? {} : { types: types as string[] }), ...(position === undefined ? {} : { after: position }) };
  refuseUnwatchable(asked);
  return asked;
}

function positionOf(value: unknown): number | undefined {
  if (value === undefined) return undefined;
  if (/^\d{1,15}$/.test(String(value))) return Number(value);
  throw new Failure('cursor.invalid', 'Last-Event-ID and `after` take the seq of an event');
}
