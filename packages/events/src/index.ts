export { eventCollections } from './collections.ts';
export { DELIVERY_OPTIONS, type DeliveryOptions } from './deliver/engine.ts';
export { createEvents, type EventPorts, type Events } from './events.ts';
export type { EventDraft, EventPlan } from './publish.ts';
