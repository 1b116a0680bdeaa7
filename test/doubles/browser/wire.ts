/** Commands to a browser and what it tells, as JSON with a zero byte behind each, over two pipes that nobody else can reach. */
import type { Readable, Writable } from 'node:stream';
import { NotYet } from './patience.ts';
import type { ProtocolEvent, Replies } from './protocol.ts';

export type Send = <Method extends keyof Replies>(method: Method, params?: object) => Promise<Replies[Method]>;

export interface Wire {
  /** To the browser itself. */
  readonly send: Send;
  /** To one page. */
  session(id: string, hear: (event: ProtocolEvent) => void): Send;
  /** Whoever waits for a reply is told why there will be none. */
  end(why: Error): void;
}

type Message = { readonly id?: number; readonly result?: object; readonly error?: { readonly message: string }; readonly sessionId?: string } & Partial<ProtocolEvent>;

interface Waiting {
  readonly method: string;
  resolve(result: object): void;
  reject(error: Error): void;
}

/** A machine that does much else may need this long. */
const REPLY_MS = 30_000;

export function createWire({ to, from }: { readonly to: Writable; readonly from: Readable }): Wire {
  const waiting = new Map<number, Waiting>();
  const sessions = new Map<string, (event: ProtocolEvent) => void>();
  let sent = 0;
  let ended: Error | undefined;
  let rest = '';

  from.setEncoding('utf8').on('data', (chunk: string) => {
    const messages = (rest + chunk).split('\0');
    rest = messages.pop() ?? '';
    for (const message of messages) take(JSON.parse(message) as Message); // the browser keeps to its protocol
  });
  for (const pipe of [to, from]) pipe.on('error', () => undefined); // who started the browser is told that it ended, and why

  function take(message: Message): void {
    if (message.id === undefined) return sessions.get(message.sessionId ?? '')?.(message as ProtocolEvent); // what has no id is an event
    const { method, resolve, reject } = waiting.get(message.id) ?? {};
    waiting.delete(message.id);
    if (message.error === undefined) resolve?.(message.result ?? {});
    else reject?.(new NotYet(`the browser refuses ${method}: ${message.error.message}`));
  }

  function ask(method: string, params: object, sessionId?: string): Promise<object> {
    if (ended !== undefined) return Promise.reject(ended);
    const id = ++sent;
    const { promise, resolve, reject } = Promise.withResolvers<object>();
    const timer = setTimeout(() => { waiting.delete(id); reject(new Error(`the browser does not answer ${method} within ${REPLY_MS} ms`)); }, REPLY_MS);
    waiting.set(id, { method, resolve, reject });
    to.write(`${JSON.stringify({ id, method, params, sessionId })}\0`);
    return promise.finally(() => clearTimeout(timer));
  }

  function end(why: Error): void {
    ended ??= why;
    for (const { reject } of waiting.values()) reject(ended);
    waiting.clear();
  }

  const sender = (sessionId?: string): Send => ((method: keyof Replies, params: object = {}) => ask(method, params, sessionId)) as Send; // each reply is what its command promises

  return Object.freeze({
    send: sender(),
    session(id: string, hear: (event: ProtocolEvent) => void) {
      sessions.set(id, hear);
      return sender(id);
    },
    end,
  });
}
