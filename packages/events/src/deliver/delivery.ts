/** One delivery on its way: an event, the endpoint it goes to, and the lease that makes it ours. */
import type { Document, Enqueue, Op, Work } from '@patchbay/contracts';
import type { EventFacts } from '../match/event-facts.ts';
import type { PayloadFormat } from '../match/receiver.ts';
import { dataIn, formats, type Payload } from './payload.ts';

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
  /** Its standard payload is the only one that is wanted. */
  pack(): void;
  /** Characters of its text, whatever it waits as. */
  readonly weight: number;
}

/** Of an event that nobody has as text. */
const UNKNOWN = 16_384;

export const parcelOf = (event: EventFacts): Parcel => new Packed(event);

/** A class, and no more in it than is needed: thousands of them wait to go out. */
class Packed implements Parcel {
  readonly tenant: string;
  readonly id: string;
  readonly at: number;
  readonly type: string;
  readonly subject: string;
  readonly channels: readonly string[];
  declare readonly project?: string;
  declare readonly body?: string;
  dataText: string | undefined;
  readonly weight: number;
  private told: Document | undefined;
  private standard: Payload | undefined = undefined;
  private others: Map<PayloadFormat, Payload> | undefined = undefined;

  constructor({ tenant, id, at, type, subject, channels, project, body, data, dataText }: EventFacts) {
    this.tenant = tenant;
    this.id = id;
    this.at = at;
    this.type = type;
    this.subject = subject;
    this.channels = channels;
    if (project !== undefined) this.project = project;
    if (body !== undefined) this.body = body;
    this.told = data;
    this.dataText = dataText;
    this.weight = (dataText?.length ?? UNKNOWN) + (body?.length ?? 0);
  }

  get data(): Document { return this.told ?? dataIn(this.standard!); } // packed it has only that

  payload(format: PayloadFormat): Payload {
    if (format === 'standard') return (this.standard ??= formats.standard(this));
    this.others ??= new Map();
    const made = this.others.get(format) ?? formats[format](this);
    this.others.set(format, made);
    return made;
  }

  /** It waits as bytes, which are nothing to the collector, and neither as text nor as objects besides. */
  pack(): void {
    this.payload('standard');
    this.dataText = undefined;
    this.told = undefined;
  }
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
