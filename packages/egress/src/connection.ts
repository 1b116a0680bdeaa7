/** One connection to one origin. It carries one exchange at a time, and dies with the first that goes wrong. */
import type { Socket } from 'node:net';
import Client from 'undici/lib/dispatcher/client.js';
import type { Exchange, Holder } from './exchange.ts';
import type { Dialling } from './reply.ts';
import type { Route } from './route.ts';
import type { Target } from './target.ts';
import { upstreamFailure } from './upstream-failure.ts';

/** Who is told what became of it. */
export interface ConnectionOwner {
  /** It may carry the next one. */
  free(connection: Connection): void;
  lost(connection: Connection): void;
}

export interface ConnectionOptions {
  readonly connectMs: number;
  readonly idleMs: number;
}

/** Of one answer, all headers together. */
const MOST_HEADER_BYTES = 16_384;
const LONGEST_IDLE_MS = 60_000;

export class Connection implements Holder {
  remoteAddress: string | undefined;
  dialling: Dialling | undefined;
  reused = false;
  private readonly owner: ConnectionOwner;
  private readonly client: Client;
  private readonly life = new AbortController();
  private exchange: Exchange | undefined;
  private connected = false;
  private dead = false;

  constructor(target: Target, route: Route, owner: ConnectionOwner, { connectMs, idleMs }: ConnectionOptions) {
    this.owner = owner;
    this.client = new Client(target.origin, {
      connect: (_, done) => { this.reach(target, route, connectMs).then((socket) => done(null, socket), (error: Error) => done(error, null)); },
      keepAliveTimeout: idleMs, keepAliveMaxTimeout: LONGEST_IDLE_MS, maxHeaderSize: MOST_HEADER_BYTES,
      headersTimeout: 0, bodyTimeout: 0, pipelining: 1, allowH2: false, // the exchange has the one clock
    });
    this.client.on('drain', () => { if (this.exchange === undefined && !this.dead) owner.free(this); });
    this.client.on('disconnect', () => {
      this.connected = false;
      if (this.exchange === undefined) this.drop();
    });
  }

  get stage(): 'connecting' | 'headers' { return this.connected ? 'headers' : 'connecting'; }

  carry(exchange: Exchange): void {
    this.exchange = exchange;
    exchange.holder = this;
    this.client.dispatch(exchange.job.options, exchange);
  }

  /** A clean connection is free when undici says so: after a turn in which the receiver could still hang up. */
  leave(_: Exchange, clean: boolean): void {
    this.exchange = undefined;
    this.dialling = undefined;
    this.reused = true;
    if (!clean) this.drop();
  }

  /** Not at once: undici may be in the middle of telling us why. */
  drop(): void {
    if (this.dead) return;
    this.dead = true;
    this.owner.lost(this);
    queueMicrotask(() => {
      this.life.abort();
      void this.client.destroy();
    });
  }

  private async reach(target: Target, route: Route, connectMs: number): Promise<Socket> {
    const timer = setTimeout(() => this.life.abort(tooSlow(target.origin, connectMs)), connectMs);
    try {
      const { socket, remoteAddress, dnsMs, connectMs: took } = await route.connect(target, this.life.signal);
      if (this.dead) socket.destroy();
      this.meter(socket);
      this.connected = true;
      this.remoteAddress = remoteAddress;
      this.dialling = { dnsMs, connectMs: took };
      this.reused = false;
      return socket;
    } finally {
      clearTimeout(timer);
    }
  }

  /** undici asks the socket for bytes; what it gets is counted first. */
  private meter(socket: Socket): void {
    const read = socket.read.bind(socket);
    socket.read = (size?: number) => {
      const chunk: Buffer | null = read(size);
      return chunk === null || this.exchange === undefined || this.exchange.received(chunk.length) ? chunk : null;
    };
  }
}

const tooSlow = (upstream: string, limit: number) => upstreamFailure('timeout', `${upstream} could not be connected to within ${limit} ms`, { upstream, retryable: true, limit, stage: 'connecting' });
