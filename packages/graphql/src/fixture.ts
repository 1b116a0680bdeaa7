/** For the tests: a small library behind the House port. Authors, books that refer to them, and a resource that is only planned. */
import {
  type Action, actionsOf, type Call, type Caller, createIds, defineAction, defineResource, type Document, type EventView, Failure, type House, invalidInput, problemOf, reference, type ResourceDefinition, scopeSet, setOf, slug,
  type TenantId, type WatchQuery, whoami,
} from '@patchbay/contracts';
import Fastify, { type FastifyInstance } from 'fastify';
import { z } from 'zod';
import { graphql } from './graphql.ts';
import type { GraphqlOptions } from './options.ts';

const author = defineResource({
  name: 'author', plural: 'authors', prefix: 'aut', title: 'Author', description: 'Who writes.',
  fields: { slug: slug.meta({ description: 'Short name.' }), born: z.int().min(-3000).max(3000).optional().meta({ description: 'Year of birth.' }) },
  key: ['slug'],
});

const book = defineResource({
  name: 'book', plural: 'books', prefix: 'bok', title: 'Book', description: 'What is written.',
  fields: {
    title: z.string().min(1).meta({ description: 'Its title.' }),
    author: reference('author', 'aut').meta({ description: 'Who wrote it.' }),
    translators: setOf(reference('author', 'aut')).default([]).meta({ description: 'Who translated it.' }),
    genre: z.enum(['poem', 'play', 'novel']).default('novel').meta({ description: 'What it is.' }),
    binding: z.enum(['hard-cover', 'soft-cover']).optional().meta({ description: 'How it is bound.' }),
    size: z.strictObject({ pages: z.int().min(1).max(100_000), words: z.int().optional() }).optional().meta({ description: 'How long it is.' }),
    notes: z.record(z.string(), z.unknown()).default({}).meta({ description: 'Anything else.' }),
  },
  once: { receipt: z.string().meta({ description: 'Shown once.' }) },
  key: ['title'],
});

const shelf = defineResource({ name: 'shelf', plural: 'shelves', prefix: 'shf', title: 'Shelf', description: 'Where books stand.', state: 'planned', fields: { slug }, key: ['slug'] });

const burn = defineAction({ id: 'book_burn', title: 'Burn a book', description: 'Burns a book.', safety: 'destructive', scope: 'book:burn', input: z.strictObject({ id: z.string() }), output: z.object({ ashes: z.int().min(0).max(100) }) });
const count = defineAction({ id: 'word_count', title: 'Count words', description: 'Counts the words of a text.', safety: 'safe', scope: 'book:read', input: z.strictObject({ text: z.unknown() }), output: z.object({ words: z.int() }) });
const fall = defineAction({ id: 'roof_fall', title: 'Fall', description: 'Falls in.', safety: 'safe', scope: 'book:read', input: z.strictObject({}), output: z.object({ ok: z.boolean() }) });

export interface Library {
  readonly server: FastifyInstance;
  readonly calls: Call[];
  readonly reports: unknown[];
  readonly ids: { readonly authors: readonly string[]; readonly books: readonly string[] };
  /** The credential, from now on. */
  key: string;
  /** Asked before a credential is looked at, when a test sets it. */
  arriving: (() => Promise<void>) | undefined;
  tell(event: Pick<EventView, 'type' | 'subject'>): void;
  readonly watchers: () => number;
  /** How many events went to those who follow. */
  readonly told: () => number;
  post(query: string, variables?: Record<string, unknown>, headers?: Record<string, string>): Promise<Posted>;
  stop(): Promise<void>;
}

export interface Posted { readonly status: number; readonly headers: Readonly<Record<string, unknown>>; readonly body: { data?: Record<string, never> | null; errors?: { message: string; path?: unknown[]; extensions: Record<string, unknown> }[] } & Record<string, unknown> }

const resources = [author, book, shelf] as unknown as readonly ResourceDefinition[];
const actions: readonly Action[] = [...resources.flatMap(actionsOf), ...([burn, count, fall, whoami] as unknown as Action[])];
export const libraryCatalog = { resources, actions };

export async function openLibrary(options: GraphqlOptions = {}, { documents = 0 } = {}): Promise<Library> {
  const state: State = { key: 'good', arriving: undefined, calls: [] as Call[], reports: [] as unknown[], events: [] as EventView[], watchers: new Set<() => void>(), told: 0, documents };
  const rows = new Map<string, Map<string, Document>>(resources.map((each) => [each.name, new Map()]));
  const house = houseOf(state, rows);
  const server = Fastify({ forceCloseConnections: false });
  server.setErrorHandler((error, request, reply) => { const problem = problemOf(error, request.id); return reply.code(problem.status).send(problem); });
  await server.register(graphql(house, options));
  const ids = fill(rows);

  return {
    server, calls: state.calls, reports: state.reports, ids,
    get key() { return state.key; },
    set key(key: string) { state.key = key; },
    get arriving() { return state.arriving; },
    set arriving(arriving: State['arriving']) { state.arriving = arriving; },
    tell(event: Pick<EventView, 'type' | 'subject'>) {
      state.events.push({ id: `evt_${state.events.length + 1}`, seq: state.events.length + 1, time: '2026-11-20T09:30:00.000Z', data: {}, ...event });
      for (const wake of state.watchers) wake();
    },
    watchers: () => state.watchers.size,
    told: () => state.told,
    async post(query: string, variables?: Record<string, unknown>, headers: Record<string, string> = {}) {
      const reply = await server.inject({ method: 'POST', url: '/graphql', headers: { authorization: 'Bearer good', 'content-type': 'application/json', ...headers }, payload: JSON.stringify({ query, ...(variables === undefined ? {} : { variables }) }) });
      return { status: reply.statusCode, headers: reply.headers, body: reply.json<Posted['body']>() };
    },
    stop: () => server.close(),
  };
}

function fill(rows: Map<string, Map<string, Document>>) {
  const authors = Array.from({ length: 3 }, (_, n) => put(rows, 'author', { slug: `author-${n + 1}`, born: 1700 + n }));
  const books = Array.from({ length: 7 }, (_, n) => put(rows, 'book', { title: `Book ${n + 1}`, author: authors[n % 3], translators: [authors[(n + 1) % 3]], genre: 'play', binding: 'hard-cover', size: { pages: 100 + n, words: 3_000_000_000 }, notes: { first: n } }));
  return { authors, books };
}

let clock = 0;
const newId = createIds({ now: () => ++clock, random: () => new Uint8Array(10) });

function put(rows: Map<string, Map<string, Document>>, resource: string, fields: Document): string {
  const id = newId(resource === 'author' ? 'aut' : 'bok');
  rows.get(resource)!.set(id, { id, version: 1, created_at: '2026-11-20T09:30:00.000Z', updated_at: '2026-11-20T09:30:00.000Z', ...fields });
  return id;
}

interface State { key: string; arriving: (() => Promise<void>) | undefined; readonly calls: Call[]; readonly reports: unknown[]; readonly events: EventView[]; readonly watchers: Set<() => void>; told: number; documents: number }

function houseOf(state: State, rows: Map<string, Map<string, Document>>): House {
  const caller: Caller = { tenant: 'ten_1' as TenantId, principal: 'key_1', name: 'tests', scopes: scopeSet(['*']), issuers: [] };
  return {
    async authenticate({ authorization, tenant }) {
      await state.arriving?.();
      if (authorization !== `Bearer ${state.key}`) throw new Failure('credential.invalid', 'The key is not known');
      return tenant === undefined ? caller : { ...caller, tenant: tenant as TenantId };
    },
    invoke(call) {
      state.calls.push(call);
      return run(call, rows).then((output) => ({ output, replayed: call.idempotencyKey === 'again', quota: { name: 'principal', limit: 100, window: 60, remaining: 100 - state.calls.length, reset: 3 } }));
    },
    limit() {
      if (++state.documents > 1000) throw new Failure('rate.limited', 'Too many documents', { retry_after: 1 });
      return { name: 'principal', limit: 1000, window: 60, remaining: 1000 - state.documents, reset: 3 };
    },
    catalog: { ...libraryCatalog, listFor: () => actions, find: (id) => actions.find((each) => each.id === id) },
    ingest: () => Promise.reject(new Failure('source.not_found', 'There is no such source')),
    pluginRoute: () => undefined,
    publicKeys: () => Promise.resolve(undefined),
    followDeployment: () => Promise.reject(new Failure('resource.not_found', 'There is no such deployment')),
    exchangeToken: () => Promise.reject(new Failure('token.refused', 'There is no such policy')),
    trustedIssuer: () => Promise.resolve(undefined),
    refused: () => Promise.resolve(),
    watch: (query, _caller, signal) => watch(state, query, signal),
    health: () => Promise.resolve({ ready: true, checks: {} }),
    metrics: () => Promise.resolve(''),
    report: (error) => void state.reports.push(error),
  };
}

async function run(call: Call, rows: Map<string, Map<string, Document>>): Promise<unknown> {
  const action = actions.find((each) => each.id === call.action);
  if (action === undefined) throw new Failure('action.not_found', `There is no action ${call.action}`);
  if (action.state === 'planned') throw new Failure('action.planned', `${action.id} is planned`);
  const parsed = action.input.safeParse(call.input);
  if (!parsed.success) throw invalidInput(action.id, parsed.error);
  if (action.safety === 'destructive' && call.approvalId === undefined) throw new Failure('approval.required', 'It waits for an approval', { approval_id: 'apr_1' });
  if (action === (fall as unknown)) throw new Error('the roof at 10.0.0.7 fell in');
  if (action.resource !== undefined) return runResource(action.resource, parsed.data as Record<string, unknown>, rows.get(action.resource.name)!, rows);
  if (action === (burn as unknown)) return { ashes: 1 };
  if (action === (count as unknown)) return { words: String((parsed.data as { text?: { line?: unknown } }).text?.line ?? '').split(' ').length };
  return { principal: call.caller.principal, name: call.caller.name, tenant: call.caller.tenant, scopes: ['*'] };
}

function runResource({ name, verb }: NonNullable<Action['resource']>, input: Record<string, unknown>, table: Map<string, Document>, rows: Map<string, Map<string, Document>>): unknown {
  if (verb === 'create') return { ...table.get(put(rows, name, input)), ...(name === 'book' ? { receipt: 'r-1' } : {}) };
  if (verb === 'list') return list(input as { limit: number; cursor?: string; ids?: string[] }, [...table.values()]);
  const row = table.get(String(input['id']));
  if (row === undefined) throw new Failure('resource.not_found', `There is no ${name} ${String(input['id'])}`);
  if (verb === 'get') return row;
  if (verb === 'delete') { table.delete(String(row['id'])); return { id: row['id'], deleted: true }; }
  const after = { ...row, ...input, version: Number(row['version']) + 1 };
  table.set(String(row['id']), after);
  return after;
}

function list({ limit, cursor, ids }: { limit: number; cursor?: string; ids?: string[] }, all: Document[]): unknown {
  if (ids !== undefined) return { items: all.filter((row) => ids.includes(String(row['id']))), next_cursor: null };
  const from = Number(cursor ?? 0);
  return { items: all.slice(from, from + limit), next_cursor: from + limit < all.length ? String(from + limit) : null };
}

async function* watch(state: State, { types, after }: WatchQuery, signal: AbortSignal): AsyncGenerator<EventView> {
  let next = after ?? state.events.length;
  let wake = (): void => undefined;
  const ring = (): void => wake();
  state.watchers.add(ring);
  signal.addEventListener('abort', ring);
  try {
    while (!signal.aborted) {
      const event = state.events[next];
      if (event === undefined) await new Promise<void>((resolve) => { wake = resolve; });
      else { next++; if (types === undefined || types.includes(event.type)) { state.told++; yield event; } }
    }
  } finally {
    state.watchers.delete(ring);
  }
}
