/** The routes of the door. What is wrong with the request itself is thrown to the server; what is wrong with the query is in the answer. */
import { type Answer, type Call, type Caller, type Credentials, Failure, type House, type Quota } from '@patchbay/contracts';
import type { FastifyPluginAsync, FastifyReply, FastifyRequest, onRequestHookHandler } from 'fastify';
import { type GraphQLSchema, OperationTypeNode, printSchema } from './graphql-js.ts';
import { createCallContext } from './call-context.ts';
import { createDocuments } from './documents.ts';
import { type About, refused } from './errors.ts';
import { defaults, type GraphqlOptions, type Settings } from './options.ts';
import { type Question, readQuestions, type Told } from './question.ts';
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
    if (options.bodies !== undefined) readQuestions(server, options.bodies);
    server.post('/graphql', { onRequest: guard(house) }, (request, reply) =>
      answer({ house, runner: door().runner, subscriptions }, options.bodies === undefined ? { body: request.body } : (request.body as Question | undefined) ?? { body: undefined }, request, reply));
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
async function answer(ports: Ports, question: Question, request: FastifyRequest, reply: FastifyReply): Promise<void> {
  const mediaType = mediaTypeFor(request.headers.accept);
  const caller = request.asker!; // set by the guard, or the request is refused
  ports.house.limit(caller); // reading a document costs, also one that is refused
  const about: About = { house: ports.house, requestId: request.id };
  if (mediaType === 'text/event-stream') return void await stream(ports, { asked: readRequest(question.body), caller, about }, request, reply);
  const { told } = question;
  if (told === undefined) return send(reply, mediaType, await once(ports, { question, caller, about }, reply));
  const first = ports.house.invoke(new Read(told, caller, request.id, goneWith(reply)));
  const again = await first.catch(() => undefined); // why it failed is told by the query
  if (again === undefined || again.output !== told.output) return send(reply, mediaType, await once(ports, { question, caller, about, first }, reply));
  quotaHeaders(reply, again.quota);
  sendText(reply, mediaType, 200, told.text);
}

/** The call of a question that was asked before. The signal is made when somebody asks for it. */
class Read implements Call {
  readonly via = 'graphql';
  readonly action: string;
  readonly input: unknown;
  readonly caller: Caller;
  readonly requestId: string;
  readonly #signalOf: () => AbortSignal;

  constructor({ action, input }: Told, caller: Caller, requestId: string, signalOf: () => AbortSignal) {
    this.action = action;
    this.input = input;
    this.caller = caller;
    this.requestId = requestId;
    this.#signalOf = signalOf;
  }

  get signal(): AbortSignal { return this.#signalOf(); }
}

interface Who { readonly caller: Caller; readonly about: About }

const credentialsOf = ({ headers }: FastifyRequest): Credentials =>
  ({ authorization: headers.authorization, tenant: headers['x-tenant-id'] as string | undefined }); // Node joins a repeated header of this name into one string

/** A query or a mutation, answered once. `first`: what its one call answers, when that has been asked already. */
async function once({ house, runner }: Ports, { question, caller, about, first }: Who & { readonly question: Question; readonly first?: Promise<Answer> }, reply: FastifyReply): Promise<Result> {
  const asked = readRequest(question.body);
  const prepared = runner.prepare(asked, about);
  if (isResult(prepared)) return prepared;
  if (prepared.operation.operation === OperationTypeNode.SUBSCRIPTION) return { errors: [refused(new Failure('query.malformed', 'A subscription is answered as a stream: send it with Accept: text/event-stream'), about)] };
  const context = createCallContext({ house, caller, requestId: about.requestId, lone: prepared.lone, first }, goneWith(reply));
  const result = await runner.run(prepared, asked, context, about);
  quotaHeaders(reply, context.quota());
  if (context.replayed()) reply.header('idempotent-replayed', 'true');
  const told = context.told();
  if (told !== undefined && result.errors === undefined) question.remember?.(told, JSON.stringify(result));
  return result;
}

/** What is left of the tightest limit that counted a call of this request, as REST says it. */
function quotaHeaders(reply: FastifyReply, quota: Quota | undefined): void {
  if (quota === undefined) return;
  reply.header('ratelimit-policy', `"${quota.name}";q=${quota.limit};w=${quota.window}`);
  reply.header('ratelimit', `"${quota.name}";r=${quota.remaining};t=${quota.reset}`);
}

async function stream({ house, runner, subscriptions }: Ports, { asked, caller, about }: Who & { readonly asked: GraphqlRequest }, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
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
function send(reply: FastifyReply, mediaType: MediaType, result: Result): void {
  const nothingRan = result.data === undefined && mediaType === 'application/graphql-response+json';
  sendText(reply, mediaType, nothingRan ? 400 : 200, JSON.stringify(result));
}

function sendText(reply: FastifyReply, mediaType: MediaType, status: number, text: string): void {
  reply.code(status).header('content-type', `${mediaType}; charset=utf-8`).header('cache-control', 'no-store').send(text);
}
