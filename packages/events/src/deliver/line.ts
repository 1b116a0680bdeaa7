/** What waits for its turn at one endpoint. Where much waits, its events are left in the log and read again when their turn comes: a delivery is some two hundred bytes until then. */
import type { Delivery, Parcel } from './delivery.ts';
import { Ring } from './ring.ts';

/** A delivery whose event is in the log only. */
export type Reference = Omit<Delivery, 'event'> & { readonly event: string };

export interface LinePorts {
  /** Of all lines together. */
  readonly bodies: Bodies;
  /** Its lease lasts; where it doesn't, it was given up. */
  readonly keep: (waiting: Delivery | Reference) => boolean;
  readonly read: (references: readonly Reference[]) => Promise<ReadonlyMap<string, Parcel>>;
  /** Its event is gone from the log. */
  readonly lost: (reference: Reference) => void;
  /** Something was read. */
  readonly ready: () => void;
}

/** How many characters of events wait in memory, and how many may. */
export interface Bodies { size: number; readonly most: number }

export interface Line {
  readonly length: number;
  push(delivery: Delivery): void;
  /** Whether there is a next one whose lease lasts; if it has to be read first, that begins. */
  hasNext(): boolean;
  next(): Delivery;
  /** Takes out all. */
  clear(): (Delivery | Reference)[];
}

const TOGETHER = 128;
const AGAIN_MS = 200;

export function createLine({ bodies, keep, read, lost, ready }: LinePorts): Line {
  const waiting = new Ring<Delivery | Reference>();
  let loading: readonly Reference[] = NONE;
  /** Read again, and before all others; the next one is the last. */
  let loaded: Delivery[] = [];

  /** Takes the first references; there may be none left of them. */
  function begin(): void {
    const references: Reference[] = [];
    for (let next = waiting.first; references.length < TOGETHER && next !== undefined && isReference(next); next = waiting.first) {
      waiting.shift();
      if (keep(next)) references.push(next);
    }
    loading = references;
    if (references.length > 0) load(references);
  }

  /** The first, which `hasNext` has seen to be no reference. */
  function leave(): Delivery {
    const delivery = waiting.shift() as Delivery;
    bodies.size -= delivery.event.weight;
    return delivery;
  }

  /** The store may be away for a while. */
  function load(references: readonly Reference[]): void {
    if (loading === references) void read(references).then((events) => arrived(references, events), () => { setTimeout(load, AGAIN_MS, references).unref(); });
  }

  function arrived(references: readonly Reference[], events: ReadonlyMap<string, Parcel>): void {
    if (loading !== references) return; // they were taken out meanwhile
    loading = NONE;
    for (const reference of references.toReversed()) {
      const event = events.get(reference.event);
      if (event === undefined) lost(reference);
      else loaded.push({ ...reference, event });
    }
    ready();
  }

  return {
    get length() { return waiting.size + loading.length + loaded.length; },
    push(delivery) {
      const { weight } = delivery.event;
      if (bodies.size + weight > bodies.most) waiting.push({ ...delivery, event: delivery.event.id });
      else {
        bodies.size += weight;
        waiting.push(delivery);
      }
    },
    hasNext() {
      while (loaded.length > 0) {
        if (keep(loaded.at(-1)!)) return true;
        loaded.pop();
      }
      while (loading.length === 0) {
        const { first } = waiting;
        if (first === undefined) return false;
        if (isReference(first)) begin();
        else if (keep(first)) return true;
        else leave();
      }
      return false;
    },
    next() {
      const read = loaded.pop();
      if (read !== undefined) return read;
      return leave();
    },
    clear() {
      const left = [...loaded.toReversed(), ...loading];
      for (let each = waiting.shift(); each !== undefined; each = waiting.shift()) {
        if (!isReference(each)) bodies.size -= each.event.weight;
        left.push(each);
      }
      loading = NONE;
      loaded = [];
      return left;
    },
  };
}

const NONE: readonly Reference[] = [];

const isReference = (delivery: Delivery | Reference): delivery is Reference => typeof delivery.event === 'string';
