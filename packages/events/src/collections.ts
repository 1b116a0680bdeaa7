/** What this engine keeps besides the endpoints themselves. */
import { type Collection, collectionOf, deadLetterRecord } from '@patchbay/contracts';
import { DELIVERY_QUEUE } from './deliver/delivery.ts';
import { paceCollection } from './deliver/pace.ts';
import { projectChangeCollection } from './deliver/project-rates.ts';
import { attemptCollection } from './deliver/records.ts';
import { channelCollection, eventCollection } from './event-log.ts';
import { consumerCollection } from './history/event-poll.ts';
import { inboundCollections } from './inbound/inbound.ts';
import { jobCollection, jobQueue } from './jobs/job.ts';
import { changeCollection } from './match/receivers.ts';
import { contentQueue } from './retention/content.ts';
import { endpointKeys } from './retired-keys.ts';
import { ruleCollections } from './rules/rules.ts';
import { sinkCollections } from './sinks/sinks.ts';
import { typeChangeCollection } from './types/registry.ts';

export const eventCollections: readonly Collection[] = [
  eventCollection, channelCollection, typeChangeCollection, jobCollection, jobQueue, consumerCollection, attemptCollection, collectionOf(deadLetterRecord), changeCollection, projectChangeCollection, endpointKeys.collection, paceCollection, contentQueue, { name: DELIVERY_QUEUE, kind: 'queue', fields: {} }, ...inboundCollections, ...sinkCollections, ...ruleCollections,
];
