/** Results as frames of server-sent events: `next` for each, then `complete`, and a comment when it is quiet. */
import { Failure } from '@patchbay/contracts';
import { type About, refused } from '../errors.ts';
import type { Result } from '../run.ts';

export interface FramePorts {
  readonly heartbeat: number;
  readonly controller: AbortController;
  /** Throws when the credential is no longer good. */
  authorized(): Promise<void>;
  readonly about: About;
  /** Ends the connection of a client that doesn't read. */
  cut(): void;
}

const ALIVE = ':\n\n';
const COMPLETE = 'event: complete\ndata:\n\n';
const next = (result: Result): string => `event: next\ndata: ${JSON.stringify(result)}\n\n`;

export async function* frames(results: Result | AsyncIterable<Result>, ports: FramePorts): AsyncGenerator<string, void> {
  const watched = watchReader(ports);
  for await (const frame of all(results, ports)) {
    watched.handedOut();
    try {
      yield frame;
    } finally {
      watched.taken();
    }
  }
}

async function* all(results: Result | AsyncIterable<Result>, ports: FramePorts): AsyncGenerator<string, void> {
  yield ALIVE; // sends the headers
  try {
    if (Symbol.asyncIterator in results) yield* following(results, ports);
    else yield next(results);
  } catch (error) {
    yield next({ errors: [last(error, ports.about)] });
  }
  yield COMPLETE;
}

async function* following(results: AsyncIterable<Result>, { heartbeat, controller, authorized }: FramePorts): AsyncGenerator<string, void> {
  const iterator = results[Symbol.asyncIterator]();
  const bell = createBell();
  const arrivals = arrivalsOf(iterator, bell);
  let due = false;
  const pulse = setInterval(() => { due = true; bell.ring(); }, heartbeat);
  controller.signal.addEventListener('abort', bell.ring, { once: true });
  try {
    while (!controller.signal.aborted) {
      const came = arrivals.take();
      if (due) {
        due = false;
        await authorized();
        if (came === undefined) {
          yield ALIVE;
          continue; // something may have come meanwhile
        }
      }
      if (came === undefined) await bell.rung();
      else if (came.done === true) break;
      else yield next(came.value);
    }
    if (controller.signal.reason instanceof Failure) throw controller.signal.reason;
  } finally {
    clearInterval(pulse);
    controller.abort(); // lets go of what the source waits for, so that it can return
    void iterator.return?.().catch(() => undefined); // it has nothing more to tell
  }
}

interface Bell { ring(): void; rung(): Promise<void> }

/** Wakes whoever waits. Racing promises that live as long as the stream would keep a trace of every event. */
function createBell(): Bell {
  let wake: (() => void) | undefined;
  return {
    ring: () => wake?.(),
    rung: () => new Promise<void>((resolve) => { wake = resolve; }).finally(() => { wake = undefined; }),
  };
}

/** Asks for one result ahead, never more. */
function arrivalsOf(iterator: AsyncIterator<Result>, bell: Bell): { take: () => IteratorResult<Result> | undefined } {
  let arrived: { result: IteratorResult<Result> } | { error: unknown } | undefined;
  const ask = (): void => {
    iterator.next().then((result) => { arrived = { result }; bell.ring(); }, (error: unknown) => { arrived = { error }; bell.ring(); });
  };
  ask();
  return {
    take() {
      const came = arrived;
      if (came === undefined) return undefined;
      if ('error' in came) throw came.error;
      arrived = undefined;
      if (came.result.done !== true) ask();
      return came.result;
    },
  };
}

/** A frame that is not taken for three heartbeats means a reader that is stuck. */
function watchReader({ heartbeat, cut }: FramePorts): { handedOut: () => void; taken: () => void } {
  let handle: NodeJS.Timeout | undefined;
  return { handedOut: () => { handle = setTimeout(cut, 3 * heartbeat); }, taken: () => clearTimeout(handle) };
}

function last(error: unknown, about: About) {
  const failure = error instanceof Failure ? error : new Failure('hub.internal', 'The stream ended because of a fault of the hub', {}, { cause: error });
  if (failure !== error) about.house.report(error, { via: 'graphql', request_id: about.requestId });
  return refused(failure, about);
}
