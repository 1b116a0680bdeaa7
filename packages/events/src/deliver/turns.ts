/**
 * Whose turn it is to publish. Where events come faster than a hub can send them, those who publish wait for some milliseconds, as
 * they would at any busy server: otherwise the hub spends its time on taking in, and what waits grows without bound.
 * Only what could go out at once counts; an endpoint that is slow or hangs makes nobody wait.
 */
import { performance } from 'node:perf_hooks';
import type { Gate } from './gate.ts';

export interface TurnPorts {
  readonly now: () => number;
  /** How busy the event loop was since this was asked last, 0 to 1. */
  readonly busy?: () => number;
}

export interface Turns {
  /** Until so many events may be taken in; nothing, if that is now. */
  turn(events: number): Promise<void> | undefined;
  /** An event has so many deliveries. */
  planned(deliveries: number): void;
  /** One of its line goes, the first since it was asked how many. */
  moves(gate: Gate, isFirst: boolean): void;
  /** Nobody waits any longer. */
  stop(): void;
}

/** Nobody waits longer than this, or the time of a look more. */
const LONGEST_MS = 250;
const LOOK_MS = 20;
/** Below that there are hands free, whatever waits. */
const BUSY = 0.7;
/** So many deliveries may wait that could go out at once. More would not make a hub faster, and what waits longer outlives the short garbage collections. */
const MOST_READY = 768;
/** Who waited goes with others, so that they share a commit. */
const TOGETHER = 256;
/** What waits counts as far as it goes in this many looks, at the pace of its line. */
const LOOKS_AHEAD = 16;

interface Waiting {
  readonly events: number;
  readonly since: number;
  readonly go: () => void;
}

export function createTurns({ now, busy = loopUse() }: TurnPorts): Turns {
  const waiting: Waiting[] = [];
  let moving: Gate[] = [];
  /** For deliveries, until the next look. */
  let room = Infinity;
  let fanOut = 1;
  let asked = false;
  let stopped = false;
  let timer: NodeJS.Timeout | undefined;

  function look(): void {
    const ready = moving.reduce((sum, gate) => sum + Math.min(gate.waiting, gate.moved() * LOOKS_AHEAD), 0);
    moving = [];
    room = busy() < BUSY || stopped ? Infinity : MOST_READY - ready;
    release();
    timer = asked || waiting.length > 0 ? setTimeout(look, LOOK_MS) : undefined;
    if (timer === undefined) room = Infinity;
    asked = false;
  }

  function release(): void {
    const late = now() - LONGEST_MS;
    let count = 0;
    for (; count < waiting.length && (room > 0 || waiting[count]!.since <= late); count++) take(waiting[count]!.events);
    for (const { go } of waiting.splice(0, count)) go();
  }

  function take(events: number): void { room -= events * fanOut; }

  return {
    turn(events) {
      asked = true;
      timer ??= setTimeout(look, LOOK_MS);
      if (waiting.length > 0 || room <= 0) return new Promise((go) => { waiting.push({ events, since: now(), go }); });
      take(events);
      return undefined;
    },
    planned(deliveries) { fanOut += (deliveries - fanOut) / 64; },
    moves(gate, isFirst) {
      if (isFirst) moving.push(gate);
      if (++room >= TOGETHER && waiting.length > 0) release();
    },
    stop() {
      stopped = true;
      clearTimeout(timer);
      look();
    },
  };
}

function loopUse(): () => number {
  let last = performance.eventLoopUtilization();
  return () => {
    const next = performance.eventLoopUtilization();
    const { utilization } = performance.eventLoopUtilization(next, last);
    last = next;
    return utilization;
  };
}
