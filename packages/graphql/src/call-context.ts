/** What one request's resolvers share: the caller, one way to call an action, and one loader per resource. */
import { type Answer, type Call, type Caller, type EventView, Failure, type House, type Quota, type WatchQuery } from '@patchbay/contracts';
import DataLoader from 'dataloader';
import type { Told } from './question.ts';

export interface CallContext {
  call(action: string, input: unknown, more?: CallOptions): Promise<unknown>;
  /** A resource by its id, or null. All that are asked for in one step are read in one statement. */
  node(resource: string, id: string): Promise<unknown>;
  watch(query: WatchQuery): AsyncIterable<EventView>;
  /** The limit that has least left, of all calls so far. */
  quota(): Quota | undefined;
  /** Whether a call was answered from an earlier one with the same idempotency key. */
  replayed(): boolean;
  /** Of a lone read: what was called, and the answer, if that stays as it is. */
  told(): Told | undefined;
  readonly requestId: string;
}

export type CallOptions = Pick<Call, 'idempotencyKey' | 'approvalId' | 'dryRun'>;

interface Page { readonly items: readonly { readonly id: string }[] }

/** As many ids as one list takes. */
const BATCH = 500;

export interface Asking {
  readonly house: House;
  readonly caller: Caller;
  readonly requestId: string;
  /** The query reads one resource and nothing else: there is nothing to gather. */
  readonly lone: boolean;
  /** What that one read answers, when it has been asked for already. */
  readonly first?: Promise<Answer> | undefined;
}

/** The signal is made when somebody asks for it: most reads end before. */
export function createCallContext({ house, caller, requestId, lone, first }: Asking, signalOf: () => AbortSignal): CallContext {
  let loaders: Map<string, DataLoader<string, unknown>> | undefined;
  let tightest: Quota | undefined;
  let replayed = false;
  let told: Told | undefined;
  let begun = first;

  async function call(action: string, input: unknown, more?: CallOptions): Promise<unknown> {
    const asked = begun ?? house.invoke({ action, input, caller, get signal() { return signalOf(); }, via: 'graphql', requestId, ...more });
    begun = undefined;
    const answer = await asked;
    if (lone && more === undefined && Object.isFrozen(answer.output)) told = { action, input, output: answer.output };
    if (answer.quota !== undefined) tightest = tighter(tightest, answer.quota);
    replayed ||= answer.replayed;
    return answer.output;
  }

  function loader(resource: string): DataLoader<string, unknown> {
    loaders ??= new Map();
    let found = loaders.get(resource);
    if (found === undefined) loaders.set(resource, (found = new DataLoader((ids) => load(resource, ids, call), { maxBatchSize: BATCH })));
    return found;
  }

  return {
    requestId,
    async call(action, input, more) {
      const output = await call(action, input, more);
      if (more !== undefined) loaders = undefined; // a write: what was read before may be old
      return output;
    },
    node: (resource, id) => (lone ? get(resource, id, call) : loader(resource).load(id)),
    watch: (query) => house.watch(query, caller, signalOf()),
    quota: () => tightest,
    replayed: () => replayed,
    told: () => told,
  };
}

type Read = (action: string, input: unknown) => Promise<unknown>;

const get = (resource: string, id: string, call: Read): Promise<unknown> => call(`${resource}_get`, { id }).catch(nullWhenMissing);

/** One id is a get, several are one list. */
async function load(resource: string, ids: readonly string[], call: Read): Promise<unknown[]> {
  if (ids.length === 1) return [await get(resource, ids[0]!, call)];
  const { items } = (await call(`${resource}_list`, { ids })) as Page; // the output was validated against the page's schema
  const found = new Map(items.map((item) => [item.id, item]));
  return ids.map((id) => found.get(id) ?? null);
}

function nullWhenMissing(error: unknown): null {
  if (error instanceof Failure && error.code === 'resource.not_found') return null;
  throw error;
}

const tighter = (a: Quota | undefined, b: Quota): Quota => (a === undefined || b.remaining / b.limit < a.remaining / a.limit ? b : a);
