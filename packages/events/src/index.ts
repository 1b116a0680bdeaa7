export { eventCollection } from './event-log.ts';
export { createEvents, type Events } from './events.ts';
