/** Ten thousand endpoints, one of which never answers: the others must not notice. */
import { setTimeout as sleep } from 'node:timers/promises';
import { quantile } from '../load.ts';
import { DATA } from './measure.ts';
import { type Bench, openBench, TENANT } from './engine.ts';

const ENDPOINTS = 10_000;
const PER_SECOND = 1500;
/** So often an event goes to the one that hangs. */
const EVERY = 50;

export interface Many {
  readonly calm: number;
  readonly hanging: number;
  readonly ratio: number;
}

/** p99 from the acknowledgement to the arrival, of the endpoints that answer, in milliseconds. */
export async function manyEndpoints(target: string, sink: string, seconds: number, arrivals: () => Promise<readonly (readonly [string, number])[]>): Promise<Many> {
  const bench = await openBench({ target, sink, fanOut: ENDPOINTS, each: (n) => ({ event_types: [`e.${n}`], ...(n === 0 ? { url: `${sink}/hang`, timeout: 1 } : {}) }) });
  try {
    await round(bench, 1, false, arrivals);
    const rounds: { readonly calm: number; readonly hanging: number }[] = [];
    for (let at = 0; at < 3; at++) rounds.push({ calm: await round(bench, seconds, false, arrivals), hanging: await round(bench, seconds, true, arrivals) });
    const [calm, hanging] = (['calm', 'hanging'] as const).map((kind) => rounds.map((each) => each[kind]).sort((a, b) => a - b)[1]!);
    return { calm: calm!, hanging: hanging!, ratio: hanging! / calm! };
  } finally {
    await bench.close();
  }
}

async function round({ events }: Bench, seconds: number, hanging: boolean, arrivals: () => Promise<readonly (readonly [string, number])[]>): Promise<number> {
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
  const times = (await arrivals()).flatMap(([id, at]) => (acknowledged.has(id) ? [Math.max(0, at - acknowledged.get(id)!)] : []));
  return quantile(Float64Array.from(times).sort(), 0.99);

  async function publish(n: number): Promise<void> {
    const hangs = hanging && n % EVERY === 0;
    const id = await events.publish({ tenant: TENANT, type: `e.${hangs ? 0 : 1 + ((n * 7919) % (ENDPOINTS - 1))}`, subject: 'shop', data: DATA, at: Date.now() });
    if (!hangs) acknowledged.set(id, performance.timeOrigin + performance.now());
  }
}
