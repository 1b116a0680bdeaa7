/** The only way out of the hub. Public addresses only, unless the operator allows more; capped in time, bytes and connections; redirects are answers. */
import { createBudget } from './budget.ts';
import { createCancellation } from './cancellation.ts';
import { Crowd } from './crowd.ts';
import type { CircuitOptions } from './circuit.ts';
import { type Circuits, createCircuits } from './circuits.ts';
import { type DatagramRequest, type Datagrams, openDatagrams } from './datagrams.ts';
import { createDnsCache } from './dns-cache.ts';
import { Exchange, type ExchangeLimits, type Job } from './exchange.ts';
import { refusedHeader } from './headers.ts';
import { createLane, type Lane } from './lane.ts';
import { createPolicies, type Destination, type OperatorRules } from './policies.ts';
import type { EgressReply } from './reply.ts';
import type { EgressRequest } from './request.ts';
import { createResolver, type Lookup } from './resolver.ts';
import { createStreams, type EgressStream, type StreamRequest } from './stream.ts';
import type { PlaceRequest } from './target.ts';
import { invalid, isUnreachable, upstreamFailure } from './upstream-failure.ts';

export interface EgressPorts {
  /** Instead of our own resolver. Its answers are cached and judged all the same. */
  readonly lookup?: Lookup;
  readonly now?: () => number;
}

export interface EgressOptions extends OperatorRules {
  readonly deadlineMs?: number;
  readonly maxBytes?: number;
  /** The longest for name, TCP, proxy and TLS together. */
  readonly connectMs?: number;
  /** How long a connection is kept that nobody uses, if the other side doesn't say otherwise. */
  readonly idleMs?: number;
  /** To one origin, if nobody asks for more, as many again for what goes apart, and in all. */
  readonly connections?: number;
  readonly allConnections?: number;
  /** Requests that may wait for a connection to one origin. */
  readonly waiting?: number;
  /** Connections for other protocols than HTTP, in all. */
  readonly streams?: number;
  /** Name servers, instead of the system's. */
  readonly dnsServers?: readonly string[];
  /** The longest wait for a name server. */
  readonly dnsMs?: number;
  readonly circuit?: CircuitOptions;
  /** How long `close` waits for what is under way. */
  readonly closeMs?: number;
}

export interface Egress {
  /** Any status is an answer. Throws `upstream.failed` with a `reason`, or the signal's reason. */
  send(request: EgressRequest, signal: AbortSignal): Promise<EgressReply>;
  /** A connection for another protocol than HTTP. Who gets it ends it. */
  connect(request: StreamRequest, signal: AbortSignal): Promise<EgressStream>;
  /** A way to send datagrams to one place. */
  datagrams(request: DatagramRequest, signal: AbortSignal): Promise<Datagrams>;
  /** The courtesy check when somebody enters a URL: throws what `send` would refuse, names resolved. The check that counts is at every connection. */
  check(url: string, policy?: EgressRequest['policy']): Promise<void>;
  /** The same of a place where another protocol is spoken. */
  checkPlace(place: PlaceRequest, policy?: EgressRequest['policy']): Promise<void>;
  stats(): EgressStats;
  close(): Promise<void>;
}

export interface EgressStats {
  readonly running: number;
  readonly waiting: number;
  readonly connections: number;
  readonly idle: number;
  /** For other protocols than HTTP. */
  readonly streams: number;
  readonly origins: number;
  /** Origins that failed lately. */
  readonly circuits: number;
}

const METHODS = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']);
const LONGEST_MS = 600_000;
const NO_HEADERS = {};

export function createEgress({ lookup, now = Date.now }: EgressPorts = {}, options: EgressOptions = {}): Egress {
  const { deadlineMs = 30_000, maxBytes = 1_048_576, closeMs = 5_000, dnsServers = [], dnsMs = 3_000 } = options;
  const { connectMs = 10_000, idleMs = 4_000, connections = 64, allConnections = 2_048, waiting = 10_000, streams: mostStreams = 1_024 } = options;
  const policies = createPolicies({ lookup: createDnsCache({ lookup: lookup ?? createResolver({ servers: dnsServers }), now }, { timeoutMs: dnsMs }) }, options);
  const circuits = createCircuits({ now }, options.circuit);
  const budget = createBudget(allConnections);
  const streams = createStreams({ policies, circuits, refuseIfOpen }, { most: mostStreams, connectMs });
  const lanes = new Map<string, Lane>();
  const running = new Crowd<'place', Exchange>('place');
  const ports = { cancellation: createCancellation(), ended };
  let emptied: (() => void) | undefined;
  let closed: Promise<void> | undefined;

  return Object.freeze({ send, connect: streams.connect, datagrams: (request: DatagramRequest, signal: AbortSignal) => openDatagrams(request, policies, signal), check, checkPlace, stats, close });

  /** Not async: one promise per request, not three. */
  function send(request: EgressRequest, signal: AbortSignal): Promise<EgressReply> {
    try {
      signal.throwIfAborted();
      const destination = policies.destination(request.url, request.policy);
      const job = jobOf(request, destination, signal);
      if (closed !== undefined) throw stopping(destination.target.origin);
      if (job.breaker && circuits.size > 0) refuseIfOpen(destination.key, destination.target.origin);
      return new Promise((resolve, reject) => {
        const exchange = new Exchange(job, ports, resolve, reject);
        running.add(exchange);
        laneTo(destination, request).send(exchange);
      });
    } catch (error) {
      return Promise.reject(error);
    }
  }

  async function check(url: string, policy?: EgressRequest['policy']): Promise<void> {
    const { target, route } = policies.destination(url, policy);
    await route.check(target.hostname);
  }

  async function checkPlace(place: PlaceRequest, policy?: EgressRequest['policy']): Promise<void> {
    const { target, route } = policies.place(place, policy);
    await route.check(target.hostname);
  }

  function jobOf(request: EgressRequest, { target, key }: Destination, signal: AbortSignal): Job {
    const { method, headers = NO_HEADERS, body = null } = request;
    if (!METHODS.has(method)) throw invalid(target.origin, 'expected the method GET, HEAD, POST, PUT, PATCH, DELETE or OPTIONS');
    const why = refusedHeader(headers);
    if (why !== undefined) throw invalid(target.origin, why);
    return { target, key, method, headers, body, limits: limitsOf(request), breaker: request.breaker === true, onData: request.onData, signal };
  }

  function limitsOf(request: EgressRequest): ExchangeLimits {
    const most = request.maxBytes ?? maxBytes;
    return { deadlineMs: Math.min(Math.max(request.deadlineMs ?? deadlineMs, 1), LONGEST_MS), maxBytes: most, keepBytes: Math.min(request.keepBytes ?? most, most), onExcess: request.onExcess ?? 'fail' };
  }

  /** A request that hangs takes a connection with it in the end: whoever comes after it would have to open another. */
  function laneTo({ key: shared, target, route }: Destination, { apart = false, connections: asked = 0 }: EgressRequest): Lane {
    const key = apart ? `${shared} apart` : shared;
    const lane = lanes.get(key) ?? createLane({ target, route, budget, onEmpty: () => { lanes.delete(key); } }, { connections, waiting, connectMs, idleMs });
    lanes.set(key, lane);
    if (asked > connections) lane.widen(asked);
    return lane;
  }

  function refuseIfOpen(key: string, origin: string): void {
    const until = circuits.refusedUntil(key);
    if (until === undefined) return;
    const retry_at = new Date(until).toISOString();
    throw upstreamFailure('circuit_open', `${origin} could not be reached several times in a row, and is not tried again before ${retry_at}`, { upstream: origin, retryable: true, retry_at });
  }

  function ended(exchange: Exchange, error: Error | undefined): void {
    running.delete(exchange);
    if (exchange.job.breaker && (error !== undefined || circuits.size > 0)) learn(circuits, exchange, error);
    if (running.size === 0) emptied?.();
  }

  function stats(): EgressStats {
    let inLine = 0;
    for (const lane of lanes.values()) inLine += lane.waiting;
    return { running: running.size, waiting: inLine, connections: budget.open, idle: budget.idling, streams: streams.open, origins: lanes.size, circuits: circuits.size };
  }

  function close(): Promise<void> {
    return closed ??= quiet(closeMs).then(() => {
      for (const lane of lanes.values()) lane.close();
      for (let exchange = running.first; exchange !== undefined; exchange = running.first) {
        running.delete(exchange);
        exchange.fail(stopping(exchange.job.target.origin));
      }
      streams.close();
    });
  }

  async function quiet(atMostMs: number): Promise<void> {
    if (running.size === 0) return;
    const { promise, resolve } = Promise.withResolvers<void>();
    emptied = resolve;
    const timer = setTimeout(resolve, atMostMs);
    await promise;
    clearTimeout(timer);
  }
}

const stopping = (upstream: string) => upstreamFailure('connect', `The request to ${upstream} was broken off, because the hub is stopping`, { upstream, retryable: true });

/** A circuit is about reaching the origin at all: any answer closes it, and so does a receiver that takes the request and then is slow or breaks off. */
function learn(circuits: Circuits, { job: { key }, started }: Exchange, error: Error | undefined): void {
  if (error === undefined || started) circuits.succeeded(key);
  else if (isUnreachable(error)) circuits.failed(key);
  else circuits.abandoned(key);
}
