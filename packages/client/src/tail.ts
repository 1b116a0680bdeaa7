/** Follows the events of a hub for as long as the caller wants, over any number of connections. */
import { deadline } from './deadline.ts';
import { serverEvents } from './event-stream.ts';
import { errorOf, HubError, ownError } from './hub-error.ts';
import type { Page } from './resource.ts';
import { wait } from './retry.ts';
import type { Transport } from './transport.ts';

/** An event as it comes down the stream. */
export interface HubEvent {
  readonly id: string;
  /** Its place; give it as `after` to go on from here. */
  readonly seq: number;
  readonly type: string;
  readonly subject: string;
  readonly time: string;
  readonly channels?: readonly string[];
  readonly project?: string;
  /** What receivers of raw payloads get in place of `data`. */
  readonly body?: string;
  readonly data: Readonly<Record<string, unknown>>;
}

export interface TailOptions {
  /** Types, or beginnings that end in `.*`; all when absent. */
  readonly types?: readonly string[] | undefined;
  /** Go on after this seq; without it, start with what happens next. */
  readonly after?: number | undefined;
  /** Ends the iteration. */
  readonly signal?: AbortSignal | undefined;
}

/** The hub sends a heartbeat every 15 s; a connection that is quiet for three of them is dead. */
const QUIET = 45_000;

/** Goes on after the last event that was seen when a connection breaks. Ends when the signal fires, throws when the hub refuses for good. */
export async function* tail({ open, send, backoff }: Transport, { types, after, signal }: TailOptions, quiet = QUIET): AsyncGenerator<HubEvent, void, undefined> {
  const gone = (): boolean => signal?.aborted === true;
  let last = String(after ?? (await newest(send, signal)));
  for (let failed = 0; !gone();) {
    let why = ended;
    try {
      for await (const { id, event } of connection(open, types, last, signal, quiet)) {
        failed = 0;
        last = id ?? last;
        if (event !== undefined) yield event;
      }
    } catch (error) {
      if (error instanceof HubError) why = error;
    }
    if (gone()) return;
    if (!why.retryable) throw why;
    failed += 1;
    await wait(backoff(failed, why), signal).catch(() => undefined);
  }
}

/** Where "what happens next" begins, so that a connection that breaks before its first event loses none. */
async function newest(send: Transport['send'], signal: AbortSignal | undefined): Promise<number> {
  try {
    const page = (await send({ method: 'GET', path: '/v1/events', query: { limit: 1 }, signal })) as Page<HubEvent>; // the hub's contract
    return page.items[0]?.seq ?? 0;
  } catch (error) {
    if (signal?.aborted === true) return 0; // nobody waits any more
    throw error;
  }
}

const ended = ownError('client.unreachable', 'The stream of events ended');

interface Step { readonly id?: string | undefined; readonly event?: HubEvent }

/** One connection. An id without an event says how far the hub has looked. */
async function* connection(open: Transport['open'], types: readonly string[] | undefined, last: string, signal: AbortSignal | undefined, quiet: number): AsyncGenerator<Step, void, undefined> {
  const time = deadline(quiet, signal);
  const search = types === undefined || types.length === 0 ? '' : `?${new URLSearchParams({ types: types.join(',') }).toString()}`;
  try {
    const { body, status, headers } = await open(`/v1/events/stream${search}`, { accept: 'text/event-stream', 'last-event-id': last }, time.signal);
    if (body === null || headers.get('content-type')?.startsWith('text/event-stream') !== true) throw ownError('client.not_a_hub', 'Expected a stream of events, but the answer is something else', status);
    yield {};
    for await (const { id, event, data } of serverEvents(body, () => time.touch())) {
      // The types of events have a dot; without one the hub speaks for itself.
      if (event === 'error') throw errorOf(500, data ?? '', undefined);
      if (event === 'end') return;
      yield { id, ...(data === undefined ? {} : { event: eventOf(data) }) };
    }
  } finally {
    time.end();
  }
}

function eventOf(data: string): HubEvent {
  try {
    return JSON.parse(data) as HubEvent; // the hub's contract
  } catch {
    throw ownError('client.not_a_hub', 'Expected an event as JSON in the stream, but something else came');
  }
}
