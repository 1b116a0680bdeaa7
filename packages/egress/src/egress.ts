/** The only way out of the hub. Public addresses only, unless the operator allows more; capped in time and bytes; redirects are answers. */
/// <reference path="./undici.d.ts" />
import { lookup as resolve } from 'node:dns/promises';
import Agent from 'undici/lib/dispatcher/agent.js';
import { createAddressGuard } from './address-guard.ts';
import { type EgressReply, exchange } from './exchange.ts';
import { guardedConnect, type Lookup } from './guarded-connect.ts';
import { type EgressRequest, outgoing } from './outgoing.ts';
import { upstreamFailure } from './upstream-failure.ts';

export interface EgressPorts {
  readonly lookup?: Lookup;
}

export interface EgressOptions {
  /** Ranges that are not public and may be reached all the same: `10.20.0.0/16`. */
  readonly allow?: readonly string[];
  readonly deadlineMs?: number;
  readonly maxBytes?: number;
  /** Connections per origin. */
  readonly connections?: number;
  /** How long `close` waits for what is under way. */
  readonly closeMs?: number;
}

export interface Egress {
  /** Any status is an answer. Throws `upstream.failed` with a `reason`, or the signal's reason. */
  send(request: EgressRequest, signal: AbortSignal): Promise<EgressReply>;
  close(): Promise<void>;
}

export function createEgress({ lookup = everyAddress }: EgressPorts = {}, { allow = [], deadlineMs = 30_000, maxBytes = 1_048_576, connections = 64, closeMs = 5_000 }: EgressOptions = {}): Egress {
  const guard = createAddressGuard(allow);
  const agent = new Agent({ connect: guardedConnect({ guard, lookup }, { timeoutMs: deadlineMs }), connections, pipelining: 1 });
  const running = new Set<Promise<EgressReply>>();
  let closed: Promise<void> | undefined;

  return Object.freeze({
    async send(request: EgressRequest, signal: AbortSignal) {
      const out = outgoing(request, guard);
      if (closed !== undefined) throw stopping(out.origin);
      const reply = exchange(out, agent, { deadlineMs: request.deadlineMs ?? deadlineMs, maxBytes: request.maxBytes ?? maxBytes }, signal);
      running.add(reply);
      return reply.finally(() => running.delete(reply));
    },
    close: () => closed ??= settled(running, closeMs).then(() => agent.destroy(stopping('the receiver'))),
  });
}

const stopping = (upstream: string) => upstreamFailure('connect', `The request to ${upstream} was broken off, because the hub is stopping`, { upstream, retryable: true });

async function settled(running: ReadonlySet<Promise<unknown>>, atMostMs: number): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const enough = new Promise<void>((resolve) => { timer = setTimeout(resolve, atMostMs); });
  await Promise.race([Promise.allSettled(running), enough]);
  clearTimeout(timer);
}

const everyAddress: Lookup = (hostname) => resolve(hostname, { all: true, order: 'verbatim' });
