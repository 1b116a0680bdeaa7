/** What one endpoint takes at a time: so many deliveries at once, so many a second, fewer while it asks us to slow down. */
import type { Receiver } from '../match/receiver.ts';
import type { Allowance, AllowanceEvents } from './allowance.ts';
import type { Delivery } from './delivery.ts';
import { createLine, type LinePorts, type Reference } from './line.ts';

export interface GatePorts extends Omit<LinePorts, 'ready'> {
  readonly now: () => number;
  readonly start: (delivery: Delivery) => void;
  readonly allowance: (receiver: Receiver, events: AllowanceEvents) => Allowance;
  /** How many may wait. It changes with what waits elsewhere. */
  readonly most: () => number;
  /** One of its line goes; the first since `moved` was asked. */
  readonly moves: (gate: Gate, isFirst: boolean) => void;
}

export interface Gate {
  /** Starts it, or keeps it until there is room; false when too many wait already. */
  push(delivery: Delivery): boolean;
  /** One that was started has ended. */
  ended(): void;
  /** The receiver asked for less: one at a time for a minute. */
  throttle(): void;
  /** It was asked, and did not answer in time. */
  timedOut(): void;
  answered(): void;
  follow(receiver: Receiver): void;
  /** Takes out what waits. */
  clear(): (Delivery | Reference)[];
  /** It did not answer in time when it was asked last. */
  readonly late: boolean;
  readonly idle: boolean;
  readonly waiting: number;
  /** More would be turned away. */
  readonly full: boolean;
  /** How many of its line have gone since this was asked last. */
  moved(): number;
  /** Until there may be room for what was turned away, in milliseconds: when half of the line has gone, at its pace. */
  readonly patience: number;
}

const THROTTLED_MS = 60_000;
/** Who has not answered yet, or lets so many time out in a row, as a receiver that is overrun does or one that hangs, is asked by a few at a time until he answers. */
const HANGS = { inARow: 8, atATime: 4 } as const;
const PATIENCE_MS = { least: 2_000, most: 30_000 } as const;

export function createGate({ now, start, allowance: allow, most, moves, ...ports }: GatePorts, first: Receiver): Gate {
  let { concurrency, url, project } = first;
  const line = createLine({ ...ports, ready: pump });
  const events: AllowanceEvents = { filled: pump, waiting: () => line.length };
  let allowance = allow(first, events);
  let running = 0;
  let throttledUntil = 0;
  let timeouts = 0;
  let answers = false;
  let isPumping = false;
  let moved = 0;
  let movedAt = now();
  /** Between two that leave the line, in milliseconds, on average. */
  let pause = 0;

  const atATime = (): number => {
    if (throttledUntil > 0 && isAhead(throttledUntil)) return 1;
    return answers ? concurrency : Math.min(concurrency, HANGS.atATime);
  };
  /** Not so far that only a clock which was put back can have made it so. */
  const isAhead = (until: number): boolean => until > now() && until <= now() + THROTTLED_MS;
  const room = (): boolean => running < atATime();

  /** What ends as soon as it starts calls again: a long line of those must not go as deep as it is long. */
  function pump(): void {
    if (isPumping) return;
    isPumping = true;
    try {
      while (room() && line.hasNext() && allowance.take()) {
        leave();
        running++;
        start(line.next());
      }
    } finally {
      isPumping = false;
    }
  }

  function leave(): void {
    const at = now();
    pause += (at - movedAt - pause) / 64;
    movedAt = at;
    moves(gate, moved++ === 0);
  }

  /** Nothing is known of it there, and those that still wait for an answer from elsewhere are not to hold up the others. */
  function moveTo(place: string): void {
    url = place;
    timeouts = 0;
    answers = true;
  }

  const gate: Gate = {
    push(delivery) {
      if (line.length === 0 && room() && allowance.take()) {
        running++;
        start(delivery);
        return true;
      }
      if (gate.full) return false;
      if (line.length === 0) movedAt = now();
      line.push(delivery);
      return true;
    },
    ended() {
      running--;
      if (line.length > 0) pump();
    },
    throttle() { throttledUntil = now() + THROTTLED_MS; },
    timedOut() {
      if (++timeouts >= HANGS.inARow) answers = false;
    },
    answered() {
      timeouts = 0;
      answers = true;
    },
    follow(receiver) {
      ({ concurrency } = receiver);
      if (receiver.project === project) allowance.follow(receiver);
      else allowance = allow(receiver, events);
      ({ project } = receiver);
      if (receiver.url !== url) moveTo(receiver.url);
      pump();
    },
    clear: () => line.clear(),
    get late() { return timeouts > 0; },
    get idle() { return running === 0 && line.length === 0; },
    get waiting() { return line.length; },
    get full() { return line.length > 0 && line.length >= most(); },
    moved() {
      const count = moved;
      moved = 0;
      return count;
    },
    get patience() { return Math.ceil(Math.min(PATIENCE_MS.most, Math.max(PATIENCE_MS.least, (line.length / 2) * Math.max(pause, now() - movedAt)))); },
  };
  return gate;
}
