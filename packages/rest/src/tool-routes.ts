/** Every action as a tool: what the caller may call, and the call. */
import { type Action, Failure, type House, PAGE_DEFAULT, PAGE_MAX, schemaOf } from '@patchbay/contracts';
import type { FastifyInstance } from 'fastify';
import { quotaHeaders, sendAnswer, sendJson } from './answer-reply.ts';
import { callerOf, writeCall } from './call.ts';
import type { Guard } from './guard.ts';
import { queryReader, refuseQuery } from './query-input.ts';

export function toolRoutes(server: FastifyInstance, house: House, onRequest: Guard): void {
  server.get('/v1/tools', { onRequest }, (request, reply) => {
    const { limit, cursor } = pageOf(readPage(request.query));
    const caller = callerOf(request);
    quotaHeaders(reply, { quota: house.limit(caller) });
    const tools = house.catalog.listFor(caller);
    const start = cursor === undefined ? 0 : behind(tools, cursor);
    const page = tools.slice(start, start + limit);
    const last = start + limit < tools.length ? page.at(-1) : undefined;
    return sendJson(reply.header('cache-control', 'no-store'), { items: page.map(toolOf), next_cursor: last === undefined ? null : cursorOf(last.id) });
  });

  server.post('/v1/tools/:name', { onRequest }, async (request, reply) => {
    refuseQuery(request.query);
    const { name } = request.params as { name: string };
    sendAnswer(reply, await house.invoke(writeCall(name, request.body ?? {}, request, reply)));
  });
}

const readPage = queryReader(() => ({ properties: { limit: { type: 'integer' }, cursor: { type: 'string' } } }));

function pageOf({ limit = PAGE_DEFAULT, cursor, ...others }: Record<string, unknown>): { limit: number; cursor: string | undefined } {
  refuseQuery(others);
  if (typeof limit !== 'number' || !Number.isInteger(limit) || limit < 1 || limit > PAGE_MAX) {
    throw new Failure('input.invalid', `The query parameter limit takes a whole number from 1 to ${PAGE_MAX}`, { issues: [{ path: 'limit', message: `expected a whole number from 1 to ${PAGE_MAX}` }] });
  }
  return { limit, cursor: cursor as string | undefined };
}

const cursorOf = (id: string): string => Buffer.from(`tools:${id}`).toString('base64url');

/** By id, not by place: a tool that comes or goes between two pages shifts nothing. */
function behind(tools: readonly Action[], cursor: string): number {
  const id = /^tools:([a-z0-9_]+)$/.exec(Buffer.from(cursor, 'base64url').toString())?.[1];
  if (id === undefined || cursorOf(id) !== cursor) throw new Failure('cursor.invalid', 'The cursor is not one of this list');
  const start = tools.findIndex((each) => each.id > id);
  return start < 0 ? tools.length : start;
}

const shown = new WeakMap<Action, object>();

function toolOf(action: Action): object {
  const known = shown.get(action);
  if (known !== undefined) return known;
  const { id, title, description, safety, scope, state, dryRun } = action;
  const tool = { id, title, description, safety, scope, state, dry_run: dryRun, input_schema: schemaOf(action.input, 'input'), output_schema: schemaOf(action.output, 'output') };
  shown.set(action, tool);
  return tool;
}
