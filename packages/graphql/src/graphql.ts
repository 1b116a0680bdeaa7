/** The routes of the door. What is wrong with the request itself is thrown to the server; what is wrong with the query is in the answer. */
import { type Caller, type Credentials, Failure, type House } from '@patchbay/contracts';
import type { FastifyPluginAsync, FastifyReply, FastifyRequest, onRequestHookHandler } from 'fastify';
import { type GraphQLSchema, OperationTypeNode, printSchema } from './graphql-js.ts';
import { type CallContext, createCallContext } from './call-context.ts';
import { createDocuments } from './documents.ts';
import { type About, refused } from './errors.ts';
import { defaults, type GraphqlOptions, type Settings } from './options.ts';
import { type GraphqlRequest, type MediaType, mediaTypeFor, readRequest } from './request.ts';
import { createRunner, isResult, type Result, type Runner } from './run.ts';
import { schemaFrom } from './schema/schema.ts';
import { createSubscriptions, type Subscriptions } from './stream/subscriptions.ts';

/**
 * `POST /graphql`, with subscriptions as server-sent events, and `GET /graphql/schema`.
 * The schema is built when the first request needs it, so that a hub starts fast.
 */
export function graphql(house: House, options: GraphqlOptions = {}): FastifyPluginAsync {
  const settings: Settings = { ...defaults, ...options };
  return async (server) => {
    const door = lazily(() => open(house, settings));
    const subscriptions = createSubscriptions(house, settings);
    server.addHook('preClose', async () => subscriptions.stop());
    server.decorateRequest('asker', undefined);
    server.post('/graphql', { onRequest: guard(house) }, (request, reply) => answer({ house, runner: door().runner, subscriptions }, request, reply));
    if (!settings.introspection) return;
    const sdl = lazily(() => `${printSchema(door().schema)}\n`);
    server.get('/graphql/schema', (_request, reply) => reply.type('text/plain; charset=utf-8').send(sdl()));
  };
}

/** Finds out who asks, before a body is read. */
function guard({ authenticate }: Pick<House, 'authenticate'>): onRequestHookHandler {
  return (request, _reply, done) => {
    authenticate(credentialsOf(request)).then((caller) => {
      request.asker = caller;
      done();
    }, done);
  };
}

declare module 'fastify' {
  interface FastifyRequest {
    /** Who sent this GraphQL request. */
    asker: Caller | undefined;
  }
}

interface Ports { readonly house: House; readonly runner: Runner; readonly subscriptions: Subscriptions }

function open(house: House, settings: Settings): { schema: GraphQLSchema; runner: Runner } {
  const schema = schemaFrom(house.catalog);
  return { schema, runner: createRunner(schema, createDocuments(schema, settings), settings) };
}

function lazily<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => (made ??= { value: make() }).value;
}

/** Answers through the reply and not by it: a reply is a thenable, and waiting for it costs as much as the route. */
async function answer(ports: Ports, request: FastifyRequest, reply: FastifyReply): Promise<void> {
  const mediaType = mediaTypeFor(request.headers.accept);
  const asked = readRequest(request.body);
  const caller = request.asker!; // set by the guard, or the request is refused
  ports.house.limit(caller); // reading a document costs, also one that is refused
  const about: About = { house: ports.house, requestId: request.id };
  if (mediaType === 'text/event-stream') return void await stream(ports, { asked, caller, about }, request, reply);
  send(reply, mediaType, await once(ports, { asked, caller, about }, reply));
}

interface Asked { readonly asked: GraphqlRequest; readonly caller: Caller; readonly about: About }

const credentialsOf = ({ headers }: FastifyRequest): Credentials =>
  ({ authorization: headers.authorization, tenant: headers['x-tenant-id'] as string | undefined }); // Node joins a repeated header of this name into one string

/** A query or a mutation, answered once. */
async function once({ house, runner }: Ports, { asked, caller, about }: Asked, reply: FastifyReply): Promise<Result> {
  const prepared = runner.prepare(asked, about);
  if (isResult(prepared)) return prepared;
  if (prepared.operation.operation === OperationTypeNode.SUBSCRIPTION) return { errors: [refused(new Failure('query.malformed', 'A subscription is answered as a stream: send it with Accept: text/event-stream'), about)] };
  const context = createCallContext({ house, caller, requestId: about.requestId, lone: prepared.lone }, goneWith(reply));
  const result = await runner.run(prepared, asked, context, about);
  meterHeaders(reply, context);
  return result;
}

/** What is left of the tightest limit that counted a call of this request, as REST says it. */
function meterHeaders(reply: FastifyReply, context: CallContext): void {
  const quota = context.quota();
  if (quota !== undefined) {
    reply.header('ratelimit-policy', `"${quota.name}";q=${quota.limit};w=${quota.window}`);
    reply.header('ratelimit', `"${quota.name}";r=${quota.remaining};t=${quota.reset}`);
  }
  if (context.replayed()) reply.header('idempotent-replayed', 'true');
}

async function stream({ house, runner, subscriptions }: Ports, { asked, caller, about }: Asked, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
  const open = subscriptions.open(caller, credentialsOf(request), about, reply);
  const prepared = runner.prepare(asked, about);
  if (isResult(prepared)) return open.send(prepared);
  const context = createCallContext({ house, caller, requestId: about.requestId, lone: false }, () => open.signal);
  const follows = prepared.operation.operation === OperationTypeNode.SUBSCRIPTION;
  return open.send(await (follows ? runner.follow(prepared, asked, context, about) : runner.run(prepared, asked, context, about)));
}

/** Fires when the client goes away before its answer. */
function goneWith({ raw }: FastifyReply): () => AbortSignal {
  return lazily(() => {
    const controller = new AbortController();
    if (raw.destroyed && !raw.writableFinished) controller.abort();
    else raw.once('close', () => { if (!raw.writableFinished) controller.abort(); });
    return controller.signal;
  });
}

/** Of the two media types only the newer one lets the status tell what became of the query. */
function send(reply: FastifyReply, mediaType: MediaType, result: Result): FastifyReply {
  const nothingRan = result.data === undefined && mediaType === 'application/graphql-response+json';
  return reply.code(nothingRan ? 400 : 200).header('content-type', `${mediaType}; charset=utf-8`).header('cache-control', 'no-store').send(JSON.stringify(result));
}
