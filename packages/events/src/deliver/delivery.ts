/** One delivery on its way: an event, the endpoint it goes to, and the lease that makes it ours. */
import type { Enqueue, Op, Work } from '@patchbay/contracts';
import type { EventFacts } from '../match/event-facts.ts';
import type { PayloadFormat } from '../match/receiver.ts';
import { formats, type Payload } from './payload.ts';

export const DELIVERY_QUEUE = 'delivery';

export interface Delivery {
  readonly tenant: string;
  readonly id: string;
  readonly lane: string;
  readonly endpoint: string;
  readonly event: Parcel;
  readonly attempt: number;
  /** Somebody asked for it. */
  readonly manual?: boolean;
  readonly lease: number;
  /** Until then nobody else takes it. */
  readonly until: number;
}

/** An event with its payloads, shared by all its deliveries. */
export interface Parcel extends EventFacts {
  payload(format: PayloadFormat): Payload;
}

export function parcelOf(event: EventFacts): Parcel {
  let standard: Payload | undefined;
  const others = new Map<PayloadFormat, Payload>();
  function payload(format: PayloadFormat): Payload {
    if (format === 'standard') return (standard ??= formats.standard(event));
    const made = others.get(format) ?? formats[format](event);
    others.set(format, made);
    return made;
  }
  return { ...event, payload };
}

/** What the queue keeps of it. */
export const workOf = (event: string, endpoint: string, manual = false): string => (manual ? `${event} ${endpoint} manual` : `${event} ${endpoint}`);

export function readWork({ work }: Pick<Work, 'work'>): { readonly event: string; readonly endpoint: string; readonly manual: boolean } {
  const [event = '', endpoint = '', manual] = work.split(' ');
  return { event, endpoint, manual: manual !== undefined };
}

export const enqueueOp = ({ tenant, id, lane, work, at, held = false }: Omit<Enqueue, 'op' | 'in'>): Enqueue => ({ op: 'enqueue', in: DELIVERY_QUEUE, tenant, id, at, lane, work, held });
export const finishOp = ({ tenant, id, lease, lane }: Pick<Delivery, 'tenant' | 'id' | 'lease' | 'lane'>, at: number): Op => ({ op: 'finish', in: DELIVERY_QUEUE, tenant, id, lease, lane, at });
export const postponeOp = ({ tenant, id, lease }: Pick<Delivery, 'tenant' | 'id' | 'lease'>, attempt: number, at: number): Op => ({ op: 'postpone', in: DELIVERY_QUEUE, tenant, id, lease, attempt, at });
