export { createEvents, eventCollection, type Events } from './events.ts';
