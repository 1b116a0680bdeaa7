/** Every operation of a document against a running hub, seeded. Prints each finding with its shrunk request. */
import fc from 'fast-check';
import { live, lifeInputs, lives } from './chain.ts';
import { checker } from './check.ts';
import { type Operation, operationsOf } from './document.ts';
import { furnish } from './furnish.ts';
import { type Attempt, attempts } from './generate.ts';
import { curl, type Reply, type Request, sender } from './request.ts';
import { createWorld } from './world.ts';

export interface Outcome {
  readonly requests: number;
  readonly operations: number;
  readonly lived: number;
  readonly findings: number;
  /** Live operations that never answered 2xx. */
  readonly idle: readonly string[];
  readonly valid: boolean;
}

export interface FuzzOptions { readonly url: string; readonly key: string; readonly seed: number; readonly requests: number; readonly only?: string }

class Finding extends Error {
  readonly request: Request;
  constructor(request: Request, what: readonly string[]) {
    super(what.join('; '));
    this.request = request;
  }
}

export async function fuzz(document: object, { url, key: approver, seed, requests, only }: FuzzOptions): Promise<Omit<Outcome, 'valid'>> {
  const all = operationsOf(document);
  const operations = all.filter(({ id }) => only === undefined || id.startsWith(only));
  const { send, sent } = sender(url);
  const key = await createKey(send, approver);
  const check = checker(document);
  const plurals = collections(all);
  const records = new Set([...plurals].filter(([, name]) => !all.some(({ id }) => id === `${name}_create`)).map(([plural]) => plural));
  const world = createWorld(send, key, { plurals, records, latestFirst: (plural) => latestFirst(all, plural) });
  const done = new Set<string>();
  let findings = 0;

  const report = (what: string, why?: unknown): void => {
    findings++;
    console.log(`\n✗ ${what}${why === undefined ? '' : `\n  ${why instanceof Error ? why.message : String(why)}`}`);
    if (why instanceof Finding) console.log(`  ${curl(url, why.request)}`);
  };
  const ask = async (operation: Operation, request: Request): Promise<Reply> => {
    const reply = await send(request);
    const wrong = check(operation, reply);
    if (wrong.length > 0) throw new Finding(request, wrong);
    if (reply.status < 400) done.add(operation.id);
    world.saw(operation, reply);
    return reply;
  };
  const attempt = (operation: Operation) => async ({ request }: Attempt): Promise<void> => {
    if (operation.method === 'GET' || operation.planned) return void (await ask(operation, request));
    const first = await write(operation, request);
    if (first.changed.length === 0) return;
    // What the hub does on its own at that moment, it does not do again at the next; a write that is taken for a repetition is answered otherwise.
    const { 'idempotency-key': _, ...headers } = request.headers;
    const second = await write(operation, { ...request, headers });
    if (second.changed.length > 0 || codeOf(second.reply) !== codeOf(first.reply)) throw new Finding(request, first.changed);
  };
  /** What changed although it was refused. */
  const write = async (operation: Operation, request: Request): Promise<{ readonly reply: Reply; readonly changed: readonly string[] }> => {
    await world.refresh(operation);
    const reply = await ask(operation, request);
    return { reply, changed: reply.status < 400 ? [] : await world.changed(operation, reply) };
  };
  const run = async <T>(name: string, arbitrary: fc.Arbitrary<T>, property: (value: T) => Promise<void>, numRuns: number): Promise<void> => {
    const { failed, errorInstance, counterexample, numShrinks } = await fc.check(fc.asyncProperty(arbitrary, property), { seed: seed ^ hash(name), numRuns, endOnFailure: false, interruptAfterTimeLimit: LONGEST_MS, markInterruptAsFailure: true });
    if (!failed) return;
    report(`${name} (--seed ${seed} --only ${name.split(' ')[0]}), shrunk ${numShrinks} times`, errorInstance ?? `took longer than ${LONGEST_MS / 60_000} minutes`);
    if (!(errorInstance instanceof Finding)) console.log(`  ${JSON.stringify(counterexample)?.slice(0, 2000)}`);
  };
  /** What is no property: it ends where something is wrong, and the rest goes on. */
  const once = (name: string, work: () => Promise<void>): Promise<void> => work().catch((error: unknown) => report(`${name} (--seed ${seed})`, error));

  await using outside = new AsyncDisposableStack();
  await once('furnish', () => furnish(all, { ask, key, approver, outside }));
  const approve = all.find(({ id }) => id === 'approval_approve');
  const stories = only === undefined || only.endsWith('_create') ? lives(all).filter(({ create }) => only === undefined || create.id === only) : [];
  let lived = 0;
  for (const life of approve === undefined ? [] : stories) {
    await run(`${life.create.id} life`, lifeInputs(life, world.pools), async (inputs) => { if (await live(life, inputs, { ask, pools: world.pools, key, approver, approve: approve as Operation }) === 'lived') lived++; }, 15);
  }
  const listed = all.filter(({ id, path }) => id.endsWith('_list') && records.has(path.split('/')[2] ?? '') && path.split('/').length === 3);
  for (const list of listed) await once(list.id, async () => void await ask(list, { method: 'GET', path: list.path, query: [], headers: { authorization: `Bearer ${key}` } }));
  const exemplary = async (operation: Operation): Promise<void> => {
    const reply = await ask(operation, example(operation, key));
    if (reply.text.includes('"code":"input.')) throw new Finding(example(operation, key), [`the example is refused: ${reply.text.slice(0, 300)}`]);
  };
  const weights = operations.reduce((sum, each) => sum + weight(each), 0);
  const shares = Math.max(0, requests - sent());
  for (const operation of operations.toSorted((a, b) => order(a) - order(b))) {
    const share = (shares * weight(operation)) / weights / (operation.method !== 'GET' && !operation.planned ? 3 : 1); // a write is looked at before and after
    if (operation.body !== undefined) await run(`${operation.id} example`, fc.constant(operation), exemplary, 1);
    await run(operation.id, attempts(operation, world.pools, key), attempt(operation), Math.max(12, Math.ceil(share)));
  }
  await once('wrong methods', () => wrongMethods(all, send, report));
  return { requests: sent(), operations: operations.length, lived, findings, idle: operations.filter((each) => !each.planned && !needsSomebody.has(each.id) && !done.has(each.id)).map(({ id }) => id) };
}

const codeOf = ({ status, text }: Reply): string => `${status} ${/"code":"([^"]*)"/.exec(text)?.[1] ?? ''}`;

const example = ({ method, path, body }: Operation, key: string): Request => ({
  method, path: path.replace('{id}', 'x').replace('{name}', 'whoami'), query: [], headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' }, body: JSON.stringify(body?.example),
});

/** Can't be done by one caller alone: the lives of resources do the first two, no plugin here takes webhooks, no CI is trusted, nobody signs in elsewhere, and a review takes a day. */
const needsSomebody = new Set(['approval_approve', 'approval_reject', 'receive_plugin_webhook', 'exchange_token', 'mcp_server_sign_in', 'mcp_server_finish_sign_in', 'plugin_review_write', 'plugin_review_reply', 'plugin_review_report', 'plugin_review_moderate']);

const weight = ({ planned }: Operation): number => (planned ? 1 : 6);
/** Creations first, so that the others find something; deletions last. */
const order = ({ id }: Operation): number => (id.endsWith('_create') ? 0 : id.endsWith('_delete') ? 2 : 1);
const hash = (text: string): number => [...text].reduce((sum, letter) => (Math.imul(sum, 31) + (letter.codePointAt(0) ?? 0)) | 0, 7);

/** Of resources and records: what else is called a list, such as that of the tools, is sorted and paged in its own way. */
const collections = (operations: readonly Operation[]): Map<string, string> =>
  new Map(operations.filter((each) => !each.planned && each.id.endsWith('_list') && operations.some(({ path, method }) => method === 'GET' && path === `${each.path}/{id}`)).map((each) => [each.path.split('/')[2] ?? '', each.id.slice(0, -'_list'.length)]));

/** Records are sorted by their ids alone. */
function latestFirst(operations: readonly Operation[], plural: string): string {
  const sort = operations.find(({ path, method }) => method === 'GET' && path === `/v1/${plural}`)?.parameters.find(({ name }) => name === 'sort');
  return (sort?.schema['enum'] as readonly string[] | undefined)?.includes('-updated_at') === true ? '-updated_at' : '-id';
}

/** Something that waits for long is waited for some times; what is wrong is not shrunk for ever. */
const LONGEST_MS = 600_000;

/** The key of the run is below the first one, so that the first one may approve what it asks for. */
async function createKey(send: (request: Request) => Promise<Reply>, first: string): Promise<string> {
  const reply = await send({ method: 'POST', path: '/v1/api_keys', query: [], headers: { authorization: `Bearer ${first}`, 'content-type': 'application/json' }, body: JSON.stringify({ name: 'fuzzer', scopes: ['*'] }) });
  if (reply.status !== 201) throw new Error(`the fuzzer got no key: ${reply.text}`);
  return (JSON.parse(reply.text) as { key: string }).key;
}

/** `/v1/deployments/{id}` takes `/v1/deployments/rollback` as well. */
function like(template: string, path: string): boolean {
  const parts = template.split('/');
  const others = path.split('/');
  return parts.length === others.length && parts.every((part, at) => part === others[at] || (part.startsWith('{') && !others[at]!.startsWith('{')));
}

async function wrongMethods(operations: readonly Operation[], send: (request: Request) => Promise<Reply>, report: (what: string) => void): Promise<void> {
  for (const path of new Set(operations.map((each) => each.path))) {
    const served = operations.filter((each) => each.path === path || like(each.path, path)).map((each) => each.method);
    for (const method of ['PUT', 'TRACE', ...['POST', 'PATCH', 'DELETE', 'GET'].filter((each) => !served.includes(each) && !path.startsWith('/v1/tools/'))]) {
      const { status, headers } = await send({ method, path: path.replace(/\{\w+\}/, 'x'), query: [], headers: {} });
      if (status !== 405 || served.some((each) => headers.allow?.includes(each) !== true)) report(`${method} ${path} answers ${status} with Allow: ${String(headers.allow)}`);
    }
  }
}
