/**
 * Ten thousand endpoints, one of which never answers: the others must not notice. It hangs for long enough that its attempts, its retries and
 * its dead letters are all under way. Hubs that hang and hubs that don't are measured in the same seconds of their lives: without anybody who
 * hangs, the second five seconds of a hub are some 8 % slower at p99 than the four before.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { median, quantile } from '../load.ts';
import { DATA } from './measure.ts';
import { type Bench, openBench, TENANT } from './engine.ts';

const ENDPOINTS = 10_000;
const PER_SECOND = 1500;
/** So often an event goes to the one that hangs. */
const EVERY = 50;
const PAIRS = 4;
/** Warm it is when each endpoint has been asked. */
const SECONDS = { warm: 7, measured: 6 } as const;
/** The one that hangs is asked for a second, and after a second once more. */
const HANGS = { timeout: 1, retry: { delays: [1], jitter: 0, disable_after: 432_000 } };

export interface Many {
  readonly calm: number;
  readonly hanging: number;
  readonly ratio: number;
}

type Arrivals = () => Promise<readonly (readonly [string, number])[]>;

/** p99 from the acknowledgement to the arrival, of the endpoints that answer, in milliseconds: of each second, and of those the median. */
export async function manyEndpoints(target: string, sink: string, arrivals: Arrivals): Promise<Many> {
  const calm: number[] = [];
  const hanging: number[] = [];
  for (let pair = 0; pair < PAIRS; pair++) {
    for (const hangs of pair % 2 === 0 ? [false, true] : [true, false]) (hangs ? hanging : calm).push(...await measured(hangs));
  }
  return { calm: median(calm), hanging: median(hanging), ratio: median(hanging) / median(calm) };

  async function measured(hangs: boolean): Promise<number[]> {
    const bench = await openBench({ target, sink, fanOut: ENDPOINTS, each: (n) => ({ event_types: [`e.${n}`], ...(n === 0 ? { url: `${sink}/hang`, ...HANGS } : {}) }) });
    try {
      await eachSecond(bench, SECONDS.warm, false, arrivals);
      return await eachSecond(bench, SECONDS.measured, hangs, arrivals);
    } finally {
      await bench.close();
    }
  }
}

/** What waited when a second began is told with the second in which it was acknowledged. */
async function eachSecond({ events }: Bench, seconds: number, hanging: boolean, arrivals: Arrivals): Promise<number[]> {
  const acknowledged = new Map<string, number>();
  const running = new Set<Promise<void>>();
  await arrivals();
  const began = performance.now();
  for (let sent = 0; performance.now() - began < seconds * 1000; await sleep(1)) {
    for (const due = Math.floor(((performance.now() - began) / 1000) * PER_SECOND); sent < due; sent++) {
      const one = publish(sent).finally(() => running.delete(one));
      running.add(one);
    }
  }
  await Promise.all(running);
  await sleep(300);
  const times: number[][] = Array.from({ length: seconds }, () => []);
  for (const [id, at] of await arrivals()) {
    const from = acknowledged.get(id);
    if (from !== undefined) times[Math.min(seconds - 1, Math.floor((from - performance.timeOrigin - began) / 1000))]!.push(Math.max(0, at - from));
  }
  return times.map((each) => quantile(Float64Array.from(each).sort(), 0.99));

  async function publish(n: number): Promise<void> {
    const hangs = hanging && n % EVERY === 0;
    const id = await events.publish({ tenant: TENANT, type: `e.${hangs ? 0 : 1 + ((n * 7919) % (ENDPOINTS - 1))}`, subject: 'shop', data: DATA, at: Date.now() });
    if (!hangs) acknowledged.set(id, performance.timeOrigin + performance.now());
  }
}
