/** All connections to one origin under one class of policies, and who waits for one. */
import type { Budget } from './budget.ts';
import { Connection, type ConnectionOptions } from './connection.ts';
import type { Exchange, Holder } from './exchange.ts';
import { Line } from './line.ts';
import type { Route } from './route.ts';
import type { Target } from './target.ts';
import { upstreamFailure } from './upstream-failure.ts';

export interface LaneOptions extends ConnectionOptions {
  /** To one origin at a time. */
  readonly connections: number;
  /** Exchanges that may wait for one. */
  readonly waiting: number;
}

export interface Lane {
  send(exchange: Exchange): void;
  /** So many connections there may be from now on, if it was fewer. */
  widen(connections: number): void;
  /** Opens nothing more, and drops what is idle. */
  close(): void;
  readonly waiting: number;
}

export interface LanePorts {
  readonly target: Target;
  readonly route: Route;
  readonly budget: Budget;
  /** It has no connection and nobody waits. */
  readonly onEmpty: () => void;
}

/** While others wait for room in the budget, a connection goes after so many exchanges, though there is more to carry. */
const TURNS = 8;

export function createLane({ target, route, budget, onEmpty }: LanePorts, { connections, waiting: mostWaiting, ...options }: LaneOptions): Lane {
  let most = connections;
  /** The one that was used last is at the end: it is the least likely to have been closed by the other side. */
  const idle: Connection[] = [];
  /** Those that have just ended an exchange. */
  let resting: Connection[] = [];
  const waiting = new Line<'linePlace', Exchange>('linePlace');
  const hungry = { feed };
  let open = 0;
  let turns = 0;
  let closed = false;

  const queue: Holder = {
    stage: 'waiting', remoteAddress: undefined, dialling: undefined, reused: false,
    leave(exchange) {
      waiting.delete(exchange);
      if (open === 0 && waiting.size === 0) onEmpty();
    },
  };

  const owner = {
    rests(connection: Connection) {
      if (resting.push(connection) === 1) setImmediate(rested);
    },
    lost(connection: Connection) {
      open--;
      budget.busy(connection);
      const at = idle.lastIndexOf(connection);
      if (at !== -1) idle.splice(at, 1);
      budget.release();
      feed();
      if (open === 0 && waiting.size === 0) onEmpty();
    },
  };

  function rested(): void {
    const all = resting;
    resting = [];
    for (const connection of all) if (!connection.dead) free(connection);
  }

  function free(connection: Connection): void {
    if (closed || (budget.pressed && ++turns % TURNS === 0)) return connection.drop();
    const next = waiting.shift();
    if (next !== undefined) return connection.carry(next);
    idle.push(connection);
    budget.idle(connection);
    if (!connection.dead) connection.idle();
  }

  return { send, close, widen: (to) => { most = Math.max(most, to); }, get waiting() { return waiting.size; } };

  function send(exchange: Exchange): void {
    const connection = idle.pop();
    if (connection !== undefined) {
      budget.busy(connection);
      connection.carry(exchange);
    } else if (open < most && budget.claim(hungry)) start(exchange);
    else wait(exchange);
  }

  function start(exchange: Exchange): void {
    open++;
    new Connection(target, route, owner, options).carry(exchange);
  }

  function wait(exchange: Exchange): void {
    exchange.holder = queue;
    if (waiting.size >= mostWaiting) exchange.fail(upstreamFailure('busy', `${target.origin} is answering too slowly: ${mostWaiting} requests wait for it already`, { upstream: target.origin, retryable: true, limit: mostWaiting }));
    else waiting.add(exchange);
  }

  function close(): void {
    closed = true;
    for (let connection = idle.at(-1); connection !== undefined; connection = idle.at(-1)) connection.drop();
  }

  function feed(): void {
    while (!closed && waiting.size > 0 && open < most && budget.claim(hungry)) start(waiting.shift()!);
  }
}
