/**
 * One request and its whole answer. A class, because there is one per delivery: methods on a prototype cost nothing, ten closures
 * cost a tenth of the request.
 */
import { type Headers, MOST_HEAD_BYTES } from './answer.ts';
import type { Cancellation } from './cancellation.ts';
import type { Dialling, EgressReply } from './reply.ts';
import type { EgressRequest } from './request.ts';
import type { Target } from './target.ts';
import { connectFailure, notHttp, type Stage, tooLarge, upstreamFailure } from './upstream-failure.ts';

export interface ExchangeLimits {
  readonly deadlineMs: number;
  /** Bytes that are read, and of those the first that are kept. */
  readonly maxBytes: number;
  readonly keepBytes: number;
  readonly onExcess: 'fail' | 'truncate';
}

/** What chunks, headers and trailers may add to a body, before it is more noise than answer. */
const mostOnWire = (maxBytes: number): number => 131_072 + 4 * maxBytes;

/** Who has it now: a lane while it waits, then a connection. `clean`: the connection may serve again. */
export interface Holder {
  readonly stage: Stage;
  /** Known once connected. */
  readonly remoteAddress: string | undefined;
  /** Of a connection that was made for this exchange. */
  readonly dialling: Dialling | undefined;
  readonly reused: boolean;
  leave(exchange: Exchange, clean: boolean): void;
}

/** What is asked for. */
export interface Job {
  readonly target: Target;
  /** The lane of the target, and its circuit. */
  readonly key: string;
  readonly method: string;
  readonly headers: Headers;
  readonly body: string | Uint8Array | null;
  readonly limits: ExchangeLimits;
  readonly breaker: boolean;
  readonly onData: EgressRequest['onData'];
  readonly signal: AbortSignal;
}

export interface ExchangePorts {
  readonly cancellation: Cancellation;
  /** Once for each, before it settles. */
  readonly ended: (exchange: Exchange, error: Error | undefined) => void;
}

const NONE: Headers = {};
const MOST_HEADERS = 200;
const MOST_INTERIM = 16;

export class Exchange {
  readonly job: Job;
  holder: Holder | undefined;
  /** The receiver took the request: whatever comes now is not the connection's fault. */
  started = false;
  place: number | undefined = undefined;
  watchPlace: number | undefined = undefined;
  linePlace: number | undefined = undefined;
  private over = false;
  private readonly ports: ExchangePorts;
  private readonly resolve: (reply: EgressReply) => void;
  private readonly reject: (error: Error) => void;
  private readonly began = performance.now();
  private readonly timer: NodeJS.Timeout;
  private status = 0;
  private headers: Headers = NONE;
  private ttfbMs = 0;
  private interim = 0;
  private readonly chunks: Buffer[] = [];
  private wire = 0;
  private read = 0;
  private kept = 0;

  /** Settles at the deadline or the signal whatever the network does. */
  constructor(job: Job, ports: ExchangePorts, resolve: (reply: EgressReply) => void, reject: (error: Error) => void) {
    this.job = job;
    this.ports = ports;
    this.resolve = resolve;
    this.reject = reject;
    this.timer = setTimeout(expire, job.limits.deadlineMs, this);
    ports.cancellation.watch(job.signal, this);
  }

  cancel(reason: unknown): void {
    this.fail(reason instanceof Error ? reason : new DOMException('The request was cancelled', 'AbortError'));
  }

  fail(error: Error): void {
    if (this.end(false, error)) this.reject(error);
  }

  expired(): void {
    const { origin } = this.job.target;
    const { deadlineMs } = this.job.limits;
    const stage = this.status > 0 ? 'body' : this.started ? 'headers' : this.holder?.stage ?? 'waiting';
    this.fail(upstreamFailure('timeout', `${origin} did not answer within ${deadlineMs} ms (${LATE[stage]})`, { upstream: origin, retryable: true, limit: deadlineMs, stage }));
  }

  /** Bytes as they come from the wire, also those that are read over: chunk lines without end are no body and no header. */
  received(bytes: number): boolean {
    this.wire += bytes;
    if (this.wire <= mostOnWire(this.job.limits.maxBytes)) return true;
    this.fail(tooLarge(this.job.target.origin, `${mostOnWire(this.job.limits.maxBytes)} bytes on the wire`, mostOnWire(this.job.limits.maxBytes)));
    return false;
  }

  head(status: number, headers: Headers, count: number): void {
    if (status < 200) return this.onInterim();
    this.ttfbMs = performance.now() - this.began;
    this.status = status;
    this.headers = headers;
    if (count > MOST_HEADERS) return this.fail(tooLarge(this.job.target.origin, `${MOST_HEADERS} headers`, MOST_HEADERS));
    const length = headers['content-length'];
    if (length !== undefined && this.job.limits.onExcess === 'fail' && this.job.method !== 'HEAD' && Number(length) > this.job.limits.maxBytes) this.exceed();
  }

  data(bytes: Buffer): void {
    const before = this.kept;
    this.read += bytes.length;
    if (this.read > this.job.limits.maxBytes && this.job.limits.onExcess === 'fail') return this.exceed();
    const room = this.job.limits.keepBytes - before;
    if (room > 0) {
      this.chunks.push(bytes.length <= room ? bytes : bytes.subarray(0, room));
      this.kept += Math.min(bytes.length, room);
    }
    this.job.onData?.(bytes, this.status, this.headers);
    if (this.read > this.job.limits.maxBytes) this.finish(false);
  }

  bad(why: 'not-http' | 'head-too-large'): void {
    this.fail(why === 'not-http' ? notHttp(this.job.target.origin) : tooLarge(this.job.target.origin, `${MOST_HEAD_BYTES} bytes of headers`, MOST_HEAD_BYTES));
  }

  broken(error: Error): void {
    if (this.over) return;
    this.fail(connectFailure(error, this.job.target.origin, this.status === 0 && this.holder?.reused === true));
  }

  /** `clean`: read to its end. Else it was cut off, and so is its connection. */
  finish(clean: boolean): void {
    const { holder } = this;
    const { remoteAddress, dialling, reused } = holder!;
    if (!this.end(clean, undefined)) return;
    const { status, headers, chunks, kept, read, ttfbMs } = this;
    this.resolve({
      status, headers, remoteAddress, truncated: read > kept,
      body: chunks.length === 1 ? chunks[0]! : Buffer.concat(chunks, kept),
      timings: { dnsMs: dialling?.dnsMs ?? 0, connectMs: dialling?.connectMs ?? 0, ttfbMs, totalMs: performance.now() - this.began, reused },
    });
  }

  private end(clean: boolean, error: Error | undefined): boolean {
    if (this.over) return false;
    this.over = true;
    clearTimeout(this.timer);
    this.ports.cancellation.unwatch(this.job.signal, this);
    this.holder?.leave(this, clean);
    this.ports.ended(this, error);
    return true;
  }

  /** 103 and the like come as often as the receiver wants; each starts its headers anew. */
  private onInterim(): void {
    if (++this.interim > MOST_INTERIM) this.fail(tooLarge(this.job.target.origin, `${MOST_INTERIM} interim answers`, MOST_INTERIM));
  }

  private exceed(): void { this.fail(tooLarge(this.job.target.origin, `${this.job.limits.maxBytes} bytes`, this.job.limits.maxBytes)); }
}

const LATE = { waiting: 'waiting for a free connection', connecting: 'connecting', headers: 'waiting for the headers', body: 'reading the body' } as const satisfies Record<Stage, string>;

const expire = (exchange: Exchange): void => exchange.expired();
