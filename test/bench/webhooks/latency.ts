/** How long an event waits at a steady rate: until its acknowledgement, and from there until it is at the receiver. */
import { setTimeout as sleep } from 'node:timers/promises';
import { DATA } from './measure.ts';
import { type Bench, TENANT } from './engine.ts';

export interface Latencies {
  readonly ack: Float64Array;
  readonly delivery: Float64Array;
}

/** `arrivals` of the receiver: id and instant, on the clock of this machine. */
export async function steady({ events }: Bench, rate: number, seconds: number, arrivals: () => Promise<readonly (readonly [string, number])[]>): Promise<Latencies> {
  const acknowledged = new Map<string, number>();
  const ack: number[] = [];
  const running = new Set<Promise<void>>();
  await arrivals();
  const began = performance.now();
  for (let sent = 0; performance.now() - began < seconds * 1000; await sleep(1)) {
    for (const due = Math.floor(((performance.now() - began) / 1000) * rate); sent < due; sent++) {
      const one = publish().finally(() => running.delete(one));
      running.add(one);
    }
  }
  await Promise.all(running);
  while (events.inFlight > 0) await sleep(5);
  const delivery = (await arrivals()).flatMap(([id, at]) => (acknowledged.has(id) ? [Math.max(0, at - acknowledged.get(id)!)] : []));
  return { ack: Float64Array.from(ack).sort(), delivery: Float64Array.from(delivery).sort() };

  async function publish(): Promise<void> {
    const at = performance.now();
    const id = await events.publish({ tenant: TENANT, type: 'build.finished', subject: 'shop', data: DATA, at: Date.now() });
    ack.push(performance.now() - at);
    acknowledged.set(id, performance.timeOrigin + performance.now());
  }
}
