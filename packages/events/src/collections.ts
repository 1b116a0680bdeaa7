/** What this engine keeps besides the endpoints themselves. */
import { type Collection, collectionOf, deadLetterRecord } from '@patchbay/contracts';
import { DELIVERY_QUEUE } from './deliver/delivery.ts';
import { attemptCollection } from './deliver/records.ts';
import { retiredKeyCollection } from './endpoint.ts';
import { eventCollection } from './event-log.ts';
import { changeCollection } from './match/receivers.ts';

export const eventCollections: readonly Collection[] = [
  eventCollection, attemptCollection, collectionOf(deadLetterRecord), changeCollection, retiredKeyCollection, { name: DELIVERY_QUEUE, kind: 'queue', fields: {} },
];
