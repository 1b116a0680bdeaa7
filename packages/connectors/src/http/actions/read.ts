/** Calls that change nothing. */
import { type Ctx, type Infer, type Json, type NextPage, paginate, PluginError, query, type ReadCtx, t } from '@patchbay/sdk';
import { about, answer, answerOf, type Asked, call, requestOf, send } from '../call.ts';
import type { Config } from '../config.ts';
import { holds, objection } from '../rules.ts';

const where = t.object({ at: t.string({ maxLength: 500, description: 'Dotted path in the body.' }), is: t.optional(t.array(t.json(), { minItems: 1, maxItems: 50, description: 'What ends it; anything but nothing, if absent.' })) });

const paging = t.object({
  by: t.enum(['link', 'url', 'cursor', 'offset', 'page', 'none'], { default: 'link', description: 'Link header, URL in the body, cursor in the body, offsets, numbered pages, or one page.' }),
  at: t.string({ default: 'next', maxLength: 500, description: 'Dotted path of the URL or the cursor.' }),
  parameter: t.string({ default: 'cursor', maxLength: 80, description: 'Query parameter of the cursor, the offset or the page.' }),
  size: t.integer({ minimum: 1, maximum: 1000, default: 100, description: 'Items in a full page, for offsets and pages.' }),
  first: t.integer({ minimum: 0, maximum: 1, default: 1, description: 'Number of the first page.' }),
});

export const read = {
  get: query({
    title: 'Get', description: 'Reads what is at a path.', input: t.object(about), output: answer, example: { path: '/orders/{{id}}', values: { id: '42' }, extract: { state: 'state' }, query: {}, headers: {}, as: 'json', timeout_seconds: 10 },
    run: (input, ctx: ReadCtx<Config>) => call(input, { method: 'GET' }, ctx),
  }),
  list: query({
    title: 'List', description: 'Reads a list page after page, by whichever way the system cuts it.',
    input: t.object({ ...about, items: t.string({ default: '', maxLength: 500, description: 'Dotted path of the list; empty for the body itself.' }), paging: t.optional(paging), limit: t.integer({ minimum: 1, maximum: 10_000, default: 100, description: 'At most.' }) }),
    output: t.object({ items: t.array(t.json(), { description: 'The items of all pages.' }) }), example: { path: '/orders', items: 'orders', paging: { by: 'cursor', at: 'next', parameter: 'after', size: 100, first: 1 }, limit: 500, values: {}, query: {}, headers: {}, extract: {}, as: 'json', timeout_seconds: 10 },
    run: async (input, ctx: ReadCtx<Config>) => ({ items: await ctx.http.collect<Json>(requestOf(input, { method: 'GET' }, ctx), { items: input.items, next: nextOf(input), limit: input.limit }) }),
  }),
  poll: query({
    title: 'Poll until', description: 'Reads a path again and again until the answer says that it is done. Fails when it says that it failed, or when the time is over.',
    input: t.object({
      ...about, until: where, failed: t.optional(where),
      every_seconds: t.integer({ minimum: 1, maximum: 30, default: 5, description: 'Between two looks.' }), for_seconds: t.integer({ minimum: 1, maximum: 55, default: 50, description: 'How long in all.' }),
    }),
    output: t.object({ status: t.integer({ description: 'Status of the last answer.' }), body: t.json({ description: 'The last answer.' }), found: t.record(t.json(), { description: 'What the paths of extract led to.' }), looks: t.integer({ description: 'How often it was asked.' }) }),
    example: { path: '/jobs/{{id}}', values: { id: '7' }, until: { at: 'state', is: ['done'] }, failed: { at: 'state', is: ['failed'] }, every_seconds: 5, for_seconds: 50, query: {}, headers: {}, extract: {}, as: 'json', timeout_seconds: 10 },
    run: poll,
  }),
  graphql_query: query({
    title: 'GraphQL query', description: 'Reads from a GraphQL endpoint. Mutations are refused: use graphql_mutate.',
    input: t.object({ path: t.string({ default: '', maxLength: 4000, description: 'Path of the endpoint below base_url.' }), query: t.string({ minLength: 1, maxLength: 100_000, description: 'The document.' }), variables: t.record(t.json(), { default: {}, description: 'Its variables.' }), operation: t.optional(t.string({ maxLength: 200, description: 'Which operation of the document.' })) }),
    output: t.object({ data: t.json({ description: 'What it answered.' }) }), example: { path: '/graphql', query: 'query ($id: ID!) { order(id: $id) { state } }', variables: { id: '42' } },
    run(input, ctx: ReadCtx<Config>) {
      if (writes(input.query)) throw new PluginError('invalid', 'The document has a mutation or subscription; expected queries only. Use graphql_mutate', { field: 'query' });
      return graphql(input, 'always', ctx);
    },
  }),
};

function nextOf({ paging: how, items }: { readonly paging?: Infer<typeof paging> | undefined; readonly items: string }): NextPage {
  const { by, at, parameter, size, first } = how ?? { by: 'none', at: '', parameter: '', size: 1, first: 1 };
  switch (by) {
    case 'link': return paginate.link();
    case 'url': return paginate.url(at);
    case 'cursor': return paginate.cursor(at, parameter);
    case 'offset': return paginate.offset(items, parameter, size);
    case 'page': return paginate.page(items, parameter, size, first);
    case 'none': return () => undefined;
    default: return by satisfies never;
  }
}

interface Polled extends Asked { readonly until: Infer<typeof where>; readonly failed?: Infer<typeof where> | undefined; readonly every_seconds: number; readonly for_seconds: number }

async function poll(input: Polled, ctx: ReadCtx<Config>) {
  const most = Math.floor(input.for_seconds / input.every_seconds) + 1;
  for (let looks = 1; ; looks++) {
    const reply = await send(input, { method: 'GET' }, ctx);
    const wrong = objection(reply, input.success ?? { statuses: [] });
    if (wrong !== undefined) throw wrong;
    if (holds(reply.body, input.until.at, input.until.is)) {
      const { status, body, found } = answerOf(reply, input);
      return { status, body, found, looks };
    }
    if (input.failed !== undefined && holds(reply.body, input.failed.at, input.failed.is)) throw new PluginError('conflict', `It failed: ${JSON.stringify(reply.body).slice(0, 200)}`, { looks });
    if (looks >= most) throw new PluginError('unavailable', `It was not done after ${input.for_seconds} s and ${looks} looks`, { looks });
    await ctx.sleep(input.every_seconds * 1000);
  }
}

export interface Document { readonly path: string; readonly query: string; readonly variables: Readonly<Record<string, Json>>; readonly operation?: string | undefined }

export async function graphql({ path, query: document, variables, operation }: Document, retry: 'always' | 'safe', ctx: ReadCtx<Config> | Ctx<Config>): Promise<{ data: Json }> {
  const plain = { path, values: {}, query: {}, headers: {}, extract: {}, as: 'json', timeout_seconds: 30 } as const;
  const { body } = await send(plain, { method: 'POST', retry, json: { query: document, variables, ...(operation === undefined ? {} : { operationName: operation }) } }, ctx);
  const { data = null, errors = [] } = (body ?? {}) as { readonly data?: Json; readonly errors?: readonly { readonly message?: string; readonly extensions?: { readonly code?: string } }[] };
  const [first] = errors;
  if (first !== undefined) throw new PluginError(CODES[first.extensions?.code ?? ''] ?? 'invalid', `GraphQL refused: ${String(first.message).slice(0, 300)}`, first.extensions?.code === undefined ? {} : { vendor_code: first.extensions.code });
  return { data };
}

const CODES: Readonly<Record<string, PluginError['code']>> = { UNAUTHENTICATED: 'auth', FORBIDDEN: 'permission', NOT_FOUND: 'not_found', RATE_LIMITED: 'rate_limited', CONFLICT: 'conflict' };

/** Whether a definition of the document is anything but a query; strings and comments say nothing. */
export function writes(document: string): boolean {
  const bare = document.replaceAll(/"""[^]*?"""|"(?:\\.|[^"\\\n])*"|#[^\n]*/g, ' ');
  let depth = 0;
  for (const [token] of bare.matchAll(/[{}]|\$?[A-Za-z_]\w*/g)) {
    if (token === '{') depth++;
    else if (token === '}') depth--;
    else if (depth === 0 && (token === 'mutation' || token === 'subscription')) return true;
  }
  return false;
}
