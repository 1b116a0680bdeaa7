/** A log of ten million events and a hundred thousand retries to come: what is new must cost what it cost when all was empty. */
import { createIds, eventRecord, type Op } from '@patchbay/contracts';
import { median } from '../load.ts';
import { type Bench, flood, openBench, TENANT } from './engine.ts';

const EVENTS = Number(process.env['HISTORY'] ?? 10_000_000);
const RETRIES = 100_000;
const TOGETHER = 2000;

export interface History {
  readonly events: number;
  readonly retries: number;
  /** Throughput with that behind it, to throughput with nothing. */
  readonly ratio: number;
}

/** Rounds alternate, because the machine's speed changes while it runs. */
export async function withHistory(targets: { readonly empty: string; readonly full: string }, sink: string, rounds: number, seconds: number): Promise<History> {
  const [empty, full] = [await openBench({ target: targets.empty, sink, fanOut: 1 }), await openBench({ target: targets.full, sink, fanOut: 1 })];
  try {
    await fill(full);
    const ratios: number[] = [];
    for (const each of [empty, full]) await flood(each, seconds, 1);
    for (let round = 1; round <= rounds; round++) {
      const [young, old] = [await flood(empty, seconds, 1), await flood(full, seconds, 1)];
      ratios.push(old.perSecond / young.perSecond);
      console.log(`history, round ${round}: empty ${Math.round(young.perSecond)}/s, full ${Math.round(old.perSecond)}/s`);
    }
    return { events: EVENTS, retries: RETRIES, ratio: median(ratios) };
  } finally {
    await empty.close();
    await full.close();
  }
}

/** Small ones: what counts is how many there are. */
async function fill({ store }: Bench): Promise<void> {
  const newId = createIds({ now: Date.now, random: () => crypto.getRandomValues(new Uint8Array(10)) });
  const at = Date.now() - 86_400_000;
  for (let done = 0; done < EVENTS; done += TOGETHER) {
    await store.commit(Array.from({ length: TOGETHER }, (_, n): Op => {
      const body = { type: n % 10 === 0 ? 'build.failed' : 'build.finished', subject: `shop-${n % 50}`, data: { n } };
      return { op: 'append', in: eventRecord.name, tenant: TENANT, id: newId(eventRecord.prefix), at: at + Math.floor(done / 1000), body };
    }));
  }
  const later = Date.now() + 3_600_000;
  for (let done = 0; done < RETRIES; done += TOGETHER) {
    await store.commit(Array.from({ length: TOGETHER }, (): Op => ({ op: 'enqueue', in: 'delivery', tenant: TENANT, id: newId('dlv'), at: later, lane: '', work: `${newId('evt')} ${newId('ep')}` })));
  }
}
