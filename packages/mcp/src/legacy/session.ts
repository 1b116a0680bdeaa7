/** A session of the older era: who opened it, what their client can do, what is asked of it and what it follows. */
import type { Caller, Credentials, Document, LogLevel } from '@patchbay/contracts';
import type { Outlet } from '../outlet.ts';
import { messageText } from '../methods/finish.ts';
import type { RpcResponse } from '../protocol/message.ts';
import { codes, type RpcId, RpcError } from '../protocol/rpc-error.ts';

const MOST_WATCHED = 20;

interface Pending { readonly resolve: (result: unknown) => void; readonly reject: (error: Error) => void }

export class Session {
  readonly id: string;
  readonly caller: Caller;
  /** As shown the last time. */
  credentials: Credentials;
  readonly version: string;
  readonly capabilities: Document;
  readonly subscriptions = new Set<string>();
  /** Requests that run, to be cancelled. */
  readonly running = new Map<RpcId, AbortController>();
  logLevel: LogLevel = 'info';
  usedAt: number;
  /** Where messages go that belong to no request. */
  stream: Outlet | undefined;
  leave: () => void = () => undefined;
  readonly #pending = new Map<RpcId, Pending>();
  readonly #watched = new Map<string, NodeJS.Timeout>();
  #asked = 0;

  constructor(id: string, caller: Caller, credentials: Credentials, version: string, capabilities: Document, at: number) {
    this.id = id;
    this.caller = caller;
    this.credentials = credentials;
    this.version = version;
    this.capabilities = capabilities;
    this.usedAt = at;
  }

  /** Asks the client on the stream of a request and waits for its answer, which comes as a request of its own. */
  ask(outlet: Outlet, method: string, params: Document, signal: AbortSignal): Promise<unknown> {
    if (!outlet.speaks) return Promise.reject(new RpcError(codes.invalidRequest, `${method} needs a client that takes a stream: send Accept with text/event-stream`, { status: 406 }));
    if (signal.aborted) return Promise.reject(new RpcError(codes.internal, `${method} was cancelled`));
    const id = `hub-${++this.#asked}`;
    return new Promise((resolve, reject) => {
      const gone = (): void => { this.#pending.delete(id); reject(new RpcError(codes.internal, `${method} was cancelled`)); };
      signal.addEventListener('abort', gone, { once: true });
      const settle = (): void => { this.#pending.delete(id); signal.removeEventListener('abort', gone); };
      this.#pending.set(id, { resolve: (result) => { settle(); resolve(result); }, reject: (error) => { settle(); reject(error); } });
      outlet.send(messageText(id, method, params));
    });
  }

  /** Looks again and again, and tells when something else is there. */
  watch(uri: string, first: string, look: () => Promise<string>, everyMs: number): void {
    this.unfollow(uri);
    if (this.#watched.size >= MOST_WATCHED) throw new RpcError(codes.invalidParams, `A session follows at most ${MOST_WATCHED} resources of attached servers`);
    let seen = first;
    this.#watched.set(uri, setInterval(() => void look().then((now) => {
      if (now !== seen) this.stream?.send(messageText(undefined, 'notifications/resources/updated', { uri }));
      seen = now;
    }, () => undefined), everyMs).unref()); // one that can't be read now is looked at again
  }

  /** Whether it is told of anything between its requests. */
  get hears(): boolean { return this.stream !== undefined || this.#watched.size > 0; }

  unfollow(uri: string): void {
    this.subscriptions.delete(uri);
    clearInterval(this.#watched.get(uri));
    this.#watched.delete(uri);
  }

  answered({ id, result, error }: RpcResponse): void {
    const pending = this.#pending.get(id);
    if (error === undefined) pending?.resolve(result);
    else pending?.reject(new RpcError(codes.internal, 'The client refused to answer a question of this tool'));
  }

  end(): void {
    this.leave();
    for (const uri of this.#watched.keys()) this.unfollow(uri);
    for (const each of this.running.values()) each.abort();
    this.stream?.end();
  }
}
