/** The open streams of this hub: how many there may be, and how they end. https://github.com/graphql/graphql-over-http/blob/main/rfcs/GraphQLOverSSE.md */
import { Readable } from 'node:stream';
import { type Caller, covers, type Credentials, Failure, type House } from '@patchbay/contracts';
import type { FastifyReply } from 'fastify';
import type { About } from '../errors.ts';
import type { Settings } from '../options.ts';
import type { Result } from '../run.ts';
import { frames } from './frames.ts';

export interface Subscriptions {
  open(caller: Caller, credentials: Credentials, about: About, reply: FastifyReply): Open;
  /** Ends every stream, and takes no more. */
  stop(): void;
}

export interface Open {
  /** Fires when the client goes, the hub stops or the credential ends. */
  readonly signal: AbortSignal;
  send(results: Result | AsyncIterable<Result>): FastifyReply;
}

type Limits = Pick<Settings, 'heartbeat' | 'maxSubscriptions' | 'maxSubscriptionsPerTenant'>;

export function createSubscriptions(house: Pick<House, 'authenticate'>, limits: Limits): Subscriptions {
  const streams = new Map<AbortController, string>(); // with its tenant
  let stopping = false;

  function admit(tenant: string): AbortController {
    if (stopping) throw new Failure('hub.stopping', 'The hub is stopping and opens no more streams');
    const own = [...streams.values()].filter((each) => each === tenant).length;
    if (streams.size >= limits.maxSubscriptions) throw full(limits.maxSubscriptions, 'streams are open');
    if (own >= limits.maxSubscriptionsPerTenant) throw full(limits.maxSubscriptionsPerTenant, 'streams of this tenant are open');
    const controller = new AbortController();
    streams.set(controller, tenant);
    return controller;
  }

  return Object.freeze({
    open(caller: Caller, credentials: Credentials, about: About, reply: FastifyReply) {
      const controller = admit(caller.tenant);
      const leave = (): void => { streams.delete(controller); controller.abort(); };
      if (reply.raw.destroyed) leave(); // went away while it was looked at who asks: there is no other close to hear of
      else reply.raw.once('close', leave);
      const authorized = async (): Promise<void> => {
        const now = await house.authenticate(credentials);
        if (!covers(now.scopes, caller.scopes.list)) throw new Failure('caller.forbidden', 'The caller may do less than when it subscribed: subscribe again');
      };
      return {
        signal: controller.signal,
        send(results: Result | AsyncIterable<Result>) {
          const source = frames(results, { heartbeat: limits.heartbeat, controller, authorized, about, cut: () => reply.raw.destroy() });
          const body = Readable.from(source, { highWaterMark: 1 }); // a slow reader slows the reading down, and nothing piles up
          return reply.header('content-type', 'text/event-stream; charset=utf-8').header('cache-control', 'no-store').header('x-accel-buffering', 'no').send(body);
        },
      };
    },
    stop() {
      stopping = true;
      for (const controller of streams.keys()) controller.abort(new Failure('hub.stopping', 'The hub is stopping: subscribe again with `after`'));
    },
  });
}

const full = (limit: number, what: string): Failure => new Failure('hub.overloaded', `As many as ${limit} ${what}`, { limit, retry_after: 30 });
