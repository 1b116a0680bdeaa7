/** Where the answer to one request goes: plain JSON, until something has to be said before the answer; then a stream. */
import type { ServerResponse } from 'node:http';
import type { FastifyReply } from 'fastify';

const JSON_TYPE = 'application/json; charset=utf-8';

export class Outlet {
  readonly #reply: FastifyReply;
  readonly #heartbeat: number;
  readonly #streams: boolean;
  #raw: ServerResponse | undefined;
  #pulse: NodeJS.Timeout | undefined;
  #controller: AbortController | undefined;
  #ended = false;

  constructor(reply: FastifyReply, { heartbeat }: { heartbeat: number }) {
    this.#reply = reply;
    this.#heartbeat = heartbeat;
    this.#streams = accepts(reply.request.headers.accept, 'text/event-stream');
  }

  /** Fires when the client goes away before its answer: that is how it cancels. Most calls end before anybody asks. */
  get signal(): AbortSignal {
    if (this.#controller === undefined) {
      const controller = (this.#controller = new AbortController());
      const { raw } = this.#reply;
      if (raw.destroyed && !raw.writableFinished) controller.abort();
      else raw.once('close', () => { if (!raw.writableFinished) controller.abort(); });
    }
    return this.#controller.signal;
  }

  /** Whether anything said before the answer arrives. */
  get speaks(): boolean { return this.#streams || this.#raw !== undefined; }

  /** A message before the answer. A client that takes no stream misses it, and one that takes nothing off its stream is let go; what comes later is too late: Node ends a process that writes behind an end. */
  send(message: object): void {
    if (this.#ended || !this.speaks) return;
    const raw = this.stream();
    if (raw.writableLength > MOST_UNREAD) raw.destroy();
    else raw.write(frame(JSON.stringify(message)));
  }

  /** From here on it is a stream. */
  stream(): ServerResponse {
    if (this.#raw !== undefined) return this.#raw;
    const headers = this.#reply.getHeaders() as Record<string, string>; // this server sets single values only
    const { raw } = this.#reply.hijack();
    raw.writeHead(200, { ...headers, 'content-type': 'text/event-stream; charset=utf-8', 'cache-control': 'no-store', 'x-accel-buffering': 'no' });
    if (raw.destroyed) return (this.#raw = raw);
    this.#pulse = setInterval(() => { if (!raw.writableNeedDrain) raw.write(ALIVE); }, this.#heartbeat).unref();
    raw.once('close', () => clearInterval(this.#pulse));
    return (this.#raw = raw);
  }

  /** The answer, as JSON. The status counts only while nothing was said. */
  finish(status: number, text: string | Buffer): void {
    this.#ended = true;
    if (this.#raw === undefined) {
      this.#reply.code(status).header('content-type', JSON_TYPE).header('cache-control', 'no-store').send(text);
      return;
    }
    clearInterval(this.#pulse);
    if (!this.#raw.writableEnded) this.#raw.end(frame(text.toString()));
  }

  /** A notification, or an answer to a question of ours: there is nothing to say to it. */
  accepted(): void { this.#reply.code(202).send(); }

  /** Of a stream that belongs to no request. */
  end(): void {
    this.#ended = true;
    this.#raw?.end();
  }

  header(name: string, value: string): void { if (this.#raw === undefined) this.#reply.header(name, value); }
}

export const ALIVE = ':\n\n';
/** What was said to a client is kept in memory until it takes it. */
export const MOST_UNREAD = 1_048_576;

/** JSON is one line, so nothing in it can end a frame. */
export const frame = (text: string): string => `event: message\ndata: ${text}\n\n`;

export const accepts = (header: string | undefined, type: string): boolean =>
  header === undefined || header.includes(type) || header.includes('*/*') || header.includes(`${type.slice(0, type.indexOf('/'))}/*`);
