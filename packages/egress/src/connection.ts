/** One connection to one origin. It carries one exchange at a time, and dies with the first that goes wrong. */
import type { Socket } from 'node:net';
import { type AnswerListener, AnswerReader, type Headers } from './answer.ts';
import type { Exchange, Holder } from './exchange.ts';
import type { Dialling } from './reply.ts';
import type { Reached, Route } from './route.ts';
import type { Target } from './target.ts';
import { upstreamFailure } from './upstream-failure.ts';

/** Who is told what became of it. */
export interface ConnectionOwner {
  /** It was read to its end. It may carry the next one after a turn in which the receiver could still hang up. */
  rests(connection: Connection): void;
  lost(connection: Connection): void;
}

export interface ConnectionOptions {
  readonly connectMs: number;
  readonly idleMs: number;
}

const LONGEST_IDLE_MS = 60_000;
/** The other side closes when its time is over: what is sent just before would be lost. */
const BEFORE_ITS_TIME_MS = 2_000;
/** Head and body go out as one piece, unless the body is large. */
const MOST_COPIED = 65_536;
const WITH_BODY = new Set(['POST', 'PUT', 'PATCH']);

export class Connection implements Holder, AnswerListener {
  remoteAddress: string | undefined;
  dialling: Dialling | undefined;
  reused = false;
  dead = false;
  private readonly owner: ConnectionOwner;
  private readonly lines: string;
  private readonly idleMs: number;
  private readonly life = new AbortController();
  private readonly reader = new AnswerReader(this);
  private socket: Socket | undefined;
  private exchange: Exchange | undefined;
  /** What the other side said of how long it keeps a connection, and what we make of it. */
  private hint: string | undefined;
  private keptMs: number;
  private idleSince = 0;
  private idleTimer: NodeJS.Timeout | undefined;

  constructor(target: Target, route: Route, owner: ConnectionOwner, { connectMs, idleMs }: ConnectionOptions) {
    this.owner = owner;
    this.lines = ` HTTP/1.1\r\nhost: ${target.origin.slice(target.origin.indexOf('//') + 2)}\r\nconnection: keep-alive\r\n`;
    this.idleMs = idleMs;
    this.keptMs = idleMs;
    this.reach(target, route, connectMs).then((reached) => this.open(reached), (error: Error) => this.broken(error));
  }

  get stage(): 'connecting' | 'headers' { return this.socket === undefined ? 'connecting' : 'headers'; }

  carry(exchange: Exchange): void {
    this.exchange = exchange;
    exchange.holder = this;
    if (this.socket !== undefined) this.write(this.socket, exchange);
  }

  leave(_: Exchange, clean: boolean): void {
    this.exchange = undefined;
    this.dialling = undefined;
    this.reused = true;
    if (clean && this.socket!.writableLength === 0) this.owner.rests(this);
    else this.drop();
  }

  /** Nobody wants it now. One timer for all the times that it is idle, which looks at the clock when it goes off. */
  idle(): void {
    this.idleSince = performance.now();
    this.idleTimer ??= setTimeout(() => this.tire(), this.keptMs).unref();
  }

  drop(): void {
    if (this.dead) return;
    this.dead = true;
    this.reader.stop();
    clearTimeout(this.idleTimer);
    this.owner.lost(this);
    this.life.abort();
    this.socket?.destroy();
  }

  head(status: number, headers: Headers, count: number): void {
    const hint = headers['keep-alive'];
    if (hint !== this.hint) this.heed(hint);
    this.exchange!.head(status, headers, count);
  }

  data(bytes: Buffer): void { this.exchange!.data(bytes); }
  ended(reusable: boolean): void { this.exchange!.finish(reusable && this.keptMs > 0); }
  bad(why: 'not-http' | 'head-too-large'): void { this.exchange!.bad(why); }

  private async reach(target: Target, route: Route, connectMs: number): Promise<Reached> {
    const timer = setTimeout(() => this.life.abort(tooSlow(target.origin, connectMs)), connectMs);
    try {
      return await route.connect(target, this.life.signal);
    } finally {
      clearTimeout(timer);
    }
  }

  private open({ socket, remoteAddress, dnsMs, connectMs }: Reached): void {
    socket.on('error', (error) => this.broken(error));
    if (this.dead) return void socket.destroy();
    socket.on('data', (bytes) => this.received(bytes));
    socket.on('end', () => { if (!this.reader.close()) this.broken(closed()); });
    socket.on('close', () => this.broken(closed()));
    this.socket = socket;
    this.remoteAddress = remoteAddress;
    this.dialling = { dnsMs, connectMs };
    this.write(socket, this.exchange!);
  }

  private write(socket: Socket, exchange: Exchange): void {
    exchange.started = true;
    const { method, target, headers, body } = exchange.job;
    const bytes = typeof body === 'string' ? Buffer.from(body) : body;
    this.reader.begin(method === 'HEAD');
    let head = `${method} ${target.path}${this.lines}`;
    for (const name in headers) head += `${name}: ${headers[name]}\r\n`;
    if (bytes === null) return void socket.write(`${head}${WITH_BODY.has(method) ? 'content-length: 0\r\n' : ''}\r\n`, 'latin1');
    head += `content-length: ${bytes.length}\r\n\r\n`;
    if (bytes.length <= MOST_COPIED) return void socket.write(together(head, bytes));
    socket.write(head, 'latin1');
    socket.write(bytes);
  }

  private received(bytes: Buffer): void {
    const { exchange } = this;
    if (exchange === undefined) this.drop(); // nobody asked
    else if (exchange.received(bytes.length) && this.reader.take(bytes) < bytes.length) this.drop();
  }

  private broken(error: Error): void {
    if (this.exchange === undefined) this.drop();
    else this.exchange.broken(error);
  }

  /** `timeout=5`: five seconds. */
  private heed(hint: string | undefined): void {
    const seconds = /(?:^|[\s,])timeout=(\d{1,9})/i.exec(hint ?? '')?.[1];
    this.hint = hint;
    this.keptMs = seconds === undefined ? this.idleMs : Math.min(Number(seconds) * 1000 - BEFORE_ITS_TIME_MS, LONGEST_IDLE_MS);
  }

  private tire(): void {
    this.idleTimer = undefined;
    if (this.exchange !== undefined) return;
    const left = this.idleSince + this.keptMs - performance.now();
    if (left < 1) this.drop();
    else this.idleTimer = setTimeout(() => this.tire(), left).unref();
  }
}

function together(head: string, body: Uint8Array): Buffer {
  const all = Buffer.allocUnsafe(head.length + body.length);
  all.write(head, 'latin1');
  all.set(body, head.length);
  return all;
}

const closed = () => Object.assign(new Error('The other side closed the connection'), { code: 'ECONNRESET' });
const tooSlow = (upstream: string, limit: number) => upstreamFailure('timeout', `${upstream} could not be connected to within ${limit} ms`, { upstream, retryable: true, limit, stage: 'connecting' });
